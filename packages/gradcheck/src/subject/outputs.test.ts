import { createModel, defineLayer, divide, log, multiply, ones, sum, type Tensor, tensor } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { dense, meanSquaredError, sequential, tanh } from "../../../layers/src/index.ts";
import { failures, normal } from "../../test/fixtures.ts";
import { cellMistakes, gaussian, lstmCell, momentsHead, rowSums, topK } from "../../test/several-outputs.ts";
import { gradcheck, gradcheckLoss, toText } from "../index.ts";

const seeds = [0, 1, 2];
const states = { x: [2, 1], hidden: [2, 1], cell: [2, 1] };
/** One tensor is enough to see what is wrong with all of them. */
const alone = { input: states, tensors: ["input.x"] };

describe("an LSTM cell", () => {
  test.each(seeds)("passes, seed %i", (seed) => {
    const report = gradcheck(lstmCell()(1), { input: states, seed });
    expect(report.verdict, toText(report)).toBe("pass");
    expect(report.tensors.map(({ name }) => name)).toEqual([
      "input.x",
      "input.hidden",
      "input.cell",
      "weight",
      "recurrent",
    ]);
  });

  test.each(Object.entries(cellMistakes))("fails where %s", (_, read) => {
    for (const seed of seeds) expect(gradcheck(lstmCell(read)(1), { ...alone, seed }).verdict).toBe("fail");
  });

  test("fails with the name of the output that was forgotten", () => {
    const forgetful = lstmCell(cellMistakes["the gradient of the cell is forgotten"])(1);
    expect(gradcheck(forgetful, alone).tensors[0].diagnoses[0]).toMatchObject({
      kind: "missing-sum",
      message:
        "backprop holds only the contribution of the output hidden: that of cell is missing from the gradient of input.x",
    });
  });
});

describe("top-k", () => {
  test.each(seeds)("needs no gradient for indices, which no nudge moves, seed %i", (seed) => {
    const report = gradcheck(topK()(2), { input: [2, 4], seed });
    expect(report.verdict, toText(report)).toBe("pass");
    expect(report.findings).toEqual([]);
    expect(gradcheck(topK(1)(2), { input: [2, 4], seed }).verdict).toBe("fail");
  });

  test("is checked in a sequence, with a layer that takes both by name", () => {
    const options = { input: [2, 3] };
    const report = gradcheck(sequential(dense(3, 4), topK()(2), rowSums()()), options);
    expect(report.verdict, toText(report)).toBe("pass");
    const wrong = gradcheck(sequential(dense(3, 4), topK()(2), rowSums(2)()), options);
    expect(wrong.tensors.map(({ verdict }) => verdict)).toEqual(["fail", "fail", "fail"]);
    expect(wrong.tensors[0].diagnoses[0].message).toBe(
      "the gradient of values of layer 2, `rowSums()`, is wrong: backprop = 2 × numeric in every entry",
    );
    const misplaced = gradcheck(sequential(dense(3, 4), topK(1)(2), rowSums()()), options);
    expect(misplaced.tensors[1].diagnoses[0].message).toMatch(
      /^the input gradient of layer 1, `topK\(2\)`, is wrong/,
    );
  });
});

describe("mean and log-variance", () => {
  const predictions = { mean: [4, 2], logVariance: [4, 2] };

  test.each(seeds)("are predictions of a loss by name, seed %i", (seed) => {
    for (const target of [[4, 2], normal([4, 2])]) {
      const report = gradcheckLoss(gaussian()(), { prediction: predictions, target, seed });
      expect(report.verdict, toText(report)).toBe("pass");
      expect(report.tensors.map(({ name, shape }) => [name, shape])).toEqual([
        ["prediction.mean", [4, 2]],
        ["prediction.logVariance", [4, 2]],
      ]);
    }
    const twice = gaussian(({ mean, logVariance }) => ({ mean, logVariance: multiply(2, logVariance) }))();
    const { tensors } = gradcheckLoss(twice, { prediction: predictions, target: [4, 2], seed });
    expect(tensors.map(({ verdict }) => verdict)).toEqual(["pass", "fail"]);
  });

  test("of which a loss forgets one", () => {
    const forgetful = gaussian(({ mean }) => ({ mean }) as never)();
    const report = gradcheckLoss(forgetful, { prediction: predictions, target: [4, 2] });
    expect(report.findings[0]).toMatchObject({ kind: "missing", tensor: "prediction.logVariance" });
  });

  const data = { input: normal([3, 2]), target: normal([3, 1], 2) };
  const model = (head = momentsHead()) =>
    createModel(sequential(dense(2, 2), tanh(), head(2, 1)), { seed: 1 });

  test("are what a model gives to its loss", () => {
    const report = gradcheck(model(), { ...data, loss: gaussian()() });
    expect(report.verdict, toText(report)).toBe("pass");
    const exchanged = model(
      momentsHead(({ mean, logVariance }) => ({ mean: logVariance, logVariance: mean })),
    );
    expect(gradcheck(exchanged, { ...data, loss: gaussian()() }).verdict).toBe("fail");
  });

  test("of which the loss is wrong in one", () => {
    const loss = gaussian(({ mean, logVariance }) => ({ mean, logVariance: multiply(2, logVariance) }))();
    const { tensors } = gradcheck(model(), { ...data, loss });
    const said = new Map(tensors.map(({ name, diagnoses }) => [name, diagnoses[0]?.message]));
    expect(said.get("2.mean")).toBeUndefined();
    for (const name of ["0.weight", "0.bias", "2.logVariance"])
      expect(said.get(name)).toBe(
        "the loss, `gaussian()`, in its gradient of logVariance: backprop = 2 × numeric in every entry",
      );
  });

  test("are refused by a loss of one tensor, with the names", () => {
    const { findings } = gradcheck(model(), { ...data, loss: meanSquaredError() });
    expect(findings[0].message).toContain("expected one tensor, got the outputs { mean, logVariance } of");
  });
});

