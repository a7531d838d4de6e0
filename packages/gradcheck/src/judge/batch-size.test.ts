// Which rows are tried, and what is concluded where a subject does not take them.
import {
  add,
  createModel,
  defineLayer,
  defineLoss,
  divide,
  matmul,
  mean,
  multiply,
  square,
  subtract,
  sum,
  type Tensor,
  tensor,
  transpose,
  zeros,
} from "@nudge/core";
import { describe, expect, test } from "vitest";
import {
  batchNorm,
  conv2d,
  dropout,
  embedding,
  lstm,
  meanSquaredError,
  multiHeadSelfAttention,
  softmaxCrossEntropy,
} from "../../../layers/src/index.ts";
import { failures, normal } from "../../test/fixtures.ts";
import { type GradcheckReport, gradcheck, gradcheckLoss, toText } from "../index.ts";

const rowsOf = (x: Tensor) => x.shape[0];

/** y = (x - mean over the rows)², whose backward pass divides by `count`. */
const centred = (count: (x: Tensor) => number, accept: (x: Tensor) => void = () => {}) =>
  defineLayer("centred", () => ({
    forward(x: Tensor) {
      accept(x);
      const z = subtract(x, mean(x, 0));
      return [square(z), { x, z }];
    },
    backward(dy, { x, z }: { x: Tensor; z: Tensor }) {
      const dz = multiply(2, multiply(dy, z));
      return { input: subtract(dz, divide(sum(dz, 0), count(x))) };
    },
  }))();

test("a number of rows in the code is right on as many, and said to be wrong on fewer", () => {
  const report = gradcheck(
    centred(() => 5),
    { input: [5, 3] },
  );
  expect(report.counts.passed).toBe(15);
  const message =
    "right with 5 rows, wrong with 4: the number of rows is written into the code, or kept from an earlier pass (input)";
  expect(report.findings).toEqual([{ kind: "batch-size", severity: "failure", tensor: "input", message }]);
  expect(toText(report)).toContain("hint    take the number of rows from what each pass is given");
});

test("a loop over so many rows that gives NaN on fewer is said to be wrong on more", () => {
  const layer = defineLayer("shifted", () => ({
    parameters: { b: tensor([1, 2]) },
    forward: (x, { b }) => [add(x, b), undefined],
    backward(dy) {
      const b = zeros([2]);
      for (let i = 0; i < 4; i++) for (let j = 0; j < 2; j++) b.data[j] += dy.data[2 * i + j];
      return { input: dy, b };
    },
  }));
  const [found] = gradcheck(layer(), { input: [4, 2] }).findings;
  expect(found).toMatchObject({ kind: "batch-size", tensor: "b" });
  expect(found.message).toMatch(/^right with 4 rows, wrong with 8: /);
});

