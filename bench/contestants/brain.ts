import { meanLoss, oneHot, rowsOf } from "../losses.ts";
import type { Contestant } from "./contestant.ts";
import { load } from "./load.ts";

export const brain: Contestant = {
  name: "brain.js",
  dtype: "float32",
  rival: "brain.js",
  kind: "relu",
  note: "an update after each sample, relu on the outputs too, squared error; arithmetic in float64",
  async build({ sizes, layers, batches, rate }) {
    // The bundle for browsers needs no native add-on.
    const { NeuralNetwork } = load("brain.js", "brain.js/dist/browser.js");
    const net = new NeuralNetwork({
      inputSize: sizes[0],
      hiddenLayers: sizes.slice(1, -1),
      outputSize: sizes[sizes.length - 1],
      activation: "relu",
    });
    // The options refuse a momentum of 0.
    Object.assign(net.trainOpts, { learningRate: rate, momentum: 0 });
    net.initialize();
    for (const [l, { weight, bias }] of layers.entries()) {
      net.biases[l + 1].set(bias);
      for (const [j, row] of net.weights[l + 1].entries())
        for (let i = 0; i < sizes[l]; i++) row[i] = weight[i * bias.length + j];
    }
    const data = batches.map(({ inputs, labels }) =>
      rowsOf(inputs, sizes[0]).map((row, r) => ({
        input: Float32Array.from(row),
        output: Float32Array.from(oneHot(labels[r], sizes[sizes.length - 1])),
      })),
    );
    return {
      step(k) {
        for (const pattern of data[k]) net.trainPattern(pattern);
      },
      loss(k) {
        const rows = data[k].map(({ input }) => net.run(input));
        return meanLoss("relu", rows, batches[k].labels);
      },
    };
  },
};
