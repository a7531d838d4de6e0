import { expect, test } from "vitest";
import { center, chain, dense, meanSquaredError, noise } from "../../test/fixtures.ts";
import {
  accuracy,
  confusion,
  createModel,
  defineLoss,
  evaluate,
  type Metric,
  mean,
  multiply,
  rng,
  square,
  squaredError,
  subtract,
  tensor,
} from "../index.ts";

const inputs = Array.from({ length: 700 }, (_, i) => [i / 700, 1 - i / 350]);
const targets = inputs.map(([a, b]) => [a + b]);
const model = createModel(chain(dense(2, 1), noise()), { seed: 1 });
const loss = meanSquaredError();

test("the loss is that of all rows together, in evaluation mode", () => {
  const all = mean(square(subtract(model.predict(inputs), tensor(targets))));
  expect(evaluate(model, { inputs, targets }, { loss }).loss).toBeCloseTo(all, 14);
});

test("metrics see all rows and come under their names", () => {
  const rows: Metric<"rows"> = { name: "rows", evaluate: (_, { shape }) => shape[0] };
  const scores = evaluate(model, { inputs, targets }, { loss, metrics: [rows, squaredError()] });
  expect(Object.keys(scores)).toEqual(["loss", "rows", "squaredError"]);
  expect(scores.squaredError).toBeCloseTo(scores.loss, 14);
  expect(scores.rows).toBe(700);
});

test("metrics get the probabilities that a loss makes of the predictions", () => {
  const halving = defineLoss("halving", () => ({
    forward: () => [0, undefined],
    backward: () => tensor([]),
    probabilities: (x) => multiply(x, 0.5),
  }));
  const first: Metric<"first"> = { name: "first", evaluate: ({ data }) => data[0] };
  const data = { inputs: [[2, 3]], targets: [0] };
  const [plain, halved] = [loss, halving()].map(
    (loss) => evaluate(model, { ...data, targets: [[0]] }, { loss, metrics: [first] }).first,
  );
  expect(plain).toBe(model.predict(data.inputs).get(0, 0));
  expect(halved).toBe(plain / 2);
});

test("nothing changes", () => {
  const model = createModel(chain(center(2), dense(2, 1)), { seed: rng(1).integer(9) });
  const before = JSON.stringify([model.theta, model.gradient, model.buffers]);
  evaluate(model, { inputs, targets }, { loss });
  expect(JSON.stringify([model.theta, model.gradient, model.buffers])).toBe(before);
});

test("a model in float32 is evaluated in float32", () => {
  const single = createModel(dense(2, 1), { seed: 1, dtype: "float32" });
  const double = createModel(dense(2, 1), { seed: 1 });
  const [a, b] = [single, double].map((model) => evaluate(model, { inputs, targets }, { loss }).loss);
  expect(a).not.toBe(b);
  expect(a).toBeCloseTo(b, 5);
});

test("bad data and unknown options are refused", () => {
  const bad = {
    inputs: [
      [1, 2],
      [3, Number.NaN],
    ],
    targets: [[1], [2]],
  };
  expect(() => evaluate(model, bad, { loss })).toThrow(new Error("evaluate: inputs row 1, column 1 is NaN"));
  expect(() => evaluate(model, { inputs, targets }, { loss, metric: [] } as never)).toThrow(
    new Error('evaluate: unknown option "metric", did you mean "metrics"?'),
  );
});

test("two scores of one name are refused", () => {
  const other: Metric<"loss"> = { name: "loss", evaluate: () => 0 };
  expect(() => evaluate(model, { inputs, targets }, { loss, metrics: [accuracy(), accuracy()] })).toThrow(
    new Error('evaluate: metrics[1] has the name of another score, "accuracy"'),
  );
  expect(() => evaluate(model, { inputs, targets }, { loss, metrics: [other] })).toThrow(
    new Error('evaluate: metrics[0] has the name of another score, "loss"'),
  );
});

test("metrics are told the names of the classes", () => {
  const zero = { ...loss, forward: () => [0, undefined] as const, backward: () => tensor([0]) };
  const named = createModel(dense(2, 2), { seed: 1, classes: ["low", "high"] });
  const labels = targets.map(([sum]) => Number(sum > 0.5));
  const { confusion: matrix } = evaluate(
    named,
    { inputs, targets: labels },
    { loss: zero, metrics: [confusion()] },
  );
  expect(matrix.classes).toEqual(["low", "high"]);
});