describe("nothing is said of", () => {
  const expectPass = (report: GradcheckReport) => {
    expect(report.verdict, toText(report)).toBe("pass");
    expect(failures(report)).toEqual([]);
  };

  test("a batch of two rows", () => {
    expectPass(
      gradcheck(
        centred(() => 2),
        { input: [2, 3] },
      ),
    );
  });

  test("a subject that refuses any other number of rows, or gives no finite output", () => {
    const refuse = (x: Tensor) => {
      if (rowsOf(x) !== 5) throw new Error("five rows, please");
    };
    const spoil = (x: Tensor) => {
      if (rowsOf(x) !== 5) x.data.fill(Number.NaN);
    };
    for (const accept of [refuse, spoil])
      expectPass(
        gradcheck(
          centred(() => 5, accept),
          { input: [5, 3] },
        ),
      );
  });

  test("features along the first axis, whose number backward has from the parameters", () => {
    const layer = defineLayer("columns", () => ({
      parameters: { W: normal([5, 4]) },
      forward(x, { W }) {
        const y = zeros([4, 3]);
        for (let i = 0; i < rowsOf(x); i++)
          for (let j = 0; j < 4; j++)
            for (let k = 0; k < 3; k++) y.data[3 * j + k] += (W.get(i, j) * x.get(i, k)) / rowsOf(x);
        return [y, x];
      },
      backward(dy, x: Tensor, { W }) {
        const [dx, dW] = [zeros([...x.shape]), zeros([5, 4])];
        for (let i = 0; i < rowsOf(x); i++)
          for (let j = 0; j < 4; j++)
            for (let k = 0; k < 3; k++) {
              dx.data[3 * i + k] += (W.get(i, j) * dy.get(j, k)) / rowsOf(W);
              dW.data[4 * i + j] += (x.get(i, k) * dy.get(j, k)) / rowsOf(W);
            }
        return { input: dx, W: dW };
      },
    }));
    expectPass(gradcheck(layer(), { input: [5, 3] }));
  });

  test("rows in pairs, which one row fewer breaks up", () => {
    // The last of an odd number has itself for a partner, which backward does not know.
    const partner = (x: Tensor, i: number) => x.data[i ^ 1] ?? x.data[i];
    const layer = defineLayer("pairs", () => ({
      forward: (x: Tensor) => [tensor(x.data.map((v, i) => v * partner(x, i))), x],
      backward: (dy, x: Tensor) => ({
        input: tensor(x.data.map((_, i) => (dy.data[i] + (dy.data[i ^ 1] ?? 0)) * partner(x, i))),
      }),
    }));
    expectPass(gradcheck(layer(), { input: tensor([1, -2, 3, 0.5]) }));
  });

  test("a parameter with an entry for each row", () => {
    const scale = (x: Tensor, w: Tensor) => {
      const y = zeros([...x.shape]);
      for (let i = 0; i < x.size; i++) y.data[i] = x.data[i] * w.data[Math.floor(i / 2)];
      return y;
    };
    const layer = defineLayer("rows", () => ({
      parameters: { w: normal([5]) },
      forward: (x: Tensor, { w }) => [scale(x, w), x],
      backward(dy, x: Tensor, { w }) {
        const dw = zeros([5]);
        for (let i = 0; i < x.size; i++) dw.data[Math.floor(i / 2)] += dy.data[i] * x.data[i];
        return { input: scale(dy, w), w: dw };
      },
    }));
    expectPass(gradcheck(layer(), { input: [5, 2] }));
  });

  test("tensors that are left out, or wrong on all rows already", () => {
    const layer = centred(() => 5);
    expect(failures(gradcheck(layer, { input: [5, 3], skip: ["input"] }))).toEqual([]);
    const wrong = gradcheck(
      centred(() => 6),
      { input: [5, 3] },
    );
    expect(wrong.verdict).toBe("fail");
    expect(failures(wrong)).toEqual([]);
  });

  test("layers and losses whose rows depend on each other, are chosen by numbers, or dropped at random", () => {
    for (const rows of [3, 4, 9]) {
      const labels = Array.from({ length: rows }, (_, i) => i % 3);
      for (const report of [
        gradcheck(centred(rowsOf), { input: [rows, 2] }),
        gradcheck(batchNorm(2), { input: [rows, 2] }),
        gradcheck(dropout(0.4), { input: [rows, 5] }),
        gradcheck(lstm(2, 3), { input: [rows, 4, 2] }),
        gradcheck(multiHeadSelfAttention(4, 2), { input: [rows, 3, 4] }),
        gradcheck(conv2d(1, 2, 3), { input: [rows, 1, 4, 4] }),
        gradcheck(embedding(3, 2), { input: tensor(labels) }),
        gradcheckLoss(softmaxCrossEntropy(), { prediction: [rows, 3], target: labels }),
        gradcheckLoss(softmaxCrossEntropy(), { prediction: [rows, 3], target: Int32Array.from(labels) }),
        gradcheckLoss(meanSquaredError(), { prediction: [rows, 3], target: [rows, 3] }),
      ])
        expectPass(report);
    }
  });
});

