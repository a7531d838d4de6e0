import {
  accuracy,
  createModel,
  createTrainer,
  type Data,
  evaluate,
  type Loss,
  sgd,
  type TrainOptions,
  train,
  trainAsync,
  type Validation,
} from "@nudge/core";
import { expect, test } from "vitest";
import { dense, hinge, meanSquaredError, sigmoidCrossEntropy, softmaxCrossEntropy } from "../index.ts";

const inputs = Array.from({ length: 40 }, (_, i) => [i / 40]);
const bad = 27;
const targetsOf = <T>(good: T, wrong: T) => inputs.map((_, i) => (i === bad ? wrong : good));
const labels = { inputs, targets: targetsOf(1, 7) };
const refusal = (row: number) => `softmaxCrossEntropy(): label 7 at row ${row} is not a class 0 ... 2`;

type Options = Partial<TrainOptions<Validation>>;
const optionsOf = (options: Options) =>
  ({
    loss: softmaxCrossEntropy(),
    optimizer: sgd({ learningRate: 0.1 }),
    epochs: 1,
    batchSize: 8,
    ...options,
  }) as TrainOptions<Validation>;

function refusalIn(data: Data, options: Options = {}, outputs = 3): string {
  try {
    for (const _ of train(createModel(dense(1, outputs), { seed: 1 }), data, optionsOf(options)));
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing";
}

const seeds = [1, 2, 3, 4];

test.each(seeds)("a label error names the row of the data, whatever the order (seed %i)", (seed) => {
  expect(refusalIn(labels, { seed })).toBe(refusal(bad));
  expect(refusalIn(labels, { seed, shuffle: false })).toBe(refusal(bad));
});

test.each(seeds)("also where rows are set apart, and where the row is among them (seed %i)", (seed) => {
  const good = { inputs, targets: targetsOf(1, 1) };
  expect(refusalIn(good, { seed, validation: 0.5 })).toBe("nothing");
  expect(refusalIn(labels, { seed, validation: 0.5 })).toBe(refusal(bad));
  expect(refusalIn(labels, { seed, validation: 0.9, trainingScores: true })).toBe(refusal(bad));
});

test("of data to validate on, it is their row", () => {
  const validation = { inputs: inputs.slice(20), targets: labels.targets.slice(20) };
  expect(refusalIn({ inputs, targets: targetsOf(1, 1) }, { validation })).toBe(refusal(bad - 20));
});

test("a metric names the row of the data too", () => {
  const found = seeds.map((seed) =>
    refusalIn(
      { inputs, targets: targetsOf([1], [7]) },
      { seed, loss: meanSquaredError(), metrics: [accuracy()], validation: 0.9 },
      1,
    ),
  );
  const wanted = `accuracy: targets row ${bad} is 7, not a class 0 ... 1`;
  expect(new Set(found)).toEqual(new Set([wanted]));
});

test.each<[Loss<unknown>, number[], number[], string]>([
  [softmaxCrossEntropy(), [0, 1, 0], [0, 1, 1], `row ${bad} of the target is no distribution: [0, 1, 1]`],
  [hinge(), [0, 1, 0], [0, 0, 0], `row ${bad} of the target is not one-hot: [0, 0, 0]`],
  [sigmoidCrossEntropy(), [0, 1, 0], [0, 1, 2], `expected targets from 0 to 1, got 2 at row ${bad}`],
])("%s names the row of rows with a number for each class", (loss, good, wrong, message) => {
  const data = { inputs, targets: targetsOf(good, wrong) };
  for (const seed of seeds) expect(refusalIn(data, { seed, loss })).toBe(`${loss}: ${message}`);
});

test("so do weights of classes, unless the row is among those set apart", () => {
  const found = seeds.map((seed) => refusalIn(labels, { seed, validation: 0.1, classWeights: [1, 1, 1] }));
  const wanted = `train: classWeights has 3 weights, and targets row ${bad} is of class 7`;
  expect(found).toContain(wanted);
  for (const message of found) expect([wanted, refusal(bad)]).toContain(message);
});

test("in a stream the rows are counted through the epoch", async () => {
  async function* stream() {
    for (let i = 0; i < inputs.length; i += 5)
      yield { inputs: inputs.slice(i, i + 5), targets: labels.targets.slice(i, i + 5) };
  }
  const training = async () => {
    for await (const _ of trainAsync(createModel(dense(1, 3)), stream, optionsOf({ shuffle: false })));
  };
  await expect(training()).rejects.toThrow(new Error(refusal(bad)));
});

test("outside training the row is that of the rows given", () => {
  const model = createModel(dense(1, 3));
  const loss = softmaxCrossEntropy();
  const [x, t] = [inputs.slice(20), labels.targets.slice(20)];
  expect(() => evaluate(model, { inputs: x, targets: t }, { loss })).toThrow(new Error(refusal(bad - 20)));
  const trainer = createTrainer(model, { loss, optimizer: sgd({ learningRate: 0.1 }) });
  expect(() => trainer.step(x, t)).toThrow(new Error(refusal(bad - 20)));
});
