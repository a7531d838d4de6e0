import type { Contestant } from "../contestants/contestant.ts";
import { modelOf } from "./model.ts";

export const plainLoop: Contestant = {
  name: "plain loop",
  dtype: "float64",
  kind: "softmax",
  note: "two evaluations of our model for each entry, and the ratio",
  async build(problem) {
    const { rng } = await import("@nudge/core");
    const { model, input, target, loss } = await modelOf(problem);
    const { theta, gradient, layer, parameters, buffers } = model;
    const pass = { training: true, rng: rng(0) };
    const value = () => loss.forward(layer.forward(input, parameters, pass, buffers)[0], target)[0];
    return {
      step() {
        model.lossAndGradient(input, target, { loss });
        const numeric = theta.map((x, i) => {
          theta[i] = x + 1e-5;
          const above = value();
          theta[i] = x - 1e-5;
          const below = value();
          theta[i] = x;
          return (above - below) / 2e-5;
        });
        const ratio = norm(numeric.map((x, i) => x - gradient[i])) / (norm(numeric) + norm(gradient));
        if (!(ratio < 1e-6)) throw new Error(`the ratio is ${ratio}`);
      },
      loss: value,
    };
  },
};

const norm = (x: ArrayLike<number>) =>
  Math.sqrt(Array.from(x).reduce((total, value) => total + value * value, 0));