describe("the upstream gradient", () => {
  const layer = momentsHead()(2, 2);
  const input = normal([3, 2]);

  test("is given by name, as values or shapes", () => {
    const upstream = {
      mean: ones([3, 2]),
      logVariance: tensor([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
    };
    const given = gradcheck(layer, { input, upstream });
    expect(given.verdict, toText(given)).toBe("pass");
    // dV = xᵀ dlogVariance
    const expected = (i: number, j: number) =>
      [0, 1, 2].reduce((total, n) => total + input.get(n, i) * upstream.logVariance.get(n, j), 0);
    const { analytic } = given.tensors.find(({ name }) => name === "logVariance")!.entries!;
    expect(analytic).toEqual([expected(0, 0), expected(0, 1), expected(1, 0), expected(1, 1)]);
    const drawn = gradcheck(layer, { input: [3, 2], upstream: { logVariance: [3, 2], mean: [3, 2] } });
    expect(drawn.verdict).toBe("pass");
    expect(drawn.replay).toBe(
      "gradcheck(momentsHead(2, 2), { input: [3, 2], upstream: { logVariance: [3, 2], mean: [3, 2] }, seed: 0 })",
    );
  });

  const named = "gradcheck: upstream must be { mean, logVariance } as the output of momentsHead(2, 2), got";
  test.each<[unknown, string]>([
    [[12], `${named} one tensor`],
    [{ mean: [3, 2] }, `${named} { mean }`],
    [{ mean: [3, 2], variance: [3, 2] }, `${named} { mean, variance }`],
    [
      { mean: [2, 3], logVariance: [3, 2] },
      "gradcheck: upstream mean must be [3, 2] as the output mean of momentsHead(2, 2), got [2, 3]",
    ],
  ])("of other names or shapes is refused: %j", (upstream, message) => {
    expect(() => gradcheck(layer, { input, upstream: upstream as never })).toThrow(message);
  });

  test("by name is refused where the output is one tensor", () => {
    expect(() => gradcheck(dense(2, 2), { input, upstream: { y: [3, 2] } })).toThrow(
      "gradcheck: upstream must be one tensor as the output of dense(2, 2), got { y }",
    );
  });
});

test("an output that is not finite is said by its place", () => {
  const logarithms = defineLayer("logarithms", () => ({
    forward: (x) => [{ same: x, log: log(x) }, x],
    backward: ({ same }) => ({ input: same }),
  }));
  const { findings } = gradcheck(logarithms(), {
    input: [
      [1, 2, 3],
      [4, -5, 6],
    ],
  });
  expect(findings.map(({ message }) => message)).toContain(
    "forward gives NaN, first at log[1, 1] of the outputs",
  );
});

test("a number of rows that is written into the code is found", () => {
  const halves = (rows: (x: Tensor) => number) =>
    defineLayer("halves", () => ({
      parameters: { gain: ones([2]) },
      forward: (x, { gain }) => [{ mean: divide(sum(multiply(x, gain), 1), x.shape[0]), same: x }, x],
      backward: ({ mean, same }, x, { gain }) => {
        const rate = divide(mean, rows(x));
        const column = tensor(rate.data, [x.shape[0], 1]);
        return {
          input: tensor(
            multiply(column, gain).data.map((d, k) => d + same.data[k]),
            x.shape,
          ),
          gain: sum(multiply(column, x), 0),
        };
      },
    }))();
  const right = gradcheck(
    halves((x) => x.shape[0]),
    { input: [4, 2] },
  );
  expect(right.verdict, toText(right)).toBe("pass");
  expect(
    failures(
      gradcheck(
        halves(() => 4),
        { input: [4, 2] },
      ),
    ),
  ).toEqual(["batch-size"]);
});

test.each(["low", "high"] as const)(
  "a backward pass that writes to the gradient of one of them is found: %s",
  (name) => {
    const writing = defineLayer("writing", () => ({
      forward: (x) => [{ low: x, high: multiply(x, 2) }, null],
      backward: (dy) => {
        const input = tensor(
          dy.low.data.map((d, k) => d + 2 * dy.high.data[k]),
          dy.low.shape,
        );
        dy[name].data[1] = 7;
        return { input };
      },
    }))();
    const report = gradcheck(writing, { input: [2, 2] });
    expect(failures(report)).toEqual(["mutates-upstream"]);
    expect(report.counts).toMatchObject({ passed: 4 });
  },
);
