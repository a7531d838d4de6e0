import { tensor, zeros } from "@nudge/core";
import { expect, test } from "vitest";
import { normal } from "../../test/fixtures.ts";
import { readGradients } from "./gradients.ts";

const tensors = { x: normal([2]), inner: { W: normal([2, 2]), b: normal([]) } };
const right = {
  x: tensor([1, 2]),
  inner: {
    W: tensor([
      [3, 4],
      [5, 6],
    ]),
    b: tensor(7),
  },
};

test("gradients are read into the layout of θ, from a tree of the same form", () => {
  const { values, findings, none } = readGradients(right, tensors);
  expect(Array.from(values)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(findings).toEqual([]);
  expect(none.size).toBe(0);
});

test("views and float32 tensors are read by their values", () => {
  const W = tensor(Float32Array.of(3, 5, 4, 6), [2, 2]).transpose(1, 0);
  const { values, findings } = readGradients(
    { ...right, x: tensor([2, 1]).step(-1), inner: { W, b: tensor(7) } },
    tensors,
  );
  expect(Array.from(values)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(findings).toEqual([]);
});

test("what is read is a copy", () => {
  const { values } = readGradients(right, tensors);
  right.x.set(0, 9);
  expect(values[0]).toBe(1);
  right.x.set(0, 1);
});

test("a missing branch, a missing leaf, and undefined are missing; their entries are NaN", () => {
  for (const returned of [{ x: right.x }, { x: right.x, inner: {} }, { x: right.x, inner: undefined }]) {
    const { values, findings } = readGradients(returned, tensors);
    expect(findings.map(({ kind, tensor }) => [kind, tensor])).toEqual([
      ["missing", "inner.W"],
      ["missing", "inner.b"],
    ]);
    expect(Array.from(values)).toEqual([1, 2, ...Array(5).fill(Number.NaN)]);
  }
});

test("extra names are found by their path, extra undefined ones are not", () => {
  const extra = { ...right, y: undefined, inner: { ...right.inner, c: zeros([1]) } };
  const { findings, values } = readGradients(extra, tensors);
  expect(findings.map(({ kind, tensor }) => [kind, tensor])).toEqual([["extra", "inner.c"]]);
  expect(Array.from(values)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test("a shape that only fits after broadcasting, flattening or transposing is none", () => {
  for (const shape of [[1], [2, 1], [1, 2], [4], [2, 2, 1], [3, 3]]) {
    const { findings, values } = readGradients(
      { ...right, inner: { W: zeros(shape), b: right.inner.b } },
      tensors,
    );
    expect(findings).toMatchObject([{ kind: "shape", severity: "failure", tensor: "inner.W" }]);
    expect(Array.from(values.subarray(2, 6)).every(Number.isNaN)).toBe(true);
  }
});

test("null is the gradient of whole numbers only", () => {
  const whole = readGradients({ rows: null }, { rows: tensor([0, 3, -1]) });
  expect(whole.findings).toEqual([]);
  expect([...whole.none]).toEqual(["rows"]);
  const real = readGradients({ rows: null }, { rows: tensor([0, 3.5]) });
  expect(real.findings).toHaveLength(1);
  expect(real.none.size).toBe(0);
});

test("a name that is nearly that of a tensor is told to be meant for it, and is no other finding", () => {
  const { x, inner } = right;
  const messages = (returned: unknown) => readGradients(returned, tensors).findings.map((one) => one.message);
  expect(messages({ x, inner: { w: inner.W, b: inner.b } })).toEqual([
    "backward returns no gradient of inner.W [2, 2], but one of inner.w: did you mean inner.W?",
  ]);
  expect(messages({ dx: x, inner, other: x })).toEqual([
    "backward returns no gradient of x [2], but one of dx: did you mean x?",
    "backward returns a gradient of other, which is no tensor of the subject",
  ]);
});

test("of two that are missing the one name that is near to both is told of one", () => {
  const two = { gain: normal([2]), again: normal([2]) };
  const { findings } = readGradients({ gian: zeros([2]) }, two);
  expect(findings.map(({ kind, message }) => [kind, message.includes("did you mean")])).toEqual([
    ["missing", true],
    ["missing", false],
  ]);
});

test("names that every object has are no gradients", () => {
  const { findings } = readGradients({}, { toString: normal([1]), constructor: normal([1]) });
  expect(findings.map(({ kind }) => kind)).toEqual(["missing", "missing"]);
});

test("what stands in the place of a gradient and is none is one finding, which says what came", () => {
  const said = (x: unknown) => readGradients({ ...right, x }, tensors).findings;
  const got = (text: string) => [
    {
      kind: "shape",
      severity: "failure",
      tensor: "x",
      message: `the gradient of x must be [2], got ${text}`,
    },
  ];
  expect(said({ ...tensor([1, 2]), data: Int32Array.of(1, 2) })).toEqual(
    got("[2] over an Int32Array, where a Float64Array or a Float32Array is needed"),
  );
  expect(said(Int32Array.of(1, 2))).toEqual(got("a bare Int32Array"));
  expect(said(Float64Array.of(1, 2))).toEqual(got("a bare Float64Array"));
  expect(said([1, 2])).toEqual(got("an array of 2"));
  expect(said({ values: [1, 2] })).toEqual(got("an Object"));
  expect(said(Promise.resolve([1, 2]))).toEqual(
    got("a Promise: no pass may await, in an Async twin neither; one that does is checked by a workerMap"),
  );
});
