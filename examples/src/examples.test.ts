// What the examples print is held against what is true.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { format } from "node:util";
import { gzipSync } from "node:zlib";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { runIris } from "./iris-recipe.ts";
import { makeHouses } from "./make-houses.ts";

const root = resolve(import.meta.dirname, "../..");
const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd: root, encoding: "utf8" });

afterEach(() => vi.restoreAllMocks());

/** What an example prints, without a process of its own. */
async function load(name: string): Promise<string> {
  const path = resolve(import.meta.dirname, `${name}.ts`);
  let text = "";
  vi.spyOn(console, "log").mockImplementation((...values: unknown[]) => {
    text += `${format(...values)}\n`;
  });
  await import(path);
  return text;
}

/** The numbers of each line that matches. */
const numbers = (text: string, line: RegExp) =>
  text
    .split("\n")
    .filter((l) => line.test(l))
    .map((l) => (l.match(/-?\d+(\.\d+)?(e[+-]?\d+)?/g) ?? []).map(Number));

test("theta-cubed shows both differences and the order of their errors", async () => {
  const text = await load("theta-cubed");
  expect(text).toMatch(/two-sided .* 3\.0001\n/);
  expect(text).toMatch(/one-sided .* 3\.0301\n/);
  const table = numbers(text, /^ {2}1e-/);
  expect(table.map(([epsilon]) => epsilon)).toEqual(
    Array.from({ length: 12 }, (_, k) => Number(`1e-${k + 1}`)),
  );
  // f(1 + ε) = 1 + 3ε + 3ε² + ε³: two-sided is off by ε², one-sided by 3ε + ε².
  for (const [epsilon, two, one] of table.slice(0, 4)) {
    expect(two / epsilon ** 2).toBeCloseTo(1, 1);
    expect(one / (3 * epsilon + epsilon ** 2)).toBeCloseTo(1, 1);
  }
  // Rounding: from here on smaller steps are no better.
  for (const [epsilon, two] of table.slice(7)) expect(two).toBeGreaterThan(epsilon ** 2 * 100);
});

test("custom-layer passes, and fails with the bug in it", async () => {
  const [right, wrong] = (await load("custom-layer")).split("With the bug");
  expect(right).toMatch(/gradient check passed {2}ratio \d\.\de-\d+/);
  expect(right).toContain("15 entries: 15 passed, 0 wrong");
  expect(wrong).toMatch(/gradient check FAILED {2}ratio \d\.\de-1/);
  expect(wrong).toContain("15 entries: 12 passed, 3 wrong");
  expect(wrong).toMatch(/gain +\[3\] .* 3\/3/);
});

test("node-test passes in the runner of Node", async () => {
  const text = run(
    process.execPath,
    "--conditions=@nudge/source",
    "--import",
    "tsx",
    "examples/src/node-test.ts",
  );
  expect(text).toMatch(/^. pass 4$/m);
  expect(text).toMatch(/^. fail 0$/m);
});

test("tied-autoencoder passes, fails with a use forgotten, and comes near to the two principal components", async () => {
  const text = await load("tied-autoencoder");
  expect(text).toContain("38 entries: 38 passed, 0 wrong");
  expect(text).toContain("38 entries: 30 passed, 8 wrong");
  expect(text).toMatch(/encoder\.weight +\[4, 2\] .* 8\/8/);
  // What it gives back lies in a plane, and of all planes that of the principal components keeps most: 95.81 %.
  const kept = Number(text.match(/keep (\d+\.\d) %/)?.[1]);
  expect(kept).toBeGreaterThan(85);
  expect(kept).toBeLessThan(95.82);
});

