import type { Finding } from "../trial.ts";

const source = "src/neural-network.js:130 and 84";

const one = (weight: number, input: string) => `
import { NeuralNetwork } from "@nlpjs/neural";
const net = new NeuralNetwork({ momentum: 0, learningRate: 1.001, iterations: 1 }); // a rate of 1 in its first round
net.initialize(1, ["x"]);
net.perceptrons[0].bias = ${weight};
net.train([{ input: { a: 1 }, output: { x: ${input} } }]);`;

export const nlpjs: readonly Finding[] = [
  {
    op: "a step where the output is on",
    kind: "bug",
    cause:
      "An output that is on is alpha times its sum, so its error goes back times alpha; it goes back times 1. With alpha = 0.07 steps are 14 times as long as the rate says, and alpha, by name the slope where the output is off, is that where it is on.",
    source,
    reproduction: `${one(2, "1.14")}
console.log((net.perceptrons[0].bias - 2).toFixed(6)); // error 1.14 - 0.07 · 2 = 1, times alpha`,
    expected: "0.070000",
  },
  {
    op: "a step where the output is off",
    kind: "bug",
    cause:
      "An output that is off is 0 whatever its sum is, and has the slope 0; its error goes back times alpha, as through a leaky relu.",
    source,
    reproduction: `${one(-2, "1")}
console.log((net.perceptrons[0].bias + 2).toFixed(6)); // the output is 0 on both sides`,
    expected: "0.000000",
  },
];
