import { copy, isTensor, map, multiply, type Tensor, tensor } from "@nudge/core";
import { expect, test } from "vitest";
import { failures } from "../../test/fixtures.ts";
import { gradcheckFunction, gradcheckMap, toText } from "../index.ts";
import { describeReturned, flattened, inForm, isNamed, placeOf } from "./form.ts";

const forms = {
  number: 3,
  array: [1, 2],
  nested: [
    [1, 2],
    [3, 4],
  ],
  "typed rows": [Float64Array.of(1, 2), Float64Array.of(3, 4)],
  typed: Float64Array.of(1, 2, 3),
};

test.each(Object.entries(forms))("a %s comes back as it was, with other entries", (_, form) => {
  const x = flattened(form);
  expect(inForm(form, x)).toEqual(form);
  expect(
    flattened(
      inForm(
        form,
        map(x, (v) => 2 * v),
      ) as never,
    ),
  ).toEqual(map(x, (v) => 2 * v));
});

test("a typed array comes back in float64, a tensor as one, a view in its own order", () => {
  expect(inForm(Float32Array.of(0.1), tensor([0.1]))).toEqual(Float64Array.of(0.1));
  expect(inForm(Int32Array.of(1), tensor([1.5]))).toEqual(Float64Array.of(1.5));
  const view = tensor([
    [1, 2],
    [3, 4],
  ]).transpose(1, 0);
  const back = inForm(view, flattened(view)) as Tensor;
  expect(isTensor(back)).toBe(true);
  expect(Array.from(copy(back).data)).toEqual([1, 3, 2, 4]);
});

test("values by name lie one after another, whatever the order they are written in", () => {
  const outputs = { b: [1, 2], a: tensor([[3], [4]]), c: 5 };
  expect(Array.from(flattened(outputs).data)).toEqual([3, 4, 1, 2, 5]);
  expect(flattened({ c: 5, a: outputs.a, b: [1, 2] })).toEqual(flattened(outputs));
  expect(inForm(outputs, tensor([6, 7, 8, 9, 10]))).toEqual({ a: tensor([[6], [7]]), b: [8, 9], c: 10 });
  expect([0, 1, 3, 4].map((entry) => placeOf(outputs, entry))).toEqual([
    "a[0, 0] of the outputs",
    "a[1, 0] of the outputs",
    "b[1] of the outputs",
    "c of the outputs",
  ]);
  expect(placeOf([1, 2], 1)).toBe("entry 1 of the output");
});

test("by name are plain objects of values, and nothing else", () => {
  for (const one of [{}, { a: "1" }, Promise.resolve(1), new Map(), tensor([1]), [1], null])
    expect(isNamed(one)).toBe(false);
  expect(isNamed({ a: 1 })).toBe(true);
});

test("what was returned is said in a few words", () => {
  expect(describeReturned([[1], 2])).toBe("[array, number]");
  expect(describeReturned([1, 2, 3, 4, 5])).toBe("[number, number, number, number, ...]");
  expect(describeReturned(Promise.resolve(1))).toBe("a Promise");
  expect(describeReturned([{ hidden: Promise.resolve(1), cell: [1] }, null])).toBe(
    "[{ hidden: promise, cell: array }, null]",
  );
  expect(describeReturned({ y: { of: 1 } })).toBe("{ y: object }");
  expect(describeReturned([{}, { a: 1, b: 2, c: 3, d: 4, e: 5 }])).toBe(
    "[object, { a: number, b: number, c: number, d: number, ... }]",
  );
});