test("lstm-cell passes, and fails in every tensor once the gradient of the cell state is forgotten", async () => {
  const [right, wrong] = (await load("lstm-cell")).split("With the gradient");
  // x: [2, 2], two states [2, 1], W: [2, 4], U: [1, 4], b: [4]
  expect(right).toContain("24 entries: 24 passed, 0 wrong");
  expect(wrong).toMatch(/gradient check FAILED/);
  for (const name of ["input.x", "input.hidden", "input.cell", "weight", "recurrent", "bias"])
    expect(wrong.replaceAll(/\s+/g, " ")).toContain(`that of cell is missing from the gradient of ${name}`);
});

test("two-towers passes, each input and each tower by its name", async () => {
  const text = await load("two-towers");
  expect(text).toContain("148 entries: 148 passed, 0 wrong");
  expect(text).toMatch(/^ {2}input\.query .*0\/30$/m);
  expect(text).toMatch(/^ {2}item\.0\.weight .*0\/12$/m);
});

test("xor learns its truth table", async () => {
  const rows = numbers(await load("xor"), /^[01] {2}[01] /);
  expect(rows.map(([a, b, xor]) => [a, b, xor])).toEqual([
    [0, 0, 0],
    [0, 1, 1],
    [1, 0, 1],
    [1, 1, 0],
  ]);
  for (const [, , xor, output] of rows) expect(Math.abs(output - xor)).toBeLessThan(0.05);
});

test("iris passes both checks and reports its accuracy and confusion", () => {
  const text = run("npm", "start");
  expect(text).toMatch(/check before training +pass, ratio \d\.\de-\d+, 131 entries of θ in \d+ ms/);
  expect(text).toMatch(/check after training +pass, ratio \d\.\de-\d+, 131 entries of θ in \d+ ms/);
  const correct = Number(text.match(/^test accuracy: (\d+) of 30$/m)?.[1]);
  expect(correct).toBeGreaterThanOrEqual(27);
  const confusion = numbers(text, /^(setosa|versicolor|virginica)( +\d+){3}$/);
  expect(confusion.flat().reduce((sum, count) => sum + count)).toBe(30);
  expect(confusion.reduce((sum, row, label) => sum + row[label], 0)).toBe(correct);
});

test("iris reaches 0.93 on the mean of the splits of seeds 0 ... 9", async () => {
  let total = 0;
  for (let seed = 0; seed < 10; seed++) {
    const { before, after, scores } = await runIris(seed);
    expect([before.verdict, after.verdict]).toEqual(["pass", "pass"]);
    total += scores.accuracy;
  }
  expect(total / 10).toBeGreaterThanOrEqual(0.93);
});

test("digits are told apart on rows that were not trained on", async () => {
  const text = await load("digits");
  const [[, right]] = numbers(text, /epochs, test accuracy/);
  // A mean over ten splits of 0.976, with a deviation of 0.011, is what others reach.
  expect(right).toBeGreaterThan(0.94);
  const counts = numbers(text, /^\d( +\d+){10}$/).map(([, ...row]) => row);
  const total = counts.flat().reduce((sum, count) => sum + count);
  // A fifth of each class, to one row.
  expect(total).toBe(359);
  expect(counts.reduce((sum, row, k) => sum + row[k], 0) / total).toBeCloseTo(right, 3);
});

test("resume is killed, and ends, to the bit, as the training that was not", async () => {
  // The process that it starts is to be one like that of npm run example, and not of this test.
  const { argv, execArgv } = process;
  onTestFinished(() => void Object.assign(process, { argv, execArgv }));
  Object.assign(process, {
    argv: argv.slice(0, 2),
    execArgv: ["--conditions=@nudge/source", "--import", "tsx"],
  });
  const text = await load("resume");
  expect(
    Number(text.match(/^SIGKILL ended the training; the file has epoch (\d+)\n/)?.[1]),
  ).toBeGreaterThanOrEqual(5);
  // dense 4 · 16 + 16, batchNorm 2 · 16, dense 16 · 3 + 3
  const [[, before, entries], [, after]] = numbers(text, /entries of θ differ/);
  expect(entries).toBe(163);
  expect(before).toBeGreaterThan(0);
  expect(after).toBe(0);
  expect(text).toContain("their files are the same: true");
});

