import { expect, test } from "vitest";
import { type Terminal, watch } from "./progress.ts";

/** A watcher of a check of 1000 entries at 100 entries a second, shown at these times in seconds. */
function shownAt(times: readonly number[], isTTY: boolean) {
  let time = 5000;
  const written: string[] = [];
  const terminal: Terminal = { isTTY, write: (text) => written.push(text) };
  const watcher = watch(terminal, "scale, four rows", () => time);
  for (const at of times) {
    time = 5000 + at * 1000;
    watcher.show({ done: Math.round(at * 100), total: 1000 });
  }
  watcher.end();
  return written;
}

test("after a second the rate and the time left are shown, at most ten times a second, and cleared", () => {
  const clear = "\r\x1b[K";
  expect(shownAt([0.5, 0.9, 2, 2.05, 2.2, 9.99], true)).toEqual([
    `${clear}scale, four rows  200 of 1000 entries, 100/s, 8 s left`,
    `${clear}scale, four rows  220 of 1000 entries, 100/s, 8 s left`,
    `${clear}scale, four rows  999 of 1000 entries, 100/s, 1 s left`,
    clear,
  ]);
});

test("nothing is written of short checks, nor to what is no terminal", () => {
  expect(shownAt([0.2, 0.4, 0.99], true)).toEqual([]);
  expect(shownAt([1, 2, 3], false)).toEqual([]);
});

test("long times are in minutes", () => {
  const written: string[] = [];
  let time = 0;
  const watcher = watch({ isTTY: true, write: (text) => written.push(text) }, "slow", () => time);
  time = 2000;
  watcher.show({ done: 4, total: 4000 });
  expect(written[0]).toContain("4 of 4000 entries, 2/s, 33 min 18 s left");
});
