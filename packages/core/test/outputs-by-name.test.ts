// A model whose layer gives several outputs by name, wherever a model goes.
import { expect, expectTypeOf, test } from "vitest";
import {
  accuracy,
  createModel,
  createTrainer,
  evaluate,
  sgd,
  type Tensor,
  tensor,
  toArray,
  train,
} from "../src/index.ts";
import { chain, halves, meanSquaredError, split, squareLayer } from "./fixtures.ts";

const gain = [3, 5];
const model = () => {
  const made = createModel(split(2));
  made.load(gain);
  return made;
};
const rows = [
  [1, 2],
  [-3, 0.5],
];
const targets = [
  [1, 1],
  [2, 2],
];
/** Σ (gain x - t)² + Σ x⁴, and its derivative by the gain. */
const expected = (inputs: number[][], targets: number[][]) => {
  let loss = 0;
  const gradient = [0, 0];
  for (const [i, row] of inputs.entries())
    for (const [j, x] of row.entries()) {
      const error = gain[j] * x - targets[i][j];
      loss += error ** 2 + x ** 4;
      gradient[j] += 2 * error * x;
    }
  return { loss, gradient };
};

test("predictions come by name, of rows and of a single row, in the precision of the model", () => {
  const { hidden, cell } = model().predict(rows);
  expectTypeOf(hidden).toEqualTypeOf<Tensor>();
  expect([hidden, cell].map(toArray)).toEqual([
    [
      [3, 10],
      [-9, 2.5],
    ],
    [
      [1, 4],
      [9, 0.25],
    ],
  ]);
  const one = createModel(split(2), { dtype: "float32" }).predict([1, 2]);
  expect(toArray(one.cell)).toEqual([1, 4]);
  expect(one.cell.dtype).toBe("float32");
});

test("a loss takes them by name, and its gradients go back under these names", () => {
  const made = model();
  const { loss, gradient } = expected(rows, targets);
  expect(made.lossAndGradient(rows, targets, { loss: halves() })).toBe(loss);
  expect([...made.gradient]).toEqual(gradient);
});

test("a trainer steps along that gradient, and train in batches of it", () => {
  const { gradient } = expected(rows, targets);
  const options = { loss: halves(), optimizer: sgd({ learningRate: 0.5 }) };
  const stepped = model();
  expect(createTrainer(stepped, options).step(rows, targets)).toBe(expected(rows, targets).loss);
  const trained = model();
  const [epoch] = train(trained, { inputs: rows, targets }, { ...options, epochs: 1, batchSize: 2 });
  expect(epoch.loss).toBe(expected(rows, targets).loss);
  for (const { theta } of [stepped, trained])
    expect([...theta]).toEqual(gain.map((g, j) => g - 0.5 * gradient[j]));
});

test("an evaluation is that of all rows together", () => {
  const inputs = Array.from({ length: 600 }, (_, i) => [i / 600, 1 - i / 300]);
  const zero = inputs.map(() => [0, 0]);
  const { loss } = evaluate(model(), { inputs, targets: zero }, { loss: halves() });
  expect(loss / expected(inputs, zero).loss).toBeCloseTo(1, 12);
});

test("a summary has the shape of each", () => {
  expect(
    createModel(chain(squareLayer(), split(2)))
      .summary([2])
      .split("\n")
      .slice(0, 3),
  ).toEqual([
    "layer        output                      parameters",
    "0  square()  [n, 2]                               0",
    "1  split(2)  hidden [n, 2], cell [n, 2]           2",
  ]);
});

test("a loss that is not finite is said to come from the output that was not", () => {
  const step = () =>
    createTrainer(model(), { loss: halves(), optimizer: sgd({ learningRate: 1 }) }).step(
      [[1e200, 1]],
      [[0, 0]],
    );
  expect(step).toThrow("the first non-finite value came from the output cell of split(2)");
});

test("a loss or a metric of one tensor refuses several", () => {
  const made = model();
  expect(() => made.lossAndGradient(rows, targets, { loss: meanSquaredError() })).toThrow(
    new Error("meanSquaredError(): expected one tensor, got the outputs { hidden, cell } of split(2)"),
  );
  const data = { inputs: rows, targets };
  expect(() => evaluate(made, data, { loss: meanSquaredError() })).toThrow(
    new Error("meanSquaredError(): expected one tensor, got the outputs { hidden, cell } of split(2)"),
  );
  expect(() => evaluate(made, data, { loss: halves(), metrics: [accuracy()] })).toThrow(
    new Error("accuracy: expected predictions as one tensor, got { hidden, cell }"),
  );
});

test("a loss whose gradients have other names is refused by the layer", () => {
  const wrong = { ...halves(), backward: () => ({ hidden: tensor([[1, 1]]) }) as never };
  expect(() => model().lossAndGradient([[1, 2]], [[1, 1]], { loss: wrong })).toThrow(
    new Error("split(2): expected the gradients of the outputs { hidden, cell }, got { hidden }"),
  );
});
