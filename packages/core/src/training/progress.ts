// One line on a terminal says how far training is; it is written over until training ends.
import type { Standing } from "./run.ts";

/** Standard error when it is a terminal; there is none in a browser. */
function terminal(): { write(text: string): unknown } | undefined {
  type Stream = { isTTY?: boolean; write(text: string): unknown };
  const { process } = globalThis as { process?: { stderr?: Stream } };
  return process?.stderr?.isTTY ? process.stderr : undefined;
}

/** How long the line stays as it is at least, in milliseconds. */
const pause = 100;

const significant = (value: number) => value.toPrecision(4);

/** Seconds as "0:07" or "1:02:03". */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (value: number) => `${value % 60}`.padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}:${two(whole)}`
    : `${Math.floor(minutes / 60)}:${two(minutes)}:${two(whole)}`;
}

/** "epoch 3/100  loss 0.1234  validation loss 0.2345  12345 samples/s  0:42 left" */
function lineOf(
  { epoch, loss, validation, rows, rowsLeft }: Standing,
  epochs: number,
  seconds: number,
): string {
  const scores = Object.entries<unknown>(validation ?? {}).flatMap(([name, value]) =>
    typeof value === "number" ? [`validation ${name} ${significant(value)}`] : [],
  );
  const left = rowsLeft === undefined ? [] : [`${clock((seconds * rowsLeft) / rows)} left`];
  const speed = `${Math.round(rows / seconds)} samples/s`;
  return [`epoch ${epoch}/${epochs}`, `loss ${significant(loss)}`, ...scores, speed, ...left].join("  ");
}

/** The line of a training. */
export interface Progress {
  /** Shows where training is now, unless the line was just drawn. */
  show(standing: () => Standing): void;
  /** Shows where training was last, and leaves the line. */
  end(): void;
}

/** A line on the terminal, if standard error is one. Time is counted from here. */
export function showProgress(epochs: number): Progress | undefined {
  const stderr = terminal();
  if (stderr === undefined) return undefined;
  const began = performance.now();
  let drawn = Number.NEGATIVE_INFINITY;
  let latest: (() => Standing) | undefined;
  function draw(standing: () => Standing): void {
    drawn = performance.now();
    stderr!.write(`\r${lineOf(standing(), epochs, (drawn - began) / 1000)}\x1b[K`);
  }
  return {
    show(standing) {
      latest = standing;
      if (performance.now() - drawn >= pause) draw(standing);
    },
    end() {
      if (latest === undefined) return;
      draw(latest);
      stderr.write("\n");
    },
  };
}
