// Handwritten digits: read a file, split it, scale it, train until the validation gets no better, save, load, and report.
import { tmpdir } from "node:os";
import { accuracy, adam, confusion, createModel, evaluate, fit, normalize, split } from "@nudge/core";
import { load, readCsv, save } from "@nudge/core/node";
import { dense, relu, sequential, softmaxCrossEntropy } from "@nudge/layers";

const digits = await readCsv(new URL("../data/digits.csv", import.meta.url), { target: "label" });
const [training, testing] = split(digits, 0.2, { stratified: true, seed: 1 });
const transforms = normalize().fit(training.inputs);
const scaled = { ...training, inputs: transforms.apply(training.inputs) };

const model = createModel(sequential(dense(64, 64), relu(), dense(64, 10)), { seed: 1 });
const [loss, optimizer] = [softmaxCrossEntropy(), adam({ learningRate: 0.004 })];
const stopping = { validation: 0.1, earlyStopping: { patience: 5 }, seed: 1 };
const history = fit(model, scaled, { loss, optimizer, epochs: 100, ...stopping });

const path = `${tmpdir()}/digits.safetensors`;
await save(path, model, { transforms, loss });
const loaded = await load(path, { layers: { dense, relu, sequential, softmaxCrossEntropy } });
const unseen = { ...testing, inputs: loaded.transforms!.apply(testing.inputs) };
const scores = evaluate(loaded.model, unseen, { loss, metrics: [accuracy(), confusion()] });
console.log(`${history.length} epochs, test accuracy ${scores.accuracy.toFixed(3)}\n\n${scores.confusion}`);
