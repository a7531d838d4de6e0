import { meanLoss } from "../losses.ts";
import type { Contestant } from "./contestant.ts";
import { load } from "./load.ts";

export const mlFnn: Contestant = {
  name: "ml-fnn",
  dtype: "float64",
  rival: "ml-fnn",
  kind: "softmax, slope 1",
  note: "relu passes the whole gradient back where it is off",
  async build({ sizes, layers, batch, batches, rate }) {
    const Net = load("ml-fnn");
    const { Matrix } = load("ml-fnn", "ml-matrix");
    const classes = Array.from({ length: sizes[sizes.length - 1] }, (_, j) => j);
    // Its gradients are sums over the batch. Only a net that is loaded can have relu and no regularization.
    const net = Net.load({
      model: "FNN",
      dicts: { inputs: classes, outputs: classes },
      layers: layers.map(({ weight, bias }, l) => ({
        model: "Layer",
        inputSize: sizes[l],
        outputSize: bias.length,
        regularization: 0,
        epsilon: rate / batch,
        activation: "relu",
        W: Matrix.from1DArray(sizes[l], bias.length, weight),
        b: Matrix.rowVector(bias),
      })),
    });
    const inputs = batches.map((data) => Matrix.from1DArray(batch, sizes[0], data.inputs));
    return {
      step(k) {
        net.backpropagation(inputs[k], batches[k].labels, net.propagate(inputs[k]));
      },
      loss: (k) => meanLoss("softmax", net.propagate(inputs[k]).to2DArray(), batches[k].labels),
    };
  },
};
