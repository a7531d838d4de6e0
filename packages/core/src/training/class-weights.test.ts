import { expect, test } from "vitest";
import { chain, dense, weightedSquaredError } from "../../test/fixtures.ts";
import { createModel, fit, fitAsync, sgd, tensor } from "../index.ts";
import { weighClasses } from "./class-weights.ts";

const inputs = [[1], [2], [3], [4], [5]];
const dataset = (targets: number[] | number[][], weights?: number[]) => ({
  inputs: tensor(inputs),
  targets: tensor(targets),
  weights: weights && tensor(weights),
  rows: 5,
});
const weigh = (...[data, classWeights]: [ReturnType<typeof dataset>, "balanced" | number[]]) => [
  ...weighClasses(data, classWeights, "train").weights!.data,
];

// scikit-learn's compute_class_weight: n / (classes n_c).
test("balanced: classes count the same together, those without rows do not count", () => {
  expect(weigh(dataset([0, 0, 0, 1, 3]), "balanced")).toEqual([5 / 9, 5 / 9, 5 / 9, 5 / 3, 5 / 3]);
});

test("labels, a column, and one-hot rows are classes", () => {
  const expected = [0.5, 0.5, 0.5, 2, 2];
  expect(weigh(dataset([0, 0, 0, 1, 1]), [0.5, 2])).toEqual(expected);
  expect(weigh(dataset([[0], [0], [0], [1], [1]]), [0.5, 2])).toEqual(expected);
  const rows = [
    [1, 0],
    [1, 0],
    [1, 0],
    [0, 1],
    [0, 1],
  ];
  expect(weigh(dataset(rows), [0.5, 2])).toEqual(expected);
});

test("rows have weights of their own too", () => {
  expect(weigh(dataset([0, 0, 0, 1, 1], [1, 2, 0, 1, 3]), [0.5, 2])).toEqual([0.5, 1, 0, 2, 6]);
});

test.each<[targets: number[] | number[][], classWeights: "balanced" | number[], message: string]>([
  [[0, 1, 0.5, 0, 1], "balanced", "train: classWeights need a class for each row, and targets row 2 is 0.5"],
  [[0, 1, 2, 0, 1], [1, 2], "train: classWeights has 2 weights, and targets row 2 is of class 2"],
  [
    [
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 1],
      [0, 1],
    ],
    "balanced",
    "targets row 1 is not one-hot",
  ],
])("%j with %j is refused", (targets, classWeights, message) => {
  expect(() => weigh(dataset(targets), classWeights)).toThrow(message);
});

const options = {
  loss: weightedSquaredError(),
  optimizer: sgd({ learningRate: 0.01 }),
  epochs: 3,
  batchSize: 2,
};
const data = { inputs, targets: [[0], [0], [0], [1], [1]] };
const trained = (data: Parameters<typeof fit>[1], more: object) => {
  const model = createModel(chain(dense(1, 1)), { seed: 1 });
  fit(model, data, { ...options, ...more });
  return model.theta;
};

test("training with them is training with the weights of the rows", () => {
  const weights = [5 / 6, 5 / 6, 5 / 6, 5 / 4, 5 / 4];
  const balanced = trained(data, { classWeights: "balanced" });
  expect(balanced).toEqual(trained({ ...data, weights }, {}));
  expect(balanced).not.toEqual(trained(data, {}));
});

test("a stream takes weights of classes, and cannot balance them", async () => {
  const stream = async function* () {
    yield { inputs: inputs.slice(0, 3), targets: data.targets.slice(0, 3) };
    yield { inputs: inputs.slice(3), targets: data.targets.slice(3) };
  };
  const model = createModel(chain(dense(1, 1)), { seed: 1 });
  await fitAsync(model, stream, { ...options, classWeights: [1, 3] });
  expect(model.theta).toEqual(trained(data, { classWeights: [1, 3], shuffle: false }));
  await expect(fitAsync(model, stream, { ...options, classWeights: "balanced" })).rejects.toThrow(
    'fitAsync: classWeights "balanced" needs all rows at hand, and a stream has not: give a weight for each class',
  );
});

test("a part of a stream may be of a class that does not count, and data may not", async () => {
  const stream = async function* () {
    yield { inputs: inputs.slice(0, 3), targets: data.targets.slice(0, 3) };
    yield { inputs: inputs.slice(3), targets: data.targets.slice(3) };
  };
  const model = createModel(chain(dense(1, 1)), { seed: 1 });
  await fitAsync(model, stream, { ...options, classWeights: [0, 1] });
  expect(model.theta).toEqual(trained(data, { classWeights: [0, 1], shuffle: false }));
  expect(() => trained({ inputs, targets: inputs.map(() => [0]) }, { classWeights: [0, 1] })).toThrow(
    "fit: the weights of all rows are 0",
  );
});

test("what is no weights is refused", () => {
  expect(() => trained(data, { classWeights: "even" })).toThrow(
    'fit: classWeights must be "balanced", or a list of a weight for each class, got "even"',
  );
  expect(() => trained(data, { classWeights: [1, -1] })).toThrow(
    "fit: classWeights[1] must be at least 0, got -1",
  );
});
