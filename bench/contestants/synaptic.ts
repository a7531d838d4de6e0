import { meanLoss, oneHot, rowsOf } from "../losses.ts";
import type { Contestant } from "./contestant.ts";
import { load } from "./load.ts";

interface Neuron {
  bias: number;
  squash: unknown;
  connections: { inputs: Record<string, { weight: number }> };
}

export const synaptic: Contestant = {
  name: "synaptic",
  dtype: "float64",
  rival: "synaptic",
  kind: "logistic",
  note: "an update after each sample, logistic outputs, binary cross-entropy",
  most: 150_000,
  async build({ sizes, layers, batches, rate }) {
    const { Architect, Neuron } = load("synaptic");
    const net = new Architect.Perceptron(...sizes);
    const { hidden, output } = net.layers;
    for (const [l, { weight, bias }] of layers.entries()) {
      const neurons: Neuron[] = [...hidden, output][l].list;
      for (const [j, neuron] of neurons.entries()) {
        neuron.bias = bias[j];
        neuron.squash = l < layers.length - 1 ? Neuron.squash.RELU : Neuron.squash.LOGISTIC;
        for (const [i, connection] of Object.values(neuron.connections.inputs).entries())
          connection.weight = weight[i * bias.length + j];
      }
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
          net.activate(input);
          net.propagate(rate, target);
        }
      },
      loss(k) {
        const rows = data[k].map(({ input }) => net.activate(input));
        return meanLoss("logistic", rows, batches[k].labels);
      },
    };
  },
};
