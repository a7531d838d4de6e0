import { type Tensor, tensor, transpose } from "@nudge/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Named, normal, type Subject } from "../../test/fixtures.ts";
import { gradcheckMap } from "../index.ts";
import { overlap } from "./overlap.ts";

const all = tensor(
  Float64Array.from({ length: 24 }, (_, k) => k),
  [4, 6],
);
const rows = (from: number, to: number) => all.lo(from, 0).hi(to - from, 6);
const columns = (from: number, to: number) => all.lo(0, from).hi(4, to - from);

test.each<[name: string, a: Tensor, b: Tensor, expected: boolean]>([
  ["two halves by rows", rows(0, 2), rows(2, 4), false],
  ["two halves by columns, which lie between each other", columns(0, 3), columns(3, 6), false],
  ["columns that share one", columns(0, 4), columns(3, 6), true],
  ["every other column, and the others", all.step(1, 2), all.lo(0, 1).step(1, 2), false],
  ["a view and the same reversed", rows(0, 2), rows(0, 2).step(-1, -1), true],
  ["a half and the other one reversed", rows(0, 2), rows(2, 4).step(-1, -1), false],
  ["a half, and all of it reversed", rows(0, 2), all.step(-1, 1), true],
  ["a matrix and its transpose", all, transpose(all), true],
  ["rows and columns", rows(1, 2), columns(2, 3), true],
  ["nothing and all", all.hi(0, 6), all, false],
  ["arrays of their own", normal([3]), normal([3]), false],
])("%s: %#", (_, a, b, expected) => {
  expect(overlap(a, b)).toBe(expected);
  expect(overlap(b, a)).toBe(expected);
});

test("views overlap when writing to one changes the other", () => {
  const axis = fc.record({ from: fc.nat(4), step: fc.constantFrom(-3, -2, -1, 1, 2, 3), length: fc.nat(3) });
  const view = fc.tuple(axis, axis).map(([i, j]) => ({ i, j }));
  fc.assert(
    fc.property(view, view, (p, q) => {
      const base = tensor(new Float64Array(30 * 30), [30, 30]);
      const viewOf = ({ i, j }: typeof p) =>
        base
          .lo(10 + i.from, 10 + j.from)
          .hi(1 + 2 * i.length, 1 + 2 * j.length)
          .step(i.step, j.step);
      const [a, b] = [viewOf(p), viewOf(q)];
      for (let k = 0; k < a.shape[0]; k++) for (let l = 0; l < a.shape[1]; l++) a.set(k, l, 1);
      let changed = false;
      for (let k = 0; k < b.shape[0]; k++) for (let l = 0; l < b.shape[1]; l++) changed ||= b.get(k, l) === 1;
      expect(overlap(a, b)).toBe(changed);
    }),
  );
});

/** y = a b, with the gradients of both as views of one product; `spoil` may write to it. */
const product = (views: (both: Tensor) => Named, spoil: (both: Tensor) => void): Subject => ({
  tensors: { a: normal([4]), b: normal([4], 2) },
  forward: ({ a, b }) => {
    const y = tensor(a.data.map((x, k) => x * b.data[k]));
    return [y, { a: a.data.slice(), b: b.data.slice() }];
  },
  backward: (dy, cache) => {
    const { a, b } = cache as { a: Float64Array; b: Float64Array };
    const both = tensor(new Float64Array(8), [4, 2]);
    for (let k = 0; k < 4; k++) {
      both.set(k, 0, dy.get(k) * b[k]);
      both.set(k, 1, dy.get(k) * a[k]);
    }
    spoil(both);
    return views(both);
  },
});

const notes = (subject: Subject) => gradcheckMap(subject).findings.map(({ kind }) => kind);
const apart = (both: Tensor): Named => ({ a: both.pick(null, 0), b: both.pick(null, 1) });
const together = (both: Tensor): Named => ({ a: both.pick(null, 0), b: both.pick(null, 0).step(-1) });

test("columns of one product share no memory, also beside a mistake; views of one column do, also reversed", () => {
  expect(notes(product(apart, () => {}))).toEqual([]);
  expect(notes(product(apart, (both) => both.set(1, 1, 9)))).not.toContain("aliases");
  expect(notes(product(together, () => {}))).toContain("aliases");
});
