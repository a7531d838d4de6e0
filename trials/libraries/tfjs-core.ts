// TensorFlow.js: the operations that have a gradient. The others throw, and say so.
import { operations } from "../operations.ts";
import type { Library } from "../trial.ts";
import { arithmetic } from "./tfjs-core/arithmetic.ts";
import { losses } from "./tfjs-core/losses.ts";
import { products } from "./tfjs-core/products.ts";
import { reductions } from "./tfjs-core/reductions.ts";
import { shapes } from "./tfjs-core/shapes.ts";
import type { Operation, Tensor, Tf } from "./tfjs-core/tf.ts";
import { windows } from "./tfjs-core/windows.ts";

type Gradients = (f: unknown) => (variables: readonly Tensor[], upstream: Tensor) => Tensor[];

export const tfjsCore: Library = {
  name: "tfjs-core",
  // It alone has no gradients registered where Node loads it; the package that people install has.
  packages: { "@tensorflow/tfjs": "4.22.0" },
  async open(load) {
    const tf = (await load("@tensorflow/tfjs")) as Tf;
    await tf.setBackend("cpu");
    const rows = operations<Tensor>({
      variable: (values) => tf.tensor(values),
      numbers: (tensor) => tensor.arraySync(),
      passes: (f) => ({ forward: f, gradients: (tf.grads as unknown as Gradients)(f) }),
      operation: (name) =>
        name.split(".").reduce<unknown>((from, part) => (from as Tf)[part], tf) as Operation,
    });
    return [arithmetic, products, reductions, shapes, windows, losses].flatMap((table) => table(tf, rows));
  },
};
