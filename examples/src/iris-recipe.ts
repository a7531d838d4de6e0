// The whole path on real data: check the gradients of a network, train it, check it again, test it.
import { accuracy, adam, confusion, createModel, evaluate, fit, split, standardize } from "@nudge/core";
import { gradcheck } from "@nudge/gradcheck";
import { dense, sequential, softmaxCrossEntropy, tanh } from "@nudge/layers";
import { readIris } from "./read-iris.ts";

/** Splits iris 120 to 30, trains on the one and tests on the other, everything drawn from one seed. */
export async function runIris(seed: number) {
  const iris = await readIris();
  const [training, testing] = split(iris, 0.2, { seed });
  // The test part must not leak into the training: its mean and deviation are those of the training part.
  const scale = standardize().fit(training.inputs);
  const scaled = (data: typeof iris) => ({ ...data, inputs: scale.apply(data.inputs) });
  const data = scaled(training);

  const layer = sequential(dense(4, 16), tanh(), dense(16, 3));
  const model = createModel(layer, { seed, classes: iris.classes });
  const loss = softmaxCrossEntropy();
  const check = () => gradcheck(model, { input: data.inputs, target: data.targets, loss });

  const before = check();
  const optimizer = adam({ learningRate: 0.01 });
  const history = fit(model, data, { loss, optimizer, epochs: 100, batchSize: 16, seed });
  const after = check();

  const scores = evaluate(model, scaled(testing), { loss, metrics: [accuracy(), confusion()] });
  return { model, before, history, after, scores, tested: testing.targets.length };
}
