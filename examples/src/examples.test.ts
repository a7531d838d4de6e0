// What the examples print is held against what is true.
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { format } from "node:util";
import { afterEach, expect, test, vi } from "vitest";
import { runIris } from "./iris-recipe.ts";
import { readIris, species } from "./read-iris.ts";

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

test("iris passes both checks and reports its accuracy and confusion", async () => {
  const text = run("npm", "start");
  expect(text).toMatch(/check before training +pass, ratio \d\.\de-\d+, 131 entries of θ in \d+ ms/);
  expect(text).toMatch(/check after training +pass, ratio \d\.\de-\d+, 131 entries of θ in \d+ ms/);
  const correct = Number(text.match(/^test accuracy: (\d+) of 30$/m)?.[1]);
  expect(correct).toBeGreaterThanOrEqual(27);
  const confusion = numbers(text, new RegExp(`^ *(${species.join("|")})( +\\d+){3}$`));
  expect(confusion.flat().reduce((sum, count) => sum + count)).toBe(30);
  expect(confusion.reduce((sum, row, label) => sum + row[label], 0)).toBe(correct);
});

test("iris reaches 0.93 on the mean of the splits of seeds 0 ... 9", () => {
  const runs = Array.from({ length: 10 }, (_, seed) => runIris(seed));
  for (const { before, after } of runs) expect([before.verdict, after.verdict]).toEqual(["pass", "pass"]);
  const mean = runs.reduce((sum, { correct, tested }) => sum + correct / tested, 0) / runs.length;
  expect(mean).toBeGreaterThanOrEqual(0.93);
});

test("iris.csv holds 150 flowers, 50 of each species", () => {
  const flowers = readIris();
  expect(species.map((_, label) => flowers.filter((flower) => flower.label === label).length)).toEqual([
    50, 50, 50,
  ]);
  expect(flowers[0]).toEqual({ measurements: [5.1, 3.5, 1.4, 0.2], label: 0 });
  expect(flowers[149]).toEqual({ measurements: [5.9, 3, 5.1, 1.8], label: 2 });
});
