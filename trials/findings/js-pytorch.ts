import type { Finding } from "../trial.ts";

const repository = "dist/index.mjs";

/** Sum, mean and variance all go back through it. */
const spread = `${repository}:1497 (broadcast)`;
const ofTheSum =
  "Its sum along the last axis spreads the gradient of each row over a column where the last two lengths are equal.";

export const jsPytorch: readonly Finding[] = [
  {
    op: "pow",
    kind: "bug",
    cause: "The gradient of xⁿ is n xⁿ⁻¹ dy; it is 2 x dy whatever n is.",
    source: `${repository}:674`,
    reproduction: `
import { torch } from "js-pytorch";
const x = torch.tensor([3], true);
x.pow(3).backward();
console.log(JSON.stringify(x.grad)); // 3 x²`,
    expected: "[27]",
  },
  {
    op: "sum",
    kind: "bug",
    cause:
      "The gradient of a sum is the same along the axis that was summed. Which axis that was is guessed from the lengths: where the last two are equal, the gradient is spread along the other one, and along a middle axis it throws.",
    source: `${repository}:807, ${spread}`,
    reproduction: `
import { torch } from "js-pytorch";
const x = torch.tensor([[1, 2], [3, 4]], true);
x.sum(1).mul(torch.tensor([1, 10])).backward();
console.log(JSON.stringify(x.grad)); // 1 in the first row, 10 in the second`,
    expected: "[[1,1],[10,10]]",
  },
  {
    op: "mean",
    kind: "bug",
    cause:
      "As of a sum, the gradient is spread along the wrong axis where the last two lengths are equal. With keepdims, where the mean stands in every row, the gradients of these are not added up.",
    source: `${repository}:845, ${spread}`,
    reproduction: `
import { torch } from "js-pytorch";
const x = torch.tensor([[1, 2], [3, 4]], true);
x.mean(1).mul(torch.tensor([1, 10])).backward();
console.log(JSON.stringify(x.grad)); // 1/2 in the first row, 10/2 in the second
const y = torch.tensor([[1, 2], [3, 4]], true);
y.mean(0, true).mul(torch.tensor([[1, 1], [3, 3]])).backward();
console.log(JSON.stringify(y.grad)); // (1 + 3) / 2`,
    expected: "[[0.5,0.5],[5,5]]\n[[2,2],[2,2]]",
  },
  {
    op: "variance",
    kind: "bug",
    cause:
      "The gradient is 2 (x - mean) dy / n with dy of its own row; where the last two lengths are equal it is that of another row. Along an axis that is not the last, forward squares arrays as if they were numbers, and gives NaN.",
    source: `${repository}:884, ${spread}, ${repository}:1118`,
    reproduction: `
import { torch } from "js-pytorch";
const x = torch.tensor([[0, 2], [0, 4]], true);
x.variance(1).mul(torch.tensor([1, 10])).backward();
console.log(JSON.stringify(x.grad)); // 2 (x - mean) dy / 2
console.log(String(x.variance(0).data)); // of 0, 0 and of 2, 4`,
    expected: "[[-1,1],[-20,20]]\n0,1",
  },
  {
    op: "a result that is not used",
    kind: "bug",
    cause:
      "A tensor goes back only when all that was made of it has sent it a gradient. A result that leads to no output never does, so nothing reaches what is before it: the gradient is 0.",
    source: `${repository}:153`,
    reproduction: `
import { torch } from "js-pytorch";
const x = torch.tensor([1], true);
const y = x.mul(2);
y.mul(5); // not used
y.mul(3).backward();
console.log(JSON.stringify(x.grad)); // 2 · 3`,
    expected: "[6]",
  },
  {
    op: "nn.Softmax",
    kind: "bug",
    cause: `The gradient is p (dy - Σ p dy) of each row. ${ofTheSum}`,
    source: `${repository}:1871, ${spread}`,
    reproduction: `
import { torch } from "js-pytorch";
const x = torch.tensor([[0, 0], [0, 0]], true);
new torch.nn.Softmax().forward(x).mul(torch.tensor([[1, 0], [0, 0]])).backward();
console.log(JSON.stringify(x.grad)); // p (1 - p) and -p² in the first row, 0 in the second`,
    expected: "[[0.25,-0.25],[0,0]]",
  },
  {
    op: "nn.LayerNorm",
    kind: "bug",
    cause:
      "The gradient through the mean and the variance of a row goes to another row where the batch is as large as a row is long.",
    source: `${repository}:1922, ${spread}`,
    reproduction: `
import { torch } from "js-pytorch";
const x = torch.tensor([[0, 2], [0, 4]], true);
new torch.nn.LayerNorm(2).forward(x).mul(torch.tensor([[1, 0], [0, 0]])).backward();
// Two numbers are always normalized to -1 and 1
console.log(JSON.stringify(x.grad.map((row) => row.map((v) => Math.round(v * 1e6) / 1e6))));`,
    expected: "[[0,0],[0,0]]",
  },
  {
    op: "nn.CrossEntropyLoss",
    kind: "bug",
    cause: `The gradient is (p - 1 at the class) / n. ${ofTheSum} That is where there are as many samples as classes.`,
    source: `${repository}:1948, ${spread}`,
    reproduction: `
import { torch } from "js-pytorch";
const z = torch.tensor([[0, 0], [Math.log(3), 0]], true);
new torch.nn.CrossEntropyLoss().forward(z, torch.tensor([0, 0])).backward();
// p is 1/2, 1/2 and 3/4, 1/4
console.log(JSON.stringify(z.grad.map((row) => row.map((v) => Math.round(v * 1e6) / 1e6))));`,
    expected: "[[-0.25,0.25],[-0.125,0.125]]",
  },
  {
    op: "nn.MultiHeadSelfAttention",
    kind: "bug",
    cause:
      "Scores are square, so that the softmax of each row always gets the gradient of its sum wrong, and all parameters before it do.",
    source: `${repository}:1695, ${spread}`,
    reproduction: `
import { torch } from "js-pytorch";
const layer = new torch.nn.MultiHeadSelfAttention(2, 2, 1, 2);
layer.Wk.W = layer.Wq.W = layer.Wv.W = torch.tensor([[1, 2], [3, 4]]);
layer.residual_proj.W = torch.tensor([[1, 2], [3, 5]]);
layer.forward(torch.tensor([[[1, 0], [0.5, 1]]])).backward();
// A bias of all keys moves the scores of a row alike, which softmax does not see
console.log(JSON.stringify(layer.Wk.b.grad.map((v) => Math.round(v * 1e6) / 1e6)));`,
    expected: "[0,0]",
  },
  {
    op: "nn.Block",
    kind: "bug",
    cause: "It is made of the attention and the normalization above.",
    source: `${repository}:1773, ${spread}`,
    reproduction: `
import { torch } from "js-pytorch";
const layer = new torch.nn.Block(4, 4, 1, 3);
layer.forward(torch.tensor([[[1, 0, 2, 3], [0.5, 1, 0, 1], [1, 1, 0, 2]]])).mul(torch.tensor([1, 2, 3, 5])).backward();
// A bias of all keys moves the scores of a row alike, which softmax does not see
console.log(layer.att.Wk.b.grad.every((v) => Math.abs(v) < 1e-9));`,
    expected: "true",
  },
];
