// Is it an eight? One digit in ten is, so that who always says no is right nine times in ten: accuracy says little here. A linear
// model is trained as it is, and with classes that weigh the same together, however few rows they have.
import {
  accuracy,
  adam,
  auc,
  confusion,
  createModel,
  evaluate,
  f1,
  fit,
  normalize,
  precision,
  recall,
  split,
} from "@nudge/core";
import { readCsv } from "@nudge/core/node";
import { dense, softmaxCrossEntropy } from "@nudge/layers";

const digits = await readCsv(new URL("../data/digits.csv", import.meta.url), { target: "label" });
const eights = { inputs: digits.inputs, targets: digits.targets.map((label) => Number(label === 8)) };
const [training, testing] = split(eights, 0.3, { stratified: true, seed: 1 });
const scale = normalize().fit(training.inputs);
const scaled = (data: typeof eights) => ({ ...data, inputs: scale.apply(data.inputs) });

const metrics = [accuracy(), precision(), recall(), f1(), auc(), confusion()] as const;
const loss = softmaxCrossEntropy();
for (const [name, options] of [
  ["as it is", {}],
  ["balanced", { classWeights: "balanced" }],
] as const) {
  const model = createModel(dense(64, 2), { seed: 1 });
  const optimizer = adam({ learningRate: 0.01 });
  fit(model, scaled(training), { loss, optimizer, epochs: 30, seed: 1, ...options });
  const { loss: _, confusion: matrix, ...scores } = evaluate(model, scaled(testing), { loss, metrics });
  console.log(`${name}\n`);
  for (const [score, value] of Object.entries<number>(scores))
    console.log(`${score.padEnd(10)}${value.toFixed(3)}`);
  console.log(`\n${matrix}\n`);
}
