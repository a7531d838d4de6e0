// The whole path on real data: check the gradients of a network, train it, check it again, test it.
import {
  adam,
  argmax,
  createModel,
  divide,
  mean,
  rng,
  sqrt,
  square,
  subtract,
  tensor,
  train,
} from "@nudge/core";
import { gradcheck } from "@nudge/gradcheck";
import { dense, sequential, softmaxCrossEntropy, tanh } from "@nudge/layers";
import { readIris, species } from "./read-iris.ts";

/** Splits iris 120 to 30, trains on the one and tests on the other, everything drawn from one seed. */
export function runIris(seed: number) {
  const flowers = readIris();
  const shuffled = Array.from(rng(seed).permutation(flowers.length), (row) => flowers[row]);
  const [testing, training] = [shuffled.slice(0, 30), shuffled.slice(30)];

  // The test part must not leak into the training: its mean and deviation are those of the training part.
  const measured = (rows: typeof flowers) => tensor(rows.map(({ measurements }) => measurements));
  const center = mean(measured(training), 0);
  const deviation = sqrt(mean(square(subtract(measured(training), center)), 0));
  const inputs = (rows: typeof flowers) => divide(subtract(measured(rows), center), deviation);
  const targets = (rows: typeof flowers) => rows.map(({ label }) => label);
  const data = { inputs: inputs(training), targets: targets(training) };

  const model = createModel(sequential(dense(4, 16), tanh(), dense(16, 3)), { seed });
  const loss = softmaxCrossEntropy();
  const check = () => gradcheck(model, { input: data.inputs, target: data.targets, loss });

  const before = check();
  const optimizer = adam({ learningRate: 0.01 });
  const history = [...train(model, data, { loss, optimizer, epochs: 100, batchSize: 16, seed })];
  const after = check();

  const confusion = species.map(() => species.map(() => 0));
  const predicted = argmax(model.predict(inputs(testing)), 1);
  for (const [row, { label }] of testing.entries()) confusion[label][predicted.get(row)]++;
  const correct = confusion.reduce((sum, row, label) => sum + row[label], 0);
  return { model, before, history, after, confusion, correct, tested: testing.length };
}
