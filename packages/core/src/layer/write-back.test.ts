import { expect, test } from "vitest";
import { center, chain, dense, squareLayer } from "../../test/fixtures.ts";
import { ones, tensor, toArray, transpose, zeros } from "../index.ts";
import { writeBuffers, writeGradients } from "./write-back.ts";

const layer = chain(squareLayer(), chain(dense(2, 3)));
const views = () => ({ 0: {}, 1: { 0: { weight: zeros([2, 3]), bias: zeros([3]) } } });
const gradients = (inner: object) => ({
  input: ones([1, 2]),
  0: {},
  1: { 0: inner as Record<string, undefined> },
});

test("gradients are written into the views, strided ones in their order", () => {
  const into = views();
  const weight = transpose(
    tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ]),
  );
  writeGradients(layer, gradients({ weight, bias: ones([3]) }), into);
  expect(toArray(into[1][0].weight)).toEqual([
    [1, 3, 5],
    [2, 4, 6],
  ]);
  expect(toArray(into[1][0].bias)).toEqual([1, 1, 1]);
});

test("a gradient may be undefined where the parameter is", () => {
  const into = { gain: zeros([1]), bias: undefined };
  writeGradients(squareLayer(), { input: ones([1]), gain: ones([1]), bias: undefined }, into);
  writeGradients(squareLayer(), { input: ones([1]), gain: ones([1]) }, into);
  expect(into.gain.get(0)).toBe(1);
});

test.each<[name: string, inner: object, rule: string]>([
  ["a missing one", { weight: ones([2, 3]) }, "expected gradient of 1.0.bias [3], got undefined"],
  [
    "a wrong shape",
    { weight: ones([3, 2]), bias: ones([3]) },
    "expected gradient of 1.0.weight [2, 3], got [3, 2]",
  ],
  ["no tensor", { weight: ones([2, 3]), bias: 5 }, "expected gradient of 1.0.bias [3], got 5"],
  [
    "one too many",
    { wieght: ones([2, 3]), bias: ones([3]) },
    "unexpected gradient of 1.0.wieght: there is no such parameter",
  ],
  ...["toString", "constructor", "__proto__"].map((name): [string, object, string] => [
    `one called ${name}`,
    Object.defineProperty({ weight: ones([2, 3]), bias: ones([3]) }, name, {
      value: ones([3]),
      enumerable: true,
    }),
    `unexpected gradient of 1.0.${name}: there is no such parameter`,
  ]),
])("%s is refused by the layer and the slice", (_, inner, rule) => {
  const write = () => writeGradients(layer, gradients(inner), views());
  expect(write).toThrow(new Error(`dense(2, 3): ${rule}`));
});

test("backward that returns nothing is refused", () => {
  expect(() => writeGradients(dense(2, 3), undefined, views()[1][0])).toThrow(
    new Error("dense(2, 3): expected gradient of weight [2, 3], got undefined"),
  );
});

test("a layer of a chain that gives no gradients at all is named", () => {
  expect(() => writeGradients(layer, { input: ones([1]), 0: {} }, views())).toThrow(
    new Error("dense(2, 3): expected gradient of 1.0.weight [2, 3], got undefined"),
  );
});

test("buffers may trade places", () => {
  const buffers = { a: tensor([1]), b: tensor([2]) };
  writeBuffers(squareLayer(), { a: buffers.b, b: buffers.a }, buffers);
  expect([buffers.a.get(0), buffers.b.get(0)]).toEqual([2, 1]);
});

test("a buffer of a wrong shape is refused by the layer and the buffer", () => {
  const buffers = { 0: { mean: zeros([3]), count: zeros([]) } };
  const after = { 0: { mean: zeros([2]), count: zeros([]) } };
  expect(() => writeBuffers(chain(center(3)), after, buffers)).toThrow(
    new Error("center(3): expected buffer 0.mean [3], got [2]"),
  );
});
