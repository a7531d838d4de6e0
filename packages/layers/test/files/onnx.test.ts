// ONNX files are what the specifications say, and compute what `predict` gives, up to the rounding of float32.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { createModel, rng, type Tensor, toOnnx } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { conv1d, dense, lstm, sequential } from "../../src/index.ts";
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
    expect(file).toMatchObject({ irVersion: 8, opset: { domain: "", version: 18 }, name: "model" });
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

test("a layer that does not say what it does is refused by name", () => {
  expect(() => toOnnx(createModel(sequential(lstm(2, 3), dense(3, 1))), { input: [4, 2] })).toThrow(
    /^toOnnx: lstm\(2, 3\) has no `symbolic`/,
  );
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
  test.each(models.map((written, seed) => ({ ...written, seed, dtype: written.model.dtype })))(
    "$code of $dtype, of rows $input, seed $seed",
    async (written) => {
      const { InferenceSession, Tensor } = runtime as Runtime;
      const bytes = toOnnx(written.model, { input: written.input });
      const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1 });
      const { data, expected } = batchOf(written, written.seed);
      const { output } = await session.run({ input: new Tensor("float32", data, [3, ...written.input]) });
      expect(output.data.length).toBe(expected.length);
      // Some dozens of roundings of 6e-8 each.
      for (const [i, value] of expected.entries())
        expect(Math.abs(output.data[i] - value)).toBeLessThanOrEqual(5e-6 * Math.max(1, Math.abs(value)));
    },
  );
});
