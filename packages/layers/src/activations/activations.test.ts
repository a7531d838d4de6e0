// What relu, tanh and sigmoid have in common; each against its formula and at the edges of its range.
import { type Dtype, full, rng, type Tensor, tensor, toArray } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { relu } from "./relu.ts";
import { sigmoid } from "./sigmoid.ts";
import { tanh } from "./tanh.ts";

const pass = { training: true, rng: rng(0) };

/** y and dy/dx at the entries of x. */
function evaluate(layer: ReturnType<typeof relu>, x: Tensor) {
  const [y, cache] = layer.forward(x, {}, pass, {});
  const { input: dx } = layer.backward(full(x.shape, 1, x.dtype as Dtype), cache, {});
  return { y, dx: dx! };
}

const cases = [
  { factory: relu, f: (x: number) => Math.max(x, 0), slope: (x: number) => (x > 0 ? 1 : 0) },
  { factory: tanh, f: Math.tanh, slope: (x: number) => 1 / Math.cosh(x) ** 2 },
  {
    factory: sigmoid,
    f: (x: number) => 1 / (1 + Math.exp(-x)),
    slope: (x: number) => 1 / (2 + Math.exp(x) + Math.exp(-x)),
  },
];

describe.each(cases.map((entry) => ({ ...entry, layer: entry.factory() })))(
  "$layer.name",
  ({ layer, f, slope }) => {
    const points = Array.from({ length: 81 }, (_, i) => (i - 40) / 4 + 0.01);

    test("agrees with its formula and its derivative", () => {
      const { y, dx } = evaluate(layer, tensor(points));
      points.forEach((x, i) => {
        expect(y.get(i)).toBeCloseTo(f(x), 14);
        expect(dx.get(i)).toBeCloseTo(slope(x), 14);
      });
    });

    test("multiplies the upstream gradient in", () => {
      const x = tensor([
        [0.5, -0.5],
        [2, -2],
      ]);
      const [, cache] = layer.forward(x, {}, pass, {});
      const dx = layer.backward(
        tensor([
          [2, 3],
          [-5, 7],
        ]),
        cache,
        {},
      ).input!;
      for (const [i, dy] of [2, 3, -5, 7].entries()) {
        expect(dx.data[i]).toBeCloseTo(dy * slope(x.data[i]), 14);
      }
    });

    test("keeps float32 and any shape", () => {
      const { y, dx } = evaluate(layer, tensor(new Float32Array([-1, 0, 1, 2]), [1, 2, 2]));
      for (const result of [y, dx]) {
        expect(result.dtype).toBe("float32");
        expect(result.shape).toEqual([1, 2, 2]);
      }
    });

    test("NaN stays NaN", () => {
      expect(evaluate(layer, tensor([Number.NaN])).y.get(0)).toBeNaN();
    });

    test("is finite and flat, or straight, at the ends of the range", () => {
      const { y, dx } = evaluate(layer, tensor([-1e300, -1000, 1000]));
      expect(toArray(y)).toEqual([f(-1000), f(-1000), f(1000)]);
      expect(Array.from(dx.data, Math.abs)).toEqual([0, 0, layer.name === "relu" ? 1 : 0]);
    });

    test("prints as the code that makes it", () => {
      expect(`${layer}`).toBe(`${layer.name}()`);
    });
  },
);

test("the derivative of relu at 0 is 0, on both sides of 0 as well", () => {
  const { y, dx } = evaluate(relu(), tensor([0, -0, 5e-324, -5e-324]));
  expect(Array.from(y.data, Math.abs)).toEqual([0, 0, 5e-324, 0]);
  expect(toArray(dx)).toEqual([0, 0, 1, 0]);
});

test("sigmoid keeps its small tail", () => {
  expect(evaluate(sigmoid(), tensor([-700])).y.get(0)).toBe(Math.exp(-700));
});
