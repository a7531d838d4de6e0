import { expect, test } from "vitest";
import { tensor, toArray, zeros } from "../index.ts";
import { slicesOf, viewsInto } from "./theta.ts";
import { leavesOf } from "./tree.ts";

const tree = { "0": { weight: zeros([2, 3]), bias: undefined }, scalar: zeros([]), gain: zeros([2]) };

test("slices lie one after another", () => {
  expect(slicesOf(tree)).toEqual([
    { name: "0.weight", shape: [2, 3], offset: 0, length: 6 },
    { name: "scalar", shape: [], offset: 6, length: 1 },
    { name: "gain", shape: [2], offset: 7, length: 2 },
  ]);
});

test("views show the array as the tensors of the tree, both ways", () => {
  const theta = Float64Array.from({ length: 9 }, (_, k) => k);
  const [weight, scalar, gain] = leavesOf(viewsInto(theta, tree)).map(([, view]) => view);
  expect(toArray(weight)).toEqual([
    [0, 1, 2],
    [3, 4, 5],
  ]);
  expect([toArray(scalar), toArray(gain)]).toEqual([6, [7, 8]]);
  gain.set(1, -1);
  theta[3] = 30;
  expect([theta[8], weight.get(1, 0)]).toEqual([-1, 30]);
});

test("views do not follow the strides of the tree", () => {
  const transposed = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]).transpose(1, 0);
  const [, view] = leavesOf(viewsInto(new Float64Array(6), { transposed }))[0];
  expect([view.shape, view.stride]).toEqual([
    [3, 2],
    [2, 1],
  ]);
});
