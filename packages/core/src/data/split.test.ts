import fc from "fast-check";
import { expect, expectTypeOf, test } from "vitest";
import { ones, type Tensor, tensor, toArray } from "../index.ts";
import { split } from "./split.ts";
import type { Table } from "./table.ts";

const rows = Array.from({ length: 20 }, (_, i) => [i, i / 2]);
const labels = rows.map(([i]) => i);

test("each row is in one part, with what belongs to it", () => {
  const data = { inputs: rows, targets: labels, weights: Float64Array.from(labels), columns: ["a", "b"] };
  const [rest, apart] = split(data, 0.3, { seed: 3 });
  expect([rest.targets.length, apart.targets.length]).toEqual([14, 6]);
  expect([...rest.targets, ...apart.targets].sort((a, b) => a - b)).toEqual(labels);
  for (const { inputs, targets, weights, columns } of [rest, apart]) {
    expect(inputs).toEqual(targets.map((i) => rows[i]));
    expect(weights).toEqual(Float64Array.from(targets));
    expect(columns).toBe(data.columns);
  }
});

test("the order is that of the seed", () => {
  const apart = (seed?: number) => split({ inputs: labels }, 0.5, { seed })[1].inputs;
  expect(apart(7)).toEqual(apart(7));
  expect(apart(7)).not.toEqual(apart(8));
  expect(apart()).toEqual(apart(0));
  expect(apart(7)).not.toEqual([...apart(7)].sort((a, b) => a - b));
});

test("rows stay of the kind they are given in, and are copies", () => {
  const view = tensor(rows).lo(0, 1).transpose(1, 0).transpose(1, 0);
  const table: Table = labels.map((i) => [i, `${i}`, null]);
  const data = { inputs: { view, table, bytes: Uint8Array.from(labels) }, targets: labels.map((i) => [[i]]) };
  const [, { inputs, targets }] = split(data, 0.25);
  expectTypeOf(inputs.view).toEqualTypeOf<Tensor>();
  const numbers = targets.map(([[i]]) => i);
  expect(toArray(inputs.view)).toEqual(numbers.map((i) => [i / 2]));
  expect(inputs.table).toEqual(numbers.map((i) => table[i]));
  expect(inputs.bytes).toEqual(Uint8Array.from(numbers));
  targets[0][0][0] = -1;
  inputs.view.set(0, 0, -1);
  expect(data.targets.flat(2)).toEqual(labels);
  expect(toArray(tensor(rows))).toEqual(rows);
});

test("what is not given stays away", () => {
  expect(Object.keys(split({ inputs: rows }, 0.5)[0])).toEqual(["inputs"]);
});

test("in a stratified split every class has its share, to one row, in both parts", () => {
  const arbitrarySizes = fc.array(fc.integer({ min: 3, max: 9 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(
      arbitrarySizes,
      fc.double({ min: 0.2, max: 0.8, noNaN: true }),
      fc.nat(99),
      (sizes, fraction, seed) => {
        const targets = sizes.flatMap((size, k) => Array.from({ length: size }, () => `class ${k}`));
        const [rest, apart] = split({ inputs: targets.map((_, i) => i), targets }, fraction, {
          stratified: true,
          seed,
        });
        const count = Math.round(fraction * targets.length);
        expect(apart.targets.length).toBe(count);
        for (const [k, size] of sizes.entries()) {
          const taken = apart.targets.filter((name) => name === `class ${k}`).length;
          expect(Math.abs(taken - (size * count) / targets.length)).toBeLessThan(1);
        }
        expect([...rest.inputs, ...apart.inputs].sort((a, b) => a - b)).toEqual(targets.map((_, i) => i));
        for (const part of [rest, apart]) expect(part.targets).toEqual(part.inputs.map((i) => targets[i]));
      },
    ),
    { numRuns: 50 },
  );
});

test("what is left over in a stratified split goes to the largest remainders", () => {
  // Of 10 rows in classes of 5, 3 and 2, four are 2, 1.2 and 0.8: two, one, and the one left over to the last.
  const targets = tensor([0, 0, 0, 0, 0, 1, 1, 1, 2, 2]);
  const [, apart] = split({ inputs: ones([10, 1]), targets }, 0.4, { stratified: true });
  expect((toArray(apart.targets) as number[]).sort()).toEqual([0, 0, 1, 2]);
});

test("neither part of a stratified split is in the order of the classes", () => {
  const targets = labels.map((i) => (i < 10 ? 0 : 1));
  for (const part of split({ inputs: rows, targets }, 0.5, { stratified: true }))
    expect(part.targets).not.toEqual([...part.targets].sort());
});

test.each<[unknown, unknown, object | undefined, string]>([
  [rows, 0.5, undefined, "expected inputs as a tensor or nested arrays, got undefined"],
  [undefined, 0.5, undefined, "expected data such as { inputs: ... }, got undefined"],
  [{ inputs: [] }, 0.5, undefined, "no rows"],
  [{ inputs: {} }, 0.5, undefined, "no rows"],
  [{ inputs: rows, targets: [1, 2] }, 0.5, undefined, "20 inputs but 2 targets"],
  [{ inputs: { a: rows, b: [1] } }, 0.5, undefined, "20 inputs.a but 1 inputs.b"],
  [{ inputs: rows, weights: [1] }, 0.5, undefined, "20 inputs but 1 weights"],
  [{ inputs: rows }, 0.01, undefined, "fraction 0.01 takes 0 of 20 rows"],
  [{ inputs: rows }, 1, undefined, "fraction must be above 0 and below 1, got 1"],
  [{ inputs: rows }, 0.5, { stratify: true }, 'unknown option "stratify", did you mean "stratified"?'],
  [{ inputs: rows }, 0.5, { stratified: true }, "stratified is by targets, and there are none"],
  [
    { inputs: rows, targets: rows },
    0.5,
    { stratified: true },
    "stratified takes one label for each row, but targets row 0 is an array of 2",
  ],
  [
    { inputs: rows, targets: tensor(rows) },
    0.5,
    { stratified: true },
    "stratified takes one label for each row, but targets row 0 is a tensor [2]",
  ],
  [
    { inputs: [1, 2, 3], targets: ["a", "b", "a"] },
    0.5,
    { stratified: true },
    'class "b" has one row, 1, and a stratified split takes some of each class into both parts',
  ],
])("what cannot be split is refused: %#", (data, fraction, options, rule) => {
  expect(() => split(data as never, fraction as never, options)).toThrow(new Error(`split: ${rule}`));
});