/** y = s (w x) of arrays and a number: w is [2, 2], x [2]. */
const plain = (wrong = 1) => ({
  name: "plain",
  tensors: {
    w: [
      [1, 2],
      [3, -4],
    ],
    x: [0.5, -1],
    s: 3,
  },
  forward: ({ w, x, s }: { w: number[][]; x: number[]; s: number }) => {
    const y = w.map((row) => row.reduce((sum, v, i) => sum + v * x[i], 0));
    return [y.map((v) => s * v), y] as [number[], number[]];
  },
  backward: (dy: number[], y: number[], { w, x, s }: { w: number[][]; x: number[]; s: number }) => ({
    w: dy.map((d) => x.map((v) => s * d * v * wrong)),
    x: x.map((_, i) => dy.reduce((sum, d, row) => sum + s * d * w[row][i], 0)),
    s: dy.reduce((sum, d, row) => sum + d * y[row], 0),
  }),
});

test("a map of plain arrays and numbers is judged like one of tensors", () => {
  const right = gradcheckMap(plain());
  expect(right.verdict, toText(right)).toBe("pass");
  expect(right.tensors.map(({ name, shape }) => [name, shape])).toEqual([
    ["w", [2, 2]],
    ["x", [2]],
    ["s", []],
  ]);
  const wrong = gradcheckMap(plain(1.001));
  expect(wrong.tensors.map(({ verdict }) => verdict)).toEqual(["fail", "pass", "pass"]);
});

test("a gradient in another form than its tensor is read, and one of another shape is a finding", () => {
  const square = (gradient: (dy: number[], x: number[]) => never) => ({
    tensors: { x: [1, 2] },
    forward: ({ x }: { x: number[] }) => [x.map((v) => v * v), x] as [number[], number[]],
    backward: (dy: number[], x: number[]) => ({ x: gradient(dy, x) }),
  });
  const slopes = (dy: number[], x: number[]) => dy.map((d, i) => 2 * d * x[i]);
  expect(gradcheckMap(square((dy, x) => tensor(slopes(dy, x)) as never)).verdict).toBe("pass");
  expect(gradcheckMap(square((dy, x) => Float64Array.from(slopes(dy, x)) as never)).verdict).toBe("pass");
  const { findings } = gradcheckMap(square((dy, x) => [slopes(dy, x)] as never));
  expect(findings[0].message).toBe("the gradient of x must be [2], got [1, 2]: drop axis 0");
  const ragged = gradcheckMap(square(() => [[1], [2, 3]] as never));
  expect(ragged.findings[0].message).toBe("the gradient of x must be [2], got an array of 2");
});

test.each([[[[2, 4]]], [Float64Array.of(2, 4)], [tensor([2, 4])]])(
  "gradients without names are refused as such: %j",
  (gradients) => {
    const { findings } = gradcheckMap({
      tensors: { x: [1, 2] },
      forward: ({ x }) => [x.map((v) => v * v), 0],
      backward: () => gradients as never,
    });
    expect(findings[1].message).toMatch(/^backward returns no gradients by name, but a/);
    expect(findings.filter(({ kind }) => kind === "extra")).toHaveLength(1);
  },
);

/** Mean and log-variance of x, by name; the gradient may forget one of them. */
const moments = ({ forgets = "" } = {}) => ({
  name: "moments",
  tensors: { x: [0.3, -1, 2, 0.7] },
  forward: ({ x }: { x: number[] }) => {
    const mean = x.reduce((sum, v) => sum + v, 0) / x.length;
    const variance = x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / x.length;
    return [
      { mean, logVariance: [Math.log(variance)] },
      { mean, variance },
    ] as const;
  },
  backward: (
    { mean: dMean, logVariance: [dLog] }: { mean: number; logVariance: readonly number[] },
    { mean, variance }: { mean: number; variance: number },
    { x }: { x: number[] },
  ) => ({
    x: x.map(
      (v) =>
        ((forgets === "mean" ? 0 : dMean) +
          (forgets === "logVariance" ? 0 : (2 * dLog * (v - mean)) / variance)) /
        x.length,
    ),
  }),
});

