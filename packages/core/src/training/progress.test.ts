import { afterEach, expect, test, vi } from "vitest";
import { showProgress } from "./progress.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** A terminal and a clock, in milliseconds. */
function stage() {
  const lines: string[] = [];
  const clock = { now: 5000 };
  vi.stubGlobal("process", { stderr: { isTTY: true, write: (text: string) => lines.push(text) } });
  vi.spyOn(performance, "now").mockImplementation(() => clock.now);
  return { lines, clock };
}

const at = (rows: number, rowsLeft: number | undefined, validation?: object) => () => ({
  ...{ epoch: 2, loss: 0.125, rows, rowsLeft },
  validation: validation as { loss: number } | undefined,
});

test("the line says epoch, loss, validation, samples a second and the time left", () => {
  const { lines, clock } = stage();
  const progress = showProgress(7)!;
  clock.now += 2000;
  // 1000 rows in 2 seconds: another 1500 take 3 of them.
  progress.show(at(1000, 1500, { loss: 0.25, accuracy: 0.5, confusion: { counts: [] } }));
  expect(lines).toEqual([
    "\repoch 2/7  loss 0.1250  validation loss 0.2500  validation accuracy 0.5000  500 samples/s  0:03 left\x1b[K",
  ]);
});

test.each([
  [59, "0:59"],
  [61, "1:01"],
  [3600, "1:00:00"],
  [7384, "2:03:04"],
  [undefined, undefined],
])("%j seconds are left as %j", (seconds, said) => {
  const { lines, clock } = stage();
  const progress = showProgress(7)!;
  clock.now += 1000;
  progress.show(at(10, seconds && 10 * seconds));
  expect(lines[0].match(/ {2}(\S+) left/)?.[1]).toBe(said);
});

test("it is drawn again after a tenth of a second, and at the end with what came last", () => {
  const { lines, clock } = stage();
  const progress = showProgress(7)!;
  const rows = (line: string) => Number(line.match(/(\d+) samples/)?.[1]) * ((clock.now - 5000) / 1000);
  for (let k = 1; k <= 25; k++) {
    clock.now += 10;
    progress.show(at(k, 0));
  }
  expect(lines).toHaveLength(3);
  progress.end();
  expect(lines).toHaveLength(5);
  expect(rows(lines[3])).toBeCloseTo(25);
  expect(lines[4]).toBe("\n");
});

test("nothing is said of a training without a step", () => {
  const { lines } = stage();
  showProgress(7)!.end();
  expect(lines).toEqual([]);
});