describe("inputs and targets that are kept", () => {
  const stale =
    /^right on the given rows, wrong on the same rows in another order: a pass works with inputs or targets of an earlier one/;

  test("of the first pass are of other rows in the next batch", () => {
    let target: Tensor | undefined;
    const loss = defineLoss("squares", () => ({
      forward(prediction, given) {
        target ??= given;
        return [sum(square(subtract(prediction, given))), prediction];
      },
      backward: (prediction: Tensor) => multiply(2, subtract(prediction, target!)),
    }));
    const report = gradcheckLoss(loss(), { prediction: [4, 2], target: [4, 2] });
    expect(report.findings).toMatchObject([{ kind: "stale", tensor: "prediction" }]);
    expect(report.findings[0].message).toMatch(stale);
  });

  test("of the first pass are of other rows in a smaller batch too, where a loop reads them from their start", () => {
    let target: Tensor | undefined;
    const loss = defineLoss("squares", () => ({
      forward(prediction, given) {
        target ??= given;
        return [sum(square(subtract(prediction, given))), prediction];
      },
      backward: (prediction: Tensor) => tensor(prediction.data.map((p, i) => 2 * (p - target!.data[i]))),
    }));
    const report = gradcheckLoss(loss(), { prediction: [4], target: normal([4], 3) });
    expect(report.findings).toMatchObject([{ kind: "stale", tensor: "prediction" }]);
  });

  test("in a layer of a model, by the first pass or the last one", () => {
    const keeping = (keep: (kept: Tensor | undefined, x: Tensor) => Tensor) => {
      let kept: Tensor | undefined;
      const layer = defineLayer("keeping", () => ({
        parameters: { W: normal([3, 2]) },
        forward(x, { W }) {
          kept = keep(kept, x);
          return [matmul(x, W), undefined];
        },
        backward: (dy, _cache, { W }) => ({
          input: matmul(dy, transpose(W)),
          W: matmul(transpose(kept as Tensor), dy),
        }),
      }));
      const data = { input: normal([4, 3], 2), target: normal([4, 2], 3) };
      return gradcheck(createModel(layer()), { ...data, loss: meanSquaredError() });
    };
    const first = keeping((kept, x) => kept ?? x);
    expect(first.findings).toMatchObject([{ kind: "stale", tensor: "W" }]);
    expect(first.findings[0].message).toMatch(stale);
    expect(keeping((_, x) => x).findings).toMatchObject([{ kind: "stale", tensor: "W" }]);
  });
});

test("a healthy subject costs three evaluations more, and one that has no rows none", () => {
  const counted = (input: number[]) => {
    let calls = 0;
    const layer = centred(rowsOf, () => calls++);
    const { evaluations } = gradcheck(layer, { input });
    expect(calls).toBe(evaluations);
    return evaluations;
  };
  // Two evaluations for each entry, and the rest.
  expect(counted([3, 4]) - counted([2, 6])).toBe(3);
});

test("nor do entries that are not checked, or that move by 1, cost more", () => {
  const scaled = (middleGradient: number) =>
    defineLayer("scaled", () => ({
      // Of fourteen or fifteen entries, one of size 4 moves by 1, or by half of that.
      parameters: { first: tensor([5]), middle: tensor([1]), last: tensor([3]) },
      forward(x: Tensor, { first, middle, last }) {
        return [multiply(x, add(multiply(first, middle), last)), x];
      },
      backward(dy, x: Tensor, { first, middle, last }) {
        const dw = tensor([sum(multiply(dy, x))]);
        return {
          input: multiply(dy, add(multiply(first, middle), last)),
          first: multiply(dw, middle),
          middle: multiply(middleGradient, dw),
          last: dw,
        };
      },
    }))();
  const more = (gradient: number, tensors: string[], seed: number) => {
    const [three, two] = [3, 2].map(
      (rows) => gradcheck(scaled(gradient), { input: [rows, 12 / rows], tensors, seed }).evaluations,
    );
    return three - two;
  };
  for (const seed of [0, 1, 2, 3]) {
    expect(more(5, ["first", "middle", "last", "input"], seed)).toBe(3);
    expect(more(Number.NaN, ["first", "last", "input"], seed)).toBe(3);
  }
});
