import { expect, test } from "vitest";
import { Arena, outsideArena } from "./arena.ts";
import { add } from "./arithmetic.ts";
import { cast, copy } from "./copy.ts";
import { tensor } from "./create.ts";
import { ones, zeros } from "./fill.ts";
import { negate } from "./functions.ts";
import { matmul } from "./matmul.ts";
import { sum } from "./reduce.ts";
import { toArray } from "./to-array.ts";
import { transpose } from "./transpose.ts";

const x = tensor([
  [1, 2],
  [3, 4],
]);

test("a run takes the tensors of the run before, one for one", () => {
  const arena = new Arena();
  const run = () =>
    arena.run(() => [negate(x), matmul(x, x), sum(x, 0), sum(transpose(x), 1), add(x, 1), zeros([2])]);
  const first = run();
  const second = run();
  first.forEach((y, k) => {
    expect(second[k]).toBe(y);
  });
  expect(new Set(first.map(({ data }) => data)).size).toBe(6);
});

test("another shape or precision gets a tensor of its own", () => {
  const arena = new Arena();
  const run = (y: typeof x) => arena.run(() => negate(y));
  const first = run(x);
  expect(run(tensor([1, 2, 3, 4]))).not.toBe(first);
  expect(run(cast(x, "float32")).dtype).toBe("float32");
  expect(toArray(run(x))).toEqual([
    [-1, -2],
    [-3, -4],
  ]);
});

test("results are those from outside, in an arena full of other numbers", () => {
  const arena = new Arena();
  const results = () => [
    negate(x),
    matmul(x, x),
    matmul(zeros([2, 0]), zeros([0, 2])),
    sum(zeros([2, 0]), 1),
    zeros([2, 2]),
    ones([2, 2]),
  ];
  arena.run(() => [x, x, x].map((y) => add(y, 99)).concat(add(tensor([1, 1]), 99)));
  for (let run = 0; run < 2; run++) expect(arena.run(results).map(toArray)).toEqual(results().map(toArray));
});

test("what is made to be kept is not recycled, nor what is made outside", () => {
  const arena = new Arena();
  const kept = arena.run(() => [copy(x), cast(x, "float32"), tensor([5, 6]), outsideArena(() => negate(x))]);
  const before = kept.map(toArray);
  arena.run(() => Array.from({ length: 9 }, () => add(x, 99)));
  expect(kept.map(toArray)).toEqual(before);
  expect(negate(x)).not.toBe(negate(x));
});

test("an arena ends with its run, also when that throws, and gives way to one within", () => {
  const [outer, inner] = [new Arena(), new Arena()];
  const run = () =>
    outer.run(() => {
      const a = negate(x);
      const b = inner.run(() => negate(x));
      return [a, b, negate(x)];
    });
  const first = run();
  expect(run()).toEqual(first);
  expect(new Set(first).size).toBe(3);

  const fail = () =>
    outer.run(() => {
      throw new Error("no");
    });
  expect(fail).toThrow("no");
  expect(first).not.toContain(negate(x));
});

test("a run within a run of the same arena leaves the results of the outer one alone", () => {
  const arena = new Arena();
  arena.run(() => {
    const outer = add(x, 1);
    const before = toArray(outer);
    const inner = arena.run(() => add(x, 2));
    const after = add(x, 3);
    expect(toArray(outer)).toEqual(before);
    expect(new Set([outer, inner, after]).size).toBe(3);
  });
});

test("tests find NaN in what was kept from the run before", () => {
  const arena = new Arena();
  const kept = arena.run(() => negate(x));
  arena.run(() => 0);
  expect(toArray(kept)).toEqual([
    [Number.NaN, Number.NaN],
    [Number.NaN, Number.NaN],
  ]);
});

test("whoever keeps a result finds NaN for good from the run 2, 4, 8, ... on", () => {
  const arena = new Arena({ tellsKeepers: true });
  const kept = Array.from({ length: 9 }, () => arena.run(() => negate(x)));
  // The memory of the runs 2 and 3, 4 ... 7, and 8 and 9 is the same.
  expect(new Set(kept).size).toBe(4);
  expect(kept.map((y) => Number.isNaN(y.data[0])).indexOf(false)).toBe(7);
});