test("houses are priced better than by their mean, one with a missing cell too", async () => {
  const text = await load("houses");
  expect(text).toContain("10 columns of 5: area, rooms, age, district, heating");
  const [[error, explained]] = numbers(text, /^off by/);
  expect(explained).toBeGreaterThan(0.8);
  // The price of 120 m² at the harbour, by the formula that they were made with, at the mean age.
  expect(Math.abs(numbers(text, /^120, 4/)[0][2] - (3 * 120 * 1.2 * (1 - 45 / 300) + 6 * 4))).toBeLessThan(
    3 * error,
  );
});

test("houses.csv is what its generator makes", () => {
  expect(readFileSync(resolve(root, "examples/data/houses.csv"), "utf8")).toBe(makeHouses());
});

test("series are forecast better than by the same month of the year before", async () => {
  const [[lstm], [naive]] = numbers(await load("series"), /off by/);
  // 24 months of which Σ |x_t - x_(t-12)| / 24 = 47.6
  expect(naive).toBe(47.6);
  expect(lstm).toBeLessThan(0.6 * naive);
});

test("imbalanced finds more eights with balanced weights, for more false ones; its scores are those of its matrix", async () => {
  const [plain, balanced] = (await load("imbalanced")).split("balanced\n").map((text) => {
    const scores = Object.fromEntries(
      [...text.matchAll(/^([a-z]\w*) +(\d\.\d{3})$/gm)].map(([, name, value]) => [name, Number(value)]),
    );
    const [[, no, falsely], [, missed, found]] = numbers(text, /^[01] +\d+ +\d+$/);
    expect(scores.accuracy).toBeCloseTo((no + found) / (no + falsely + missed + found), 3);
    expect(scores.precision).toBeCloseTo(found / (found + falsely), 3);
    expect(scores.recall).toBeCloseTo(found / (found + missed), 3);
    expect(scores.f1).toBeCloseTo((2 * found) / (2 * found + falsely + missed), 3);
    return scores;
  });
  expect(balanced.recall).toBeGreaterThan(plain.recall);
  expect(balanced.precision).toBeLessThan(plain.precision);
  expect(plain.auc).toBeGreaterThan(0.95);
});

/** Numbers below 256 in the IDX format: bytes (8) along so many axes. */
const idx = (shape: readonly number[], values: readonly number[]) =>
  gzipSync(
    Uint8Array.from([0, 0, 8, shape.length, ...shape.flatMap((n) => [0, 0, n >> 8, n & 255]), ...values]),
  );

test("mnist is read from its files, trained on and tested", async () => {
  const folder = mkdtempSync(join(tmpdir(), "nudge-mnist-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const lines = readFileSync(resolve(root, "examples/data/digits.csv"), "utf8").trim().split("\n").slice(1);
  const rows = lines.map((line) => line.split(",").map(Number));
  const write = (part: string, rows: readonly (readonly number[])[]) => {
    const pictures = rows.flatMap((row) => row.slice(0, 64).map((value) => 15 * value));
    writeFileSync(join(folder, `${part}-images-idx3-ubyte.gz`), idx([rows.length, 8, 8], pictures));
    const labels = rows.map((row) => row[64]);
    writeFileSync(join(folder, `${part}-labels-idx1-ubyte.gz`), idx([rows.length], labels));
  };
  write("train", rows.slice(0, 1000));
  write("t10k", rows.slice(1000, 1200));

  vi.spyOn(process, "argv", "get").mockReturnValue(["node", "mnist.ts", folder]);
  const text = await load("mnist");
  expect(text).toContain("1000 pictures of 64 pixels to train on, 200 to test on");
  expect(numbers(text, /^epoch/).map(([epoch]) => epoch)).toEqual([1, 2, 3, 4, 5]);
  expect(numbers(text, /^test accuracy/)[0][0]).toBeGreaterThan(0.7);
});
