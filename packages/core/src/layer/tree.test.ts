import { expect, test } from "vitest";
import { constant, rng, tensor, toArray, zeros } from "../index.ts";
import { initialize, leavesOf, mapTree } from "./tree.ts";

const twelve = Object.fromEntries(Array.from({ length: 12 }, (_, k) => [k, { weight: tensor([k]) }]));

test("leaves come depth first in the order of their definition, without what is undefined", () => {
  const tree = {
    weight: zeros([1]),
    inner: { gain: zeros([2]), none: undefined },
    bias: zeros([3]),
    empty: {},
  };
  expect(leavesOf(tree).map(([name, { size }]) => [name, size])).toEqual([
    ["weight", 1],
    ["inner.gain", 2],
    ["bias", 3],
  ]);
});

test("numbered layers come in numeric order", () => {
  expect(leavesOf(twelve).map(([name]) => name)).toEqual(
    twelve && [...Array(12).keys()].map((k) => `${k}.weight`),
  );
});

test("a mapped tree keeps its form", () => {
  const tree = { a: { b: tensor([1]), c: undefined }, d: tensor([2]) };
  const image = mapTree(tree, (x) => tensor([x.get(0) * 10]));
  expect(Object.keys(image.a!)).toEqual(["b", "c"]);
  expect(leavesOf(image).map(([name, x]) => [name, toArray(x)])).toEqual([
    ["a.b", [10]],
    ["d", [20]],
  ]);
});

test("constants start as they are, each initializer on its own fork of the stream", () => {
  const draw = (stream: ReturnType<typeof rng>) => tensor([stream.uniform()]);
  const greedy = (stream: ReturnType<typeof rng>) => tensor([stream.uniform(), stream.uniform()]);
  const gain = tensor([7]);
  const values = initialize({ gain, first: draw, inner: { second: draw } }, rng(1));
  const others = initialize({ gain: constant([1], 3), first: greedy, inner: { second: draw } }, rng(1));
  expect(values.gain).toBe(gain);
  expect(toArray(others.gain)).toEqual([3]);
  expect(values.first.get(0)).not.toBe(values.inner.second.get(0));

  const stream = rng(1);
  expect(values.first.get(0)).toBe(stream.fork().uniform());
  expect(values.inner.second.get(0)).toBe(stream.fork().uniform());
});
