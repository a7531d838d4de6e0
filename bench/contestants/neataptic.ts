import { meanLoss, oneHot, rowsOf } from "../losses.ts";
import type { Contestant } from "./contestant.ts";
import { load } from "./load.ts";

interface Neuron {
  type: "input" | "hidden" | "output";
  bias: number;
  squash: unknown;
  connections: { in: { weight: number; from: Neuron }[] };
}

export const neataptic: Contestant = {
  name: "neataptic",
  dtype: "float64",
  rival: "neataptic",
  kind: "logistic",
  note: "an update after each sample, logistic outputs, binary cross-entropy",
  most: 150_000,
  async build({ sizes, layers, batches, rate }) {
    const { architect, methods } = load("neataptic");
    const net = new architect.Perceptron(...sizes);
    const neurons: Neuron[] = [...net.nodes];
    let previous = neurons.splice(0, sizes[0]);
    for (const { weight, bias } of layers) {
      const layer = neurons.splice(0, bias.length);
      for (const [j, neuron] of layer.entries()) {
        neuron.bias = bias[j];
        neuron.squash = neuron.type === "hidden" ? methods.activation.RELU : methods.activation.LOGISTIC;
        for (const connection of neuron.connections.in)
          connection.weight = weight[previous.indexOf(connection.from) * bias.length + j];
      }
      previous = layer;
    }
    const data = batches.map(({ inputs, labels }) =>
      rowsOf(inputs, sizes[0]).map((row, r) => ({
        input: [...row],
        target: oneHot(labels[r], sizes[sizes.length - 1]),
      })),
    );
    return {
      step(k) {
        for (const { input, target } of data[k]) {
          net.activate(input, true);
          net.propagate(rate, 0, true, target);
        }
      },
      loss(k) {
        const rows = data[k].map(({ input }) => net.activate(input));
        return meanLoss("logistic", rows, batches[k].labels);
      },
    };
  },
};
