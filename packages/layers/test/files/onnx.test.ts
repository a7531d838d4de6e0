// ONNX files are what the specifications say, and compute what `predict` gives, up to the rounding of float32.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import {
  createModel,
  defineLayer,
  type InitialTree,
  type Model,
  rng,
  type Tensor,
  tensor,
  toOnnx,
  toSource,
} from "@nudge/core";
import { leavesOf, type Tree } from "@nudge/core/internal";
import { describe, expect, test } from "vitest";
import { batchNorm, conv1d, dense, leakyRelu, lstm, sequential } from "../../src/index.ts";
import { drawRow, predictionOf, randomNet, tableModels, type Written } from "./models.ts";
import { readOnnx } from "./read-onnx.ts";

/** onnxruntime-node, as far as it is used here. */
interface Runtime {
  readonly InferenceSession: { create(bytes: Uint8Array, options: object): Promise<Session> };
  readonly Tensor: new (type: "float32", data: Float32Array, shape: readonly number[]) => object;
}
interface Session {
  run(inputs: { readonly input: object }): Promise<{
    readonly output: { readonly data: Float32Array; readonly dims: readonly number[] };
  }>;
}

const folder = resolve("node_modules/.onnxruntime/");
const runtime: Runtime | undefined = existsSync(folder)
  ? createRequire(`${folder}/`)("onnxruntime-node")
  : undefined;

const models = (["float64", "float32"] as const).flatMap((dtype) => [
  ...tableModels(dtype, 8),
  ...Array.from({ length: 10 }, (_, seed) => randomNet(dtype, seed)),
]);

const size = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);

test("files read as the specifications say: every name is defined once, before it is used", () => {
  for (const { code, model, input } of models) {
    const file = readOnnx(toOnnx(model, { input }));
    expect(file).toMatchObject({ irVersion: 9, opset: { domain: "", version: 19 }, name: "model" });
    expect(file.inputs).toEqual([{ name: "input", elementType: 1, shape: ["batch", ...input] }]);
    const [, ...output] = model.predict(drawRow([1, ...input], rng(0))).shape;
    expect(file.outputs).toEqual([{ name: "output", elementType: 1, shape: ["batch", ...output] }]);
    const known = new Set(["input"]);
    const define = (name: string) => {
      expect(known.has(name), `${name} of ${code} comes twice`).toBe(false);
      known.add(name);
    };
    for (const { name, shape, values } of file.initializers) {
      define(name);
      expect(values.length, name).toBe(size(shape));
    }
    for (const { inputs, outputs } of file.nodes) {
      for (const name of inputs) expect(known.has(name), `${name} of ${code}`).toBe(true);
      outputs.forEach(define);
    }
    expect(known.has("output")).toBe(true);
  }
});

test("a dense net is a product and a sum, with its weights rounded to float32", () => {
  const model = createModel(dense(2, 3), { seed: 1 });
  const { nodes, initializers } = readOnnx(toOnnx(model));
  expect(nodes.map(({ operation }) => operation)).toEqual(["MatMul", "Add", "Identity"]);
  expect(nodes[0].inputs).toEqual(["input", initializers[0].name]);
  expect(initializers.map(({ shape, type }) => ({ shape, type }))).toEqual([
    { shape: [2, 3], type: 1 },
    { shape: [3], type: 1 },
  ]);
  expect(initializers.flatMap(({ values }) => values)).toEqual([...Float32Array.from(model.theta)]);
});

test("a convolution says how its window moves", () => {
  const { nodes } = readOnnx(
    toOnnx(createModel(conv1d(2, 3, 4, { stride: 2, padding: 1, dilation: 3, bias: false })), {
      input: [2, 20],
    }),
  );
  expect(nodes[0]).toMatchObject({ operation: "Conv" });
  expect(Object.fromEntries(nodes[0].attributes.map(({ name, value }) => [name, value]))).toEqual({
    kernel_shape: [4],
    strides: [2],
    pads: [1, 1],
    dilations: [3],
  });
  expect(nodes[0].attributes.map(({ type }) => type)).toEqual([7, 7, 7, 7]);
});

