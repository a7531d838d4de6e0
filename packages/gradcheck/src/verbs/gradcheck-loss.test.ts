import {
  defineLoss,
  isTensor,
  mean,
  multiply,
  square,
  subtract,
  type Tensor,
  tensor,
  toArray,
} from "@nudge/core";
import { expect, test } from "vitest";
import { meanSquaredError, softmaxCrossEntropy } from "../../../layers/src/index.ts";
import { failures, normal } from "../../test/fixtures.ts";
import { gradcheckLoss, toText } from "../index.ts";

/** L = Σ |error| or error²/2 below 1, the mean over all entries; the gradient is `factor` times too large. */
const huber = defineLoss("huber", (delta: number, factor: number) => ({
  forward: (prediction, target) => {
    const error = subtract(prediction, target);
    let total = 0;
    for (const e of error.data)
      total += Math.abs(e) <= delta ? (e * e) / 2 : delta * (Math.abs(e) - delta / 2);
    return [total / error.size, error];
  },
  backward: (error) => {
    const gradient = multiply(error, factor / error.size);
    for (let i = 0; i < error.size; i++)
      if (Math.abs(error.data[i]) > delta)
        gradient.data[i] = (factor * delta * Math.sign(error.data[i])) / error.size;
    return gradient;
  },
}));

test("a loss is checked by its prediction", () => {
  const report = gradcheckLoss(huber(1, 1), { prediction: [8, 3], target: [8, 3] });
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.subject).toBe("huber(1, 1)");
  expect(report.tensors.map(({ name, shape }) => [name, shape])).toEqual([["prediction", [8, 3]]]);
  expect(report.counts).toMatchObject({ entries: 24, passed: 24 });
  expect(report.replay).toBe("gradcheckLoss(huber(1, 1), { prediction: [8, 3], target: [8, 3], seed: 0 })");
});

test.each([2, 0.5, -1, 1.0001])("a gradient that is off by the factor %d fails", (factor) => {
  const report = gradcheckLoss(huber(1, factor), { prediction: [8, 3], target: [8, 3] });
  expect(report.verdict).toBe("fail");
  expect(report.counts.wrong).toBe(24);
});

test("a target is a shape only where the prediction is one", () => {
  const seen: unknown[] = [];
  const spy = defineLoss("spy", () => ({
    forward: (p, t) => {
      seen.push(t);
      return [mean(square(p)), p];
    },
    backward: (p) => multiply(p, 2 / p.size),
  }));
  const last = () => seen.at(-1) as Tensor;

  gradcheckLoss(spy(), { prediction: [3, 2], target: [3, 2] });
  expect(isTensor(last()) && last().shape).toEqual([3, 2]);
  expect(Array.from(last().data)).not.toEqual([3, 2]);

  gradcheckLoss(spy(), { prediction: normal([3, 2]), target: [3, 2] });
  expect(toArray(last())).toEqual([3, 2]);
  gradcheckLoss(spy(), {
    prediction: [
      [1, 2],
      [3, 4],
    ],
    target: [0, 1],
  });
  expect(toArray(last())).toEqual([0, 1]);
  gradcheckLoss(spy(), { prediction: [3, 2], target: Int32Array.of(0, 1, 1) });
  expect(toArray(last())).toEqual([0, 1, 1]);
  gradcheckLoss(spy(), {
    prediction: [2, 2],
    target: [
      [1, 2],
      [3, 4],
    ],
  });
  expect(isTensor(last()) && Array.from(last().data)).toEqual([1, 2, 3, 4]);
});

test("labels beside a drawn prediction are a typed array", () => {
  const target = Int32Array.of(0, 2, 1, 0);
  const report = gradcheckLoss(softmaxCrossEntropy(), { prediction: [4, 3], target });
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.counts.entries).toBe(12);
});

test("a target is drawn independently of the prediction", () => {
  const report = gradcheckLoss(meanSquaredError(), { prediction: [5, 2], target: [5, 2] });
  expect(report.tensors[0].entries?.analytic.every((g) => g !== 0)).toBe(true);
});

