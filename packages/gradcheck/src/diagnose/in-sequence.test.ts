import { createModel, type Layer, map, multiply, negate, type Tensor } from "@nudge/core";
import { expect, test } from "vitest";
import { dense, meanSquaredError, relu, sequential, tanh } from "../../../layers/src/index.ts";
import { normal, tensorOf } from "../../test/fixtures.ts";
import { gradcheck } from "../index.ts";

/** A layer with other gradients: those returned are merged into the right ones. */
function spoil<L extends Layer>(layer: L, change: (right: Tensors, dy: Tensor, cache: unknown) => object): L {
  return {
    ...layer,
    backward(dy: Tensor, cache: unknown, parameters: never) {
      const right = layer.backward(dy, cache, parameters) as unknown as Tensors;
      return { ...right, ...change(right, dy, cache) };
    },
  };
}
type Tensors = { readonly [name: string]: Tensor };

const diagnosesOf = (report: ReturnType<typeof gradcheck>) =>
  Object.fromEntries(
    report.tensors
      .filter(({ verdict }) => verdict === "fail")
      .map(({ name, diagnoses }) => [name, diagnoses.map(({ kind, layer }) => [kind, layer])]),
  );

test("everything before the layer is wrong, and the layer itself says why", () => {
  const wrong = spoil(tanh() as Layer, ({ input }) => ({ input: multiply(input, 2) }));
  const report = gradcheck(sequential(dense(4, 5), wrong, dense(5, 3)), { input: [6, 4] });
  const said = [["input-gradient", 1]];
  expect(diagnosesOf(report)).toEqual({ input: said, "0.weight": said, "0.bias": said });
  const [first] = tensorOf(report, "0.weight").diagnoses;
  expect(first.factor).toBe(2);
  expect(first.message).toBe(
    "the input gradient of layer 1, `tanh()`, is wrong: backprop = 2 × numeric in every entry",
  );
});

test("a layer whose parameters are right and whose input gradient is not", () => {
  const wrong = spoil(dense(5, 3) as Layer, ({ input }) => ({ input: negate(input) }));
  const report = gradcheck(sequential(dense(4, 5), relu(), wrong), { input: [6, 4] });
  const said = [["input-gradient", 2]];
  expect(diagnosesOf(report)).toEqual({ input: said, "0.weight": said, "0.bias": said });
});

test("no simple pattern inside the layer still names the layer", () => {
  const wrong = spoil(tanh() as Layer, (_, dy, y) => ({
    input: map(dy, y as Tensor, (d, t) => d * (1 - t)),
  }));
  const report = gradcheck(sequential(dense(4, 5), wrong, dense(5, 3)), { input: [6, 4] });
  expect(tensorOf(report, "0.bias").diagnoses).toMatchObject([{ kind: "input-gradient", layer: 1 }]);
});

test("silent for a layer's own parameters: they are diagnosed by the layer alone", () => {
  const wrong = spoil(dense(5, 3) as Layer, (_, dy) => ({ bias: map(dy.pick(0), (d) => d) }));
  const model = createModel(sequential(dense(4, 5), tanh(), wrong), { seed: 1 });
  const [input, target] = [normal([6, 4]), normal([6, 3], 2)];
  const report = gradcheck(model, { input, target, loss: meanSquaredError() });
  expect(diagnosesOf(report)).toEqual({ "2.bias": [["missing-sum", undefined]] });
});

test("two mistakes: each tensor gets the one that spoils it", () => {
  const first = spoil(dense(4, 5) as Layer, ({ weight }) => ({ weight: multiply(weight, 3) }));
  const second = spoil(dense(5, 3) as Layer, ({ bias }) => ({ bias: negate(bias) }));
  const report = gradcheck(sequential(first, tanh(), second), { input: [6, 4] });
  expect(diagnosesOf(report)).toEqual({
    "0.weight": [["factor", undefined]],
    "2.bias": [["sign", undefined]],
  });
});

test("the loss of a model", () => {
  const loss = meanSquaredError();
  const wrong = {
    ...loss,
    backward: (cache: Parameters<typeof loss.backward>[0]) => multiply(loss.backward(cache), 0.5),
  };
  const model = createModel(sequential(dense(4, 5), tanh(), dense(5, 3)), { seed: 1 });
  const report = gradcheck(model, { input: normal([6, 4]), target: normal([6, 3], 2), loss: wrong });
  const [{ kind, factor, message }] = tensorOf(report, "0.weight").diagnoses;
  expect({ kind, factor }).toEqual({ kind: "factor", factor: 0.5 });
  expect(message).toBe("the loss, `meanSquaredError()`: backprop = 0.5 × numeric in every entry: 1/2");
});

test("a sequence within a sequence", () => {
  const wrong = spoil(tanh() as Layer, ({ input }) => ({ input: negate(input) }));
  const inner = sequential(dense(5, 5), wrong);
  const report = gradcheck(sequential(dense(4, 5), inner, dense(5, 3)), { input: [6, 4] });
  expect(tensorOf(report, "1.0.weight").diagnoses[0].message).toContain("layer 1.1, `tanh()`");
});
