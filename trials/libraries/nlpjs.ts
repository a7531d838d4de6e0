import { rng } from "@nudge/core";
import { gradcheckFunction } from "@nudge/gradcheck";
import type { Library, Trial } from "../trial.ts";

type Features = Readonly<Record<string, number>>;
interface Perceptron {
  readonly name: string;
  weights: ArrayLike<number>;
  bias: number;
}
interface Net {
  readonly perceptrons: readonly Perceptron[];
  initialize(inputs: number, outputs: readonly string[]): void;
  train(corpus: readonly { input: Features; output: Features }[]): void;
  run(input: Features): Features;
}
type Constructor = new (settings: Readonly<Record<string, unknown>>) => Net;

const seeds = [1, 2, 3];

export const nlpjs: Library = {
  name: "nlpjs",
  packages: { "@nlpjs/neural": "4.25.0" },
  async open(load) {
    const { NeuralNetwork } = (await load("@nlpjs/neural")) as { NeuralNetwork: Constructor };

    /** One step on one sample: what it changes, over the rate, is -dw of half the squared error. */
    const step = (op: string, alpha: number, outputs: readonly string[], bias: number): Trial[] =>
      seeds.map((seed) => ({
        op,
        at: `3 inputs, outputs ${outputs.join(" and ")}, alpha = ${alpha}, bias ${bias}, seed ${seed}`,
        check() {
          const random = rng(seed);
          const draw = () => 0.5 + random.uniform();
          const input = { a: draw(), b: draw(), c: draw() };
          const output = Object.fromEntries(outputs.map((name) => [name, random.uniform()]));
          const theta = Object.fromEntries(
            outputs.flatMap((name) => [
              [`${name}.weights`, [0, 1, 2].map(() => 0.2 * random.normal())],
              [`${name}.bias`, [bias]],
            ]),
          );
          type Theta = typeof theta;
          // The rate is divided by 1 + 0.001 in the first round.
          const learningRate = 1.001;
          const netAt = (theta: Theta) => {
            const settings = { alpha, momentum: 0, learningRate, iterations: 1, log: false };
            const net = new NeuralNetwork(settings);
            net.initialize(3, outputs);
            for (const perceptron of net.perceptrons) {
              // In place of float32, whose rounding would hide small errors.
              perceptron.weights = Float64Array.from(theta[`${perceptron.name}.weights`]);
              [perceptron.bias] = theta[`${perceptron.name}.bias`];
            }
            return net;
          };
          const trained = (theta: Theta) => {
            const net = netAt(theta);
            net.train([{ input, output }]);
            return net;
          };
          // It knows the names of inputs only after training: a net that was trained lends them.
          const lookup = (trained(theta) as Net & { lookup: unknown }).lookup;
          return gradcheckFunction(
            {
              name: op,
              theta,
              value(theta) {
                const given = Object.assign(netAt(theta), { lookup }).run(input);
                return outputs.reduce((sum, name) => sum + (output[name] - given[name]) ** 2 / 2, 0);
              },
              gradient(theta) {
                const changes = trained(theta).perceptrons.flatMap(({ name, weights, bias }) => [
                  [`${name}.weights`, Array.from(weights, (w, i) => theta[`${name}.weights`][i] - w)],
                  [`${name}.bias`, [theta[`${name}.bias`][0] - bias]],
                ]);
                return Object.fromEntries(changes);
              },
            },
            { seed },
          );
        },
      }));

    return [
      ...step("a step where the output is on, alpha 1", 1, ["x"], 2),
      ...step("a step where the output is on, alpha 1", 1, ["x", "y"], 2),
      ...step("a step where the output is on", 0.07, ["x"], 2),
      ...step("a step where the output is on", 0.5, ["x", "y"], 2),
      ...step("a step where the output is off", 0.07, ["x"], -3),
      ...step("a step where the output is off", 1, ["x", "y"], -3),
    ];
  },
};