/** y_i = (x_i + x_(i + 2)) / 2 of a row of 5: a mean over a window with a gap, which no layer here has. */
const gapped = defineLayer("gapped", () => ({
  forward: (x) => {
    const y = [0, 1, 2].map((i) => (x.get(0, 0, i) + x.get(0, 0, i + 2)) / 2);
    return [tensor([[y]]), undefined];
  },
  backward: (dy) => ({ input: dy }),
  symbolic: (x, _, graph) =>
    graph.averagePool(x, { kernel: [2], stride: [1], padding: [0], dilation: [2] }, true),
}));
const gappedModel = {
  code: "gapped()",
  model: createModel(gapped()) as unknown as Written["model"],
  input: [1, 5],
};

test("a mean over a window with gaps is one in every language", () => {
  const { model, input } = gappedModel;
  const { nodes } = readOnnx(toOnnx(model, { input }));
  expect(nodes[0]).toMatchObject({ operation: "AveragePool" });
  expect(nodes[0].attributes.find(({ name }) => name === "dilations")?.value).toEqual([2]);
  const predict = new Function(toSource(model, { input }).replace("export function", "return function"))();
  expect(Array.from(predict([1, 2, 4, 8, 16]))).toEqual([2.5, 5, 10]);
});

test("a layer that does not say what it does is refused by name", () => {
  expect(() => toOnnx(createModel(sequential(lstm(2, 3), dense(3, 1))), { input: [4, 2] })).toThrow(
    /^toOnnx: layer 0, lstm\(2, 3\), has no `symbolic`/,
  );
});

describe("a number beyond float32, which would be read as infinite, is refused", () => {
  const layer = sequential(dense(2, 3), batchNorm(3));

  test.each<[string, (model: Model<InitialTree, Tensor>) => void, string]>([
    ["of a parameter", ({ theta }) => theta.set([-1e300], 4), '"0.weight" is -1e+300 at [1, 1]'],
    [
      "of a buffer",
      ({ buffers }) => leavesOf(buffers as Tree<Tensor>)[0][1].set(2, 1e39),
      '"1.runningMean" is 1e+39 at [2]',
    ],
  ])("%s", (_, change, message) => {
    const model = createModel(layer) as unknown as Model<InitialTree, Tensor>;
    change(model);
    expect(() => toOnnx(model)).toThrow(new Error(`toOnnx: ${message}, beyond float32`));
    expect(() => toSource(model)).not.toThrow();
  });

  test("of a formula", () => {
    const model = createModel(sequential(dense(1, 1), leakyRelu(1e39)), { dtype: "float32" });
    expect(() => toOnnx(model)).toThrow(new Error("toOnnx: a layer takes the number 1e+39, beyond float32"));
  });

  test("but not one that is infinite, nor one that float32 makes 0, nor one that is not written", () => {
    const model = createModel(layer);
    model.theta.set([Number.NEGATIVE_INFINITY, 1e-300]);
    // Its root is what is written.
    leavesOf(model.buffers as Tree<Tensor>)[1][1].set(0, 1e60);
    expect(() => toOnnx(model)).not.toThrow();
  });
});

/** Three rows at once, and what the net makes of each. */
function batchOf(written: Written, seed: number) {
  const stream = rng(seed);
  const rows = Array.from({ length: 3 }, (): Tensor => {
    const row = drawRow(written.input, stream);
    // As the runtime sees them.
    row.data.set(Float32Array.from(row.data));
    return row;
  });
  return {
    data: Float32Array.from(rows.flatMap(({ data }) => Array.from(data))),
    expected: rows.flatMap((row) => predictionOf(written, row)),
  };
}

describe.skipIf(runtime === undefined)("in onnxruntime (npm run onnxruntime installs it)", () => {
  test.each(
    [gappedModel, ...models].map((written, seed) => ({ ...written, seed, dtype: written.model.dtype })),
  )("$code of $dtype, of rows $input, seed $seed", async (written) => {
    const { InferenceSession, Tensor } = runtime as Runtime;
    const bytes = toOnnx(written.model, { input: written.input });
    const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1 });
    const { data, expected } = batchOf(written, written.seed);
    const { output } = await session.run({ input: new Tensor("float32", data, [3, ...written.input]) });
    expect(output.data.length).toBe(expected.length);
    // Some dozens of roundings of 6e-8 each.
    for (const [i, value] of expected.entries())
      expect(Math.abs(output.data[i] - value)).toBeLessThanOrEqual(5e-6 * Math.max(1, Math.abs(value)));
  });
});