test("several outputs go by name, and a gradient that forgets one of them is wrong", () => {
  const right = gradcheckMap(moments());
  expect(right.verdict, toText(right)).toBe("pass");
  for (const forgets of ["mean", "logVariance"])
    for (const seed of [0, 1, 2]) expect(gradcheckMap(moments({ forgets }), { seed }).verdict).toBe("fail");
});

test("an upstream gradient of outputs by name is given by name", () => {
  const upstream = { mean: tensor(2), logVariance: tensor([-1]) };
  let seen: unknown;
  const map = moments();
  gradcheckMap(
    {
      ...map,
      backward(dy, ...rest) {
        seen ??= dy;
        return map.backward(dy, ...rest);
      },
    },
    { upstream },
  );
  expect(seen).toEqual({ mean: 2, logVariance: [-1] });
});

test("an output that no nudge moves, such as the places of the largest, needs no gradient", () => {
  const report = gradcheckMap({
    tensors: { x: [0.3, -1, 2, 0.7] },
    forward({ x }) {
      const at = x.indexOf(Math.max(...x));
      return [{ value: x[at], at }, at];
    },
    backward: ({ value }, at, { x }) => ({ x: x.map((_, i) => (i === at ? value : 0)) }),
  });
  expect(report.verdict, toText(report)).toBe("pass");
});

test("an output by name that is not finite is said by its place", () => {
  const { findings } = gradcheckMap({
    tensors: { x: [1, 2] },
    forward: ({ x }) => [{ y: x, z: [1, Number.NaN] }, 0],
    backward: ({ y }) => ({ x: y }),
  });
  expect(findings.map(({ message }) => message)).toContain("forward gives NaN, first at z[1] of the outputs");
});

/** Σ (W x + b)² at x = (1, -2), of W and b by name. */
const squares = (wrong: { W?: number; b?: number } = {}) => {
  const residuals = (W: number[][], b: ArrayLike<number>) => W.map((row, i) => row[0] - 2 * row[1] + b[i]);
  return {
    theta: {
      W: [
        [0.1, 0.2],
        [0.3, -0.4],
      ],
      b: Float32Array.of(1, -2),
    },
    value: ({ W, b }: { W: number[][]; b: Float64Array }) =>
      residuals(W, b).reduce((sum, r) => sum + r * r, 0),
    gradient: ({ W, b }: { W: number[][]; b: Float64Array }) => {
      const r = residuals(W, b);
      return {
        W: r.map((v) => [2 * v, -4 * v].map((g) => g * (wrong.W ?? 1))),
        b: r.map((v) => 2 * v * (wrong.b ?? 1)),
      };
    },
  };
};

test("a function of named tensors is reported under their names", () => {
  const verdicts = (wrong = {}) =>
    gradcheckFunction(squares(wrong)).tensors.map(({ name, shape, verdict }) => [name, shape, verdict]);
  expect(verdicts()).toEqual([
    ["W", [2, 2], "pass"],
    ["b", [2], "pass"],
  ]);
  expect(verdicts({ W: -1 })).toEqual([
    ["W", [2, 2], "fail"],
    ["b", [2], "pass"],
  ]);
  const text = toText(gradcheckFunction(squares({ b: 2 })));
  expect(text).toMatch(/b +\[2\]/);
  expect(text).toContain("2 × numeric");
});

test("a flat θ may have names for its parts", () => {
  const theta = [0.1, 0.2, 0.3, -0.4, 1, -2];
  const parts = { W: [2, 2], b: [2, 1] };
  const { value, gradient } = squares();
  const named = (v: Float64Array) => ({
    W: [
      [v[0], v[1]],
      [v[2], v[3]],
    ],
    b: v.slice(4),
  });
  const flat = {
    theta,
    parts,
    value: (v: Float64Array) => value(named(v)),
    gradient(v: Float64Array) {
      const { W, b } = gradient(named(v));
      return [...W.flat(), ...b];
    },
  };
  const report = gradcheckFunction(flat);
  expect(report.verdict).toBe("pass");
  expect(report.tensors.map(({ name, shape }) => [name, shape])).toEqual(Object.entries(parts));
  const wrong = gradcheckFunction({
    ...flat,
    gradient: (v) => flat.gradient(v).map((g, i) => (i > 3 ? -g : g)),
  });
  expect(wrong.tensors.map(({ verdict }) => verdict)).toEqual(["pass", "fail"]);
  const short = gradcheckFunction({ ...flat, gradient: (v) => flat.gradient(v).slice(1) });
  expect(short.findings[0].message).toBe("the gradient of b must be [2, 1], got [1]");
  expect(failures(short)).toContain("shape");
});

