// The smallest problem that needs a hidden layer: exclusive or, learned from its four rows.
import { adam, createModel, fit } from "@nudge/core";
import { dense, meanSquaredError, sequential, sigmoid, tanh } from "@nudge/layers";

const data = {
  inputs: [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  targets: [[0], [1], [1], [0]],
};

const model = createModel(sequential(dense(2, 4), tanh(), dense(4, 1), sigmoid()), { seed: 1 });
const history = fit(model, data, {
  loss: meanSquaredError(),
  optimizer: adam({ learningRate: 0.05 }),
  epochs: 500,
  batchSize: 4,
});

console.log(`${model}\n`);
for (const { epoch, loss } of history) {
  if (epoch % 100 === 0) console.log(`epoch ${epoch}   loss ${loss.toFixed(5)}`);
}

const outputs = model.predict(data.inputs);
console.log("\na  b   a xor b   model");
for (const [row, [a, b]] of data.inputs.entries()) {
  console.log(`${a}  ${b}      ${data.targets[row]}      ${outputs.get(row, 0).toFixed(3)}`);
}
