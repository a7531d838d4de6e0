import type { Contestant } from "./contestant.ts";
import { load } from "./load.ts";

export const tfjs = (backend: "cpu" | "wasm"): Contestant => ({
  name: `tfjs ${backend}`,
  dtype: "float32",
  rival: "tfjs",
  kind: "softmax",
  async build({ sizes, layers, batch, batches, rate }) {
    // Its core alone has no gradients.
    const tf = load("tfjs", "@tensorflow/tfjs");
    if (backend === "wasm") load("tfjs", "@tensorflow/tfjs-backend-wasm");
    await tf.setBackend(backend);

    const variables = layers.map(({ weight, bias }, l) => ({
      weight: tf.variable(tf.tensor2d(Float32Array.from(weight), [sizes[l], bias.length])),
      bias: tf.variable(tf.tensor1d(Float32Array.from(bias))),
    }));
    const data = batches.map(({ inputs, labels }) => ({
      x: tf.tensor2d(Float32Array.from(inputs), [batch, sizes[0]]),
      y: tf.cast(tf.oneHot(tf.tensor1d(labels, "int32"), sizes[sizes.length - 1]), "float32"),
    }));
    const lossOf = (k: number) => {
      let a = data[k].x;
      for (const [l, { weight, bias }] of variables.entries()) {
        const z = tf.add(tf.matMul(a, weight), bias);
        a = l < variables.length - 1 ? tf.relu(z) : z;
      }
      return tf.losses.softmaxCrossEntropy(data[k].y, a);
    };
    const optimizer = tf.train.sgd(rate);
    return {
      step(k) {
        optimizer.minimize(() => lossOf(k), false);
      },
      loss: (k) => tf.tidy(() => lossOf(k).dataSync()[0]),
    };
  },
});
