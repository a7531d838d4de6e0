import { meanLoss, rowsOf } from "../losses.ts";
import type { Contestant } from "./contestant.ts";
import { load } from "./load.ts";

export const convnetjs: Contestant = {
  name: "convnetjs",
  dtype: "float64",
  rival: "convnetjs",
  kind: "softmax",
  async build({ sizes, layers, batch, batches, rate }) {
    const { Net, Trainer, Vol } = load("convnetjs");
    const net = new Net();
    net.makeLayers([
      { type: "input", out_sx: 1, out_sy: 1, out_depth: sizes[0] },
      ...sizes.slice(1, -1).map((num_neurons) => ({ type: "fc", num_neurons, activation: "relu" })),
      { type: "softmax", num_classes: sizes[sizes.length - 1] },
    ]);
    const dense = net.layers.filter((layer: { layer_type: string }) => layer.layer_type === "fc");
    for (const [l, { weight, bias }] of layers.entries()) {
      for (const [j, filter] of dense[l].filters.entries())
        for (let i = 0; i < sizes[l]; i++) filter.w[i] = weight[i * bias.length + j];
      dense[l].biases.w.set(bias);
    }
    const trainer = new Trainer(net, { method: "sgd", learning_rate: rate, momentum: 0, batch_size: batch });
    const volumes = batches.map(({ inputs }) => rowsOf(inputs, sizes[0]).map((row) => new Vol([...row])));
    return {
      step(k) {
        const { labels } = batches[k];
        for (const [r, volume] of volumes[k].entries()) trainer.train(volume, labels[r]);
      },
      loss(k) {
        const rows = volumes[k].map((volume) => net.forward(volume).w.slice());
        return meanLoss("softmax", rows, batches[k].labels);
      },
    };
  },
};
