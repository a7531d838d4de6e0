import type { Finding } from "../trial.ts";

const file = (line: number | string) => `build/convnet.js:${line}`;

const decayInBatches = (op: string, name: "l1" | "l2"): Finding => ({
  op,
  kind: "bug",
  cause: `The ${name} decay of a step is divided by the size of the batch together with the sum of its gradients. A mean over the batch divides that sum alone: the penalty, which is reported whole, is learned by as much less as the batch has examples.`,
  source: file(1829),
  // Targets are what the net gives, so that the penalty alone is left: 0.1 w²/2 or 0.1 |w|, of slope 0.1 at w = 1.
  reproduction: `import convnetjs from "convnetjs";
const net = new convnetjs.Net();
net.makeLayers([
  { type: "input", out_sx: 1, out_sy: 1, out_depth: 1 },
  { type: "fc", num_neurons: 1, ${name}_decay_mul: 1 },
  { type: "regression", num_neurons: 1 },
]);
const w = net.layers[1].filters[0].w;
w[0] = 1;
const trainer = new convnetjs.Trainer(net, { learning_rate: 1, momentum: 0, batch_size: 2, ${name}_decay: 0.1 });
for (let i = 0; i < 2; i++) trainer.train(new convnetjs.Vol([0]), [0]);
console.log((1 - w[0]).toFixed(4));`,
  expected: "0.1000",
});

const regression = (op: string, target: string, lines: string): Finding => ({
  op,
  kind: "bug",
  cause:
    "The loss is 2 Σ (x - y)², its gradient 4 (x - y); backward gives x - y, the gradient of a fourth of the loss that it returns.",
  source: file(lines),
  // 2 (3 - 1)² = 8 has the slope 4 (3 - 1) = 8.
  reproduction: `import convnetjs from "convnetjs";
const layer = new convnetjs.RegressionLayer({ in_sx: 1, in_sy: 1, in_depth: 1 });
const x = new convnetjs.Vol([3]);
layer.forward(x, true);
const loss = layer.backward(${target});
console.log("loss", loss, "slope", x.dw[0]);`,
  expected: "loss 8 slope 8",
});

export const convnetjs: readonly Finding[] = [
  {
    op: "lrn layer",
    kind: "bug",
    cause:
      "With S = k + α/n Σ x_j², the gradient of x_i S^-β is δ_ij S^-β - 2 α/n β S^-(β+1) x_i x_j. Backward has x_j x_j in the place of x_i x_j: right for the entry itself alone.",
    source: file(1439),
    // y_0 = 1 / (1 + 1 + 4) = 1/6, of slopes 1/6 - 2 / 36 = 1/9 and -4 / 36 = -1/9.
    reproduction: `import convnetjs from "convnetjs";
const options = { in_sx: 1, in_sy: 1, in_depth: 2, k: 1, n: 3, alpha: 3, beta: 1 };
const layer = new convnetjs.LocalResponseNormalizationLayer(options);
const x = new convnetjs.Vol([1, 2]);
const y = layer.forward(x, true);
y.dw[0] = 1;
layer.backward();
console.log(x.dw[0].toFixed(4), x.dw[1].toFixed(4));`,
    expected: "0.1111 -0.1111",
  },
  {
    op: "maxout layer, restored from JSON",
    kind: "bug",
    cause:
      "Which entry was largest is kept for each output, but a restored layer has room for as many as a group is large. The others are lost, and with them the gradient of all outputs after those.",
    source: file(1221),
    reproduction: `import convnetjs from "convnetjs";
const layer = new convnetjs.MaxoutLayer({ in_sx: 1, in_sy: 1, in_depth: 6, group_size: 2 });
const restored = new convnetjs.MaxoutLayer();
restored.fromJSON(layer.toJSON());
const x = new convnetjs.Vol([1, 2, 3, 4, 6, 5]);
restored.forward(x, true).dw.fill(1);
restored.backward();
console.log(...x.dw);`,
    expected: "0 1 0 1 1 0",
  },
  {
    op: "dropout layer, predicting",
    kind: "bug",
    cause:
      "A prediction multiplies by drop_prob (that this is not 1 - drop_prob is a mistake of its own); its backward pass gives the gradient of the output as it is, and drops what the last pass of training dropped.",
    source: file("1324, 1335"),
    reproduction: `import convnetjs from "convnetjs";
const layer = new convnetjs.DropoutLayer({ in_sx: 1, in_sy: 1, in_depth: 1, drop_prob: 0.25 });
const x = new convnetjs.Vol([8]);
const y = layer.forward(x, false);
y.dw[0] = 1;
layer.backward();
console.log("output", y.w[0], "slope", x.dw[0]);`,
    expected: "output 2 slope 0.25",
  },
  regression("regression layer", "[1]", "895-896"),
  regression("regression along one dimension layer", "{ dim: 0, val: 1 }", "904-905"),
  decayInBatches("Trainer, l1 decay, in batches", "l1"),
  decayInBatches("Trainer, l2 decay, in batches", "l2"),
];
