// Rows that do not count the same: a whole weight is the row so many times.
import { describe, expect, test } from "vitest";
import { chain, dense, meanSquaredError, relu, weightedSquaredError } from "../../test/fixtures.ts";
import {
  createModel,
  createTrainer,
  type Data,
  evaluate,
  fit,
  fitAsync,
  type Loss,
  sgd,
  type Tensor,
  tensor,
} from "../index.ts";

const loss = weightedSquaredError();

const inputs = Array.from({ length: 8 }, (_, i) => [i / 8, (i % 3) - 1]);
const targets = inputs.map(([a, b]) => [a - b * b]);
const weights = [2, 0, 1, 3, 1, 0, 0, 2];
const weighted = { inputs, targets, weights };
const times = <T>(rows: readonly T[]) => rows.flatMap((row, i) => Array<T>(weights[i]).fill(row));
const repeated = { inputs: times(inputs), targets: times(targets) };
const mlp = () => createModel(chain(dense(2, 4), relu(), dense(4, 1)), { seed: 1 });
const optimizer = sgd({ learningRate: 0.1 });
const close = (values: ArrayLike<number>) => Array.from(values, (value) => expect.closeTo(value, 12));

test("a loss and its gradient are those of the rows so many times", () => {
  const [a, b] = [mlp(), mlp()];
  const value = a.lossAndGradient(inputs, targets, { loss, weights });
  expect(value).toBeCloseTo(b.lossAndGradient(repeated.inputs, repeated.targets, { loss }), 12);
  expect([...a.gradient]).toEqual(close(b.gradient));
  expect(evaluate(a, weighted, { loss }).loss).toBeCloseTo(evaluate(a, repeated, { loss }).loss, 12);
  expect(evaluate(a, weighted, { loss }).loss).not.toBeCloseTo(
    evaluate(a, { inputs, targets }, { loss }).loss,
    2,
  );
});

test("so is training, with another weight in every step of a trainer too", () => {
  const [a, b, c] = [mlp(), mlp(), mlp()];
  const options = { loss, optimizer, epochs: 5, batchSize: 9, shuffle: false, trainingScores: true as const };
  const history = fit(a, { ...weighted, weights: tensor(weights) }, options);
  const expected = fit(b, repeated, options);
  expect(history.map((epoch) => epoch.loss)).toEqual(close(expected.map((epoch) => epoch.loss)));
  expect(history.map((epoch) => epoch.training.loss)).toEqual(
    close(expected.map((epoch) => epoch.training.loss)),
  );
  expect([...a.theta]).toEqual(close(b.theta));
  const trainer = createTrainer(c, { loss, optimizer });
  for (const { loss } of history) expect(trainer.step(inputs, targets, { weights })).toBeCloseTo(loss, 12);
  expect([...c.theta]).toEqual([...a.theta]);
});

test("the loss of an epoch is the mean of its batches by their weights, of which one may be 0", () => {
  const model = mlp();
  const frozen = sgd({ learningRate: 1e-300 });
  const options = { loss, optimizer: frozen, epochs: 1, batchSize: 3, shuffle: false };
  const rows = { ...weighted, weights: [0, 0, 0, 1, 2, 3, 4, 5] };
  const [epoch] = fit(model, rows, options);
  expect(epoch.loss).toBeCloseTo(evaluate(model, rows, { loss }).loss, 12);
});

test("a step on rows that all weigh 0 has the loss 0, and leaves the parameters", () => {
  const model = mlp();
  const before = [...model.theta];
  const trainer = createTrainer(model, { loss, optimizer });
  expect(trainer.step(inputs, targets, { weights: weights.map(() => 0) })).toBe(0);
  expect([...model.theta]).toEqual(before);
});

test("a stream of weighted items gives the bits of training on all of them", async () => {
  const [a, b] = [mlp(), mlp()];
  const options = { loss, optimizer, epochs: 3, batchSize: 3, shuffle: false };
  const part = (start: number, end: number): Data => ({
    inputs: inputs.slice(start, end),
    targets: targets.slice(start, end),
    weights: weights.slice(start, end),
  });
  async function* items() {
    yield part(0, 4);
    yield part(4, 6);
    yield part(6, 7);
    yield part(7, 8);
  }
  expect(await fitAsync(a, items, options)).toEqual(fit(b, weighted, options));
  expect([...a.theta]).toEqual([...b.theta]);
  async function* mixed() {
    yield part(0, 4);
    yield { inputs, targets };
  }
  const before = "inputs [n, 2], targets [n, 1], weights [n]";
  await expect(fitAsync(a, mixed, options)).rejects.toThrow(
    `fitAsync: item 1: expected ${before}, as before, got inputs [n, 2], targets [n, 1]`,
  );
});

test("rows of validation count by their weights", () => {
  const model = mlp();
  const options = { loss, optimizer, epochs: 1, validation: weighted };
  const [{ validation }] = fit(model, { inputs, targets }, options);
  expect(validation.loss).toBeCloseTo(evaluate(model, repeated, { loss }).loss, 12);
});

describe("refuses", () => {
  const run = (data: Data, with_: Loss = loss) => fit(mlp(), data, { loss: with_, optimizer, epochs: 1 });

  test.each([
    [weights.with(2, -0.5), "fit: weights row 2 is -0.5, below 0"],
    [weights.with(2, Number.NaN), "fit: weights row 2 is NaN"],
    [weights.slice(1), "fit: expected weights [8], got [7]"],
    [weights.map(() => 0), "fit: the weights of all rows are 0"],
  ])("weights %j", (weights, message) => {
    expect(() => run({ inputs, targets, weights })).toThrow(new Error(message));
  });

  test("weights for a loss that takes none, made by defineLoss or by hand", () => {
    const rule = "its forward takes no weights: write forward(prediction, target, weights)";
    const plain = meanSquaredError();
    expect(() => run(weighted, plain as Loss)).toThrow(new Error(`${plain}: ${rule}`));
    expect(() => plain.forward(tensor([[1]]), [[2]], [1])).toThrow(new Error(`${plain}: ${rule}`));
    const byHand = {
      ...plain,
      forward: (p: Tensor, t: Tensor) => plain.forward(p, t),
      toString: () => "byHand()",
    } as unknown as Loss;
    expect(() => run(weighted, byHand)).toThrow(new Error(`byHand(): ${rule}`));
    expect(() =>
      createTrainer(mlp(), { loss: byHand, optimizer }).step(inputs, targets, { weights }),
    ).toThrow(rule);
  });

  test("weights of a step and of a gradient that do not fit the rows", () => {
    const step = (weights: unknown) =>
      createTrainer(mlp(), { loss, optimizer }).step(inputs, targets, { weights: weights as never });
    expect(() => step([1])).toThrow(new Error("step: expected weights [8], got [1]"));
    expect(() => step(1)).toThrow(new Error("step: weights must be a weight for each row, got 1"));
    expect(() => mlp().lossAndGradient(inputs, targets, { loss, weights: [1] })).toThrow(
      new Error("lossAndGradient: expected weights [8], got [1]"),
    );
  });
});