test("a loss of known value: mean squared error", () => {
  const prediction = tensor([[1, 2]]);
  const target = tensor([[1, 5]]);
  const report = gradcheckLoss(meanSquaredError(), { prediction, target });
  expect(report.tensors[0].entries?.analytic).toEqual([0, -3]);
  expect(report.tensors[0].entries?.numeric[1]).toBeCloseTo(-3, 8);
});

test("a perfect fit is no failure", () => {
  const x = normal([3, 2]);
  const report = gradcheckLoss(meanSquaredError(), { prediction: x, target: x });
  expect(report.verdict).not.toBe("fail");
  expect(report.ratio).toBe(0);
});

test("what a loss gives must be a number, and its gradient a tensor of the prediction's shape", () => {
  const odd = (value: unknown, gradient: unknown) =>
    gradcheckLoss({ ...meanSquaredError(), forward: () => [value, 0], backward: () => gradient } as never, {
      prediction: [2, 2],
      target: [2, 2],
    });
  expect(odd(1, normal([2, 2])).verdict).toBe("fail");
  expect(failures(odd(1, normal([4])))).toContain("shape");
  expect(failures(odd(1, undefined))).toContain("missing");
  for (const value of ["1", undefined, null, {}])
    expect(failures(odd(value, normal([2, 2])))).toEqual(["throws"]);
  expect(failures(odd(Number.NaN, normal([2, 2])))).toContain("non-finite");
});

test("prediction and target are needed", () => {
  const loss = meanSquaredError();
  expect(() => gradcheckLoss(loss, { target: [2] } as never)).toThrow(
    /^gradcheckLoss: prediction is missing/,
  );
  expect(() => gradcheckLoss(loss, { prediction: [2] } as never)).toThrow(
    /^gradcheckLoss: target is missing/,
  );
  expect(() => gradcheckLoss(loss, undefined as never)).toThrow(/^gradcheckLoss: /);
  expect(() => gradcheckLoss({} as never, { prediction: [2], target: [2] })).toThrow(/^gradcheckLoss: /);
  expect(() => gradcheckLoss(loss, { prediction: [2], target: [2], upstream: [1] } as never)).toThrow(
    /^gradcheckLoss: unknown option "upstream"/,
  );
});

test("a flat target that could be a shape or labels is refused, with both readings", () => {
  const check = (prediction: readonly number[], target: readonly number[]) => () =>
    gradcheckLoss(meanSquaredError(), { prediction, target: [...target] });
  expect(check([2, 3], [1, 2])).toThrow(
    "gradcheckLoss: target [1, 2] beside the prediction [2, 3] may be a shape or 2 labels: labels go in an Int32Array, values in a tensor",
  );
  expect(check([1, 3], [2])).toThrow("may be a shape or one label: ");
  expect(check([3, 4, 5], [3, 4, 1])).toThrow("may be a shape or 3 labels");
  for (const target of [
    [1, 2, 1],
    [0, 1],
    [1.5, 2],
    [-1, 3],
  ])
    expect(check([8, 3], target)).toThrow(
      `target [${target.join(", ")}] beside the prediction [8, 3] is neither a shape for it nor one label for each row`,
    );
});

test("a flat target that can only be the one or the other is taken as that", () => {
  const seen: unknown[] = [];
  const spy = defineLoss("spy", () => ({
    forward: (p, t) => {
      seen.push(t);
      return [mean(square(p)), p];
    },
    backward: (p) => multiply(p, 2 / p.size),
  }));
  const taken = (prediction: readonly number[], target: readonly number[]) => {
    gradcheckLoss(spy(), { prediction, target: [...target] });
    const { shape, data } = seen.at(-1) as Tensor;
    return `${data}` === `${target}` ? "labels" : shape;
  };
  expect(taken([2, 2], [2, 2])).toEqual([2, 2]);
  expect(taken([8, 3], [8, 1])).toEqual([8, 1]);
  expect(taken([8, 3], [8])).toEqual([8]);
  expect(taken([2, 3], [0, 1])).toBe("labels");
  expect(taken([3, 2], [1, 1, 1])).toBe("labels");
  expect(taken([2, 3], [-1, 1])).toBe("labels");
});