test.each([
  [{ parts: { W: [2, 2] } }, "parts hold 4 numbers, theta has 6"],
  [{ parts: { W: "2" } }, 'parts.W must be a shape, as in [4, 5], got "2"'],
  [{ parts: [6] }, "parts must be shapes by name, as in { W1: [4, 5] }, got an array of 1"],
  [
    { theta: { W: [1] }, parts: { W: [1] } },
    "parts name the tensors of a flat theta; this one has names of its own",
  ],
  [{ parts: { W: [-6] } }, "parts.W must be a shape, as in [4, 5], got [-6]"],
  [{ parts: { W: [1e200, 0], b: [6] } }, "parts.W must be a shape, as in [4, 5], got [1e+200, 0]"],
  [{ theta: { W: "1" } }, 'theta.W must be a tensor, an array or a number, got "1"'],
  [{ theta: { W: [1], b: { c: [1] } } }, "theta.b must be a tensor, an array or a number, got an Object"],
  [
    { theta: new DataView(new ArrayBuffer(8)) },
    "theta must be an array of numbers, or tensors by name as in { W: [[1, 2]] }, got a DataView",
  ],
  [{ theta: { W: [1, Number.NaN] } }, "theta.W[1] is NaN"],
  [{ theta: { "": [1], W: 2 } }, 'theta must have names, got ""'],
  [{ parts: { "": [4], W: [2] } }, 'parts must have names, got ""'],
])("parts and names that do not fit are refused: %j", (change, message) => {
  const f = { theta: [1, 2, 3, 4, 5, 6], value: () => 0, gradient: () => [] };
  expect(() => gradcheckFunction({ ...f, ...change } as never)).toThrow(`gradcheckFunction: ${message}`);
});

test("a gradient that is no array is refused by what it is", () => {
  for (const [gradient, words] of [
    [3, "3"],
    [undefined, "undefined"],
    [Promise.resolve([1]), "a Promise"],
  ]) {
    const report = gradcheckFunction({ theta: [1], value: ([x]) => x, gradient: () => gradient as never });
    expect(report.findings[0].message).toContain(`gradient must give 1 number, got ${words}`);
  }
});

test("a map of tensors gets them as they are", () => {
  const report = gradcheckMap({
    tensors: { x: tensor([1, 2]), s: 2 },
    forward: ({ x, s }) => [multiply(x, s), undefined],
    backward: (dy, _, { x, s }) => ({
      x: multiply(dy, s),
      s: dy.data[0] * x.data[0] + dy.data[1] * x.data[1],
    }),
  });
  expect(report.verdict, toText(report)).toBe("pass");
});

test.each([
  [
    { tensors: new Float64Array(2) },
    "tensors must have names, as in { x: tensor([1, 2]) }, got a Float64Array",
  ],
  [{ tensors: { "": [1], x: [1] } }, 'tensors must have names, got ""'],
  [{ state: ["y"] }, 'state must be names of tensors, got ["y"]'],
  [{ state: "x" }, 'state must be names of tensors, got "x"'],
])("a map without names, or with wrong ones, is refused: %o", (change, message) => {
  const identity = { tensors: { x: [1] }, forward: () => [1, 0], backward: () => ({}) };
  expect(() => gradcheckMap({ ...identity, ...change } as never)).toThrow(`gradcheckMap: ${message}`);
});
