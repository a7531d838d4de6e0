// A line on how far a check has come, for checks that take more than a second.
import { printable } from "../words/printable.ts";
import type { GradcheckProgress } from "../words/progress.ts";

export interface Terminal {
  readonly isTTY?: boolean;
  hasColors?(): boolean;
  write(text: string): unknown;
}

const patience = 1000;
const interval = 100;
const clear = "\r\x1b[K";

const seconds = (time: number) =>
  time < 60 ? `${Math.ceil(time)} s` : `${Math.floor(time / 60)} min ${Math.round(time % 60)} s`;

/** Watches one check: `show` prints at most ten times a second, `end` clears the line. Only for a terminal. */
export function watch(terminal: Terminal, name: string, now = () => performance.now()) {
  const start = now();
  let last = start + patience - interval;
  let shown = false;
  return {
    show({ done, total }: GradcheckProgress) {
      const time = now();
      if (!terminal.isTTY || time - last < interval) return;
      last = time;
      shown = true;
      const rate = done / ((time - start) / 1000);
      const left = seconds((total - done) / rate);
      const text = `${printable(name).slice(0, 40)}  ${done} of ${total} entries, ${rate.toFixed(0)}/s, ${left} left`;
      terminal.write(clear + text);
    },
    end() {
      if (shown) terminal.write(clear);
    },
  };
}
