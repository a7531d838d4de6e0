// Weights that are shared: an autoencoder whose decoder is its encoder turned around. It squeezes four measurements of a
// flower into two numbers and back, with one matrix for both ways; then the same with one of the two uses forgotten.
import {
  adam,
  add,
  createModel,
  defineLayer,
  fit,
  matmul,
  standardize,
  sum,
  transpose,
  zeros,
} from "@nudge/core";
import { gradcheck, toText } from "@nudge/gradcheck";
import { dense, meanSquaredError, tanh } from "@nudge/layers";
import { readIris } from "./read-iris.ts";

// h = tanh(x W + b)   y = h Wᵀ + c      x, y: [n, inputs]   h: [n, hidden]   W: [inputs, hidden]   b: [hidden]   c: [inputs]
const tied = (name: string, uses: readonly ("encode" | "decode")[]) =>
  defineLayer(name, (inputs: number, hidden: number) => {
    const encoder = dense(inputs, hidden);
    const bend = tanh();
    return {
      parameters: { encoder: encoder.parameters, bias: zeros([inputs]) },
      children: [encoder],

      forward: (x, { encoder: { weight, bias: b }, bias }, pass) => {
        const [z, encoded] = encoder.forward(x, { weight, bias: b }, pass, {});
        const [h, bent] = bend.forward(z, {}, pass, {});
        return [add(matmul(h, transpose(weight)), bias), { encoded, bent, h }];
      },

      // W has two uses, and its gradient is the sum of theirs: as in dense on the way in, dyᵀ h on the way out.
      backward: (dy, { encoded, bent, h }, { encoder: parameters }) => {
        const { input: dz } = bend.backward(matmul(dy, parameters.weight), bent, {});
        const { input, ...own } = encoder.backward(dz!, encoded, parameters);
        const parts = { encode: own.weight, decode: matmul(transpose(dy), h) };
        const weight = uses.map((use) => parts[use]).reduce((a, b) => add(a, b));
        return { input, encoder: { ...own, weight }, bias: sum(dy, 0) };
      },
    };
  });

const autoencoder = tied("autoencoder", ["encode", "decode"]);
const forgetful = tied("forgetful", ["decode"]);

console.log(`${toText(gradcheck(autoencoder(4, 2), { input: [6, 4], seed: 3 }))}\n`);
console.log(`${toText(gradcheck(forgetful(4, 2), { input: [6, 4], seed: 3 }))}\n`);

const { inputs: measurements } = await readIris();
const flowers = standardize().fit(measurements).apply(measurements);
const model = createModel(autoencoder(4, 2), { seed: 1 });
const history = fit(
  model,
  { inputs: flowers, targets: flowers },
  {
    loss: meanSquaredError(),
    optimizer: adam({ learningRate: 0.02 }),
    epochs: 200,
    seed: 1,
  },
);
const lost = history.at(-1)!.loss;
console.log(
  `${model.theta.length} parameters keep ${(100 * (1 - lost)).toFixed(1)} % of the variance of four measurements in two numbers`,
);
