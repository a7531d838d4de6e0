import { multiply, power, tensor } from "@nudge/core";
import { expect, test } from "vitest";
import { linear, pointwise, spoil } from "../../test/fixtures.ts";
import { gradcheckFunction, gradcheckMap } from "../index.ts";

/** f(θ) = Σ θᵢ³, with the second entry of its gradient times `factor`. At θ = 1, D(h) = 3 + h². */
const cubes = (factor: number) => ({
  name: "cubes",
  theta: [1, 1],
  value: ([x, y]: Float64Array) => x ** 3 + y ** 3,
  gradient: ([x, y]: Float64Array) => [3 * x * x, factor * 3 * y * y],
});

test("after a failure the worst entry and a healthy one are measured at steps that fall by 4 from half to 2^-39", () => {
  const { curves } = gradcheckFunction(cubes(2));
  expect(curves.map(({ role, tensor, index }) => [role, tensor, index])).toEqual([
    ["worst", "theta", [1]],
    ["healthy", "theta", [0]],
  ]);
  for (const { steps } of curves)
    expect(steps).toEqual(Array.from({ length: 20 }, (_, k) => 2 ** (-1 - 2 * k)));
});

test("a wrong entry stays at the distance to its slope, and its remainder falls as the step does", () => {
  const [{ steps, errors, remainders }] = gradcheckFunction(cubes(2)).curves;
  for (const [k, h] of steps.entries()) {
    if (h < 1e-9) continue;
    expect(errors[k]).toBeCloseTo(3 - h * h, 5);
    expect(remainders[k] / (2 * h)).toBeCloseTo(3 - h * h, 5);
  }
});

test("the error of a healthy entry falls as h², its remainder as h³, until rounding takes over", () => {
  const [, { steps, errors, remainders }] = gradcheckFunction(cubes(2)).curves;
  for (const [k, h] of steps.entries()) {
    const rounding = (4 * Number.EPSILON) / h;
    expect(Math.abs(errors[k] - h * h)).toBeLessThanOrEqual(rounding);
    expect(Math.abs(remainders[k] - 2 * h ** 3)).toBeLessThanOrEqual(2 * h * rounding);
  }
});

test("a passing check pays for no curves", () => {
  const passing = gradcheckFunction(cubes(1));
  expect(passing.verdict).toBe("pass");
  expect(passing.curves).toEqual([]);
});

test("evaluations for curves are counted, as all are", () => {
  let calls = 0;
  const subject = cubes(2);
  const value = (theta: Float64Array) => {
    calls++;
    return subject.value(theta);
  };
  expect(gradcheckFunction({ ...subject, value }).evaluations).toBe(calls);
});

test("where no entry is wrong, as in an inconclusive check, the entry farthest from its slope is measured", () => {
  const silent = pointwise(
    (x) => 1e18 + x,
    () => 1,
    [0.5, 0.25],
  );
  const { verdict, curves } = gradcheckMap(silent, { upstream: tensor([1, 1]) });
  expect(verdict).toBe("inconclusive");
  expect(curves.map(({ role }) => role)).toEqual(["worst"]);
  expect(curves[0].errors).toEqual(new Array(20).fill(1));
});

test("an entry that is wrong at a later point only is measured there", () => {
  const subject = {
    name: "cubes",
    theta: [1, 1],
    value: ([x, y]: Float64Array) => x ** 3 + y ** 3,
    gradient: ([x, y]: Float64Array) => [3 * x * x, y === 1 ? 3 : 7],
  };
  const { curves } = gradcheckFunction(subject, { points: 3 });
  const [worst] = curves;
  expect(worst.index).toEqual([1]);
  const settled = worst.errors.slice(5, 12);
  for (const error of settled) expect(Math.abs(error - settled[0])).toBeLessThan(1e-4);
  expect(settled[0]).toBeGreaterThan(1);
});

test("steps that leave the domain give NaN and do no harm", () => {
  const root = {
    name: "root",
    theta: [0.3],
    value: ([x]: Float64Array) => Math.sqrt(x - 0.2),
    gradient: () => [1],
  };
  const [{ errors }] = gradcheckFunction(root).curves;
  expect(errors[0]).toBeNaN();
  expect(errors[5]).toBeCloseTo(0.5 / Math.sqrt(0.1) - 1, 5);
});

test("an entry of NaN is no curve: the worst one that is finite is measured", () => {
  const subject = { ...cubes(1), gradient: () => [Number.NaN, 4] };
  expect(gradcheckFunction(subject).curves.map(({ role, index }) => [role, index])).toEqual([["worst", [1]]]);
});

test("the healthy entry is of the same tensor where it has one, and of another where not", () => {
  const one = gradcheckMap(
    spoil(linear(), ({ W }) => {
      const spoiled = multiply(W, 1);
      spoiled.data[3] *= 2;
      return { W: spoiled };
    }),
  );
  expect(one.curves.map(({ tensor }) => tensor)).toEqual(["W", "W"]);
  const all = gradcheckMap(spoil(linear(), ({ W }) => ({ W: multiply(W, 2) })));
  expect(all.curves[0].tensor).toBe("W");
  expect(all.curves[1].tensor).not.toBe("W");
});

test("the healthy entry is rather one in which the subject is curved", () => {
  const { curves } = gradcheckMap({
    name: "w x²",
    tensors: { w: tensor([2, 3]), x: tensor([1, 1]) },
    forward: ({ w, x }) => [multiply(w, multiply(x, x)), undefined],
    backward: (dy, _cache, { w, x }) => {
      const dw = multiply(dy, multiply(x, x));
      dw.data[0] *= 2;
      return { w: dw, x: multiply(dy, multiply(2, multiply(w, x))) };
    },
  });
  // A square is straight to a two-sided difference: neither is curved.
  expect(curves.map(({ tensor }) => tensor)).toEqual(["w", "w"]);

  const cubic = gradcheckMap({
    name: "w x³",
    tensors: { w: tensor([2, 3]), x: tensor([1, 1]) },
    forward: ({ w, x }) => [multiply(w, power(x, 3)), undefined],
    backward: (dy, _cache, { w, x }) => {
      const dw = multiply(dy, power(x, 3));
      dw.data[0] *= 2;
      return { w: dw, x: multiply(dy, multiply(3, multiply(w, multiply(x, x)))) };
    },
  });
  expect(cubic.curves.map(({ tensor }) => tensor)).toEqual(["w", "x"]);
});

test("what is curved is told from noise by a step of half of the scale and one of a 32nd", () => {
  // Beside 1e6 the noise of a slope is 5e-9 over 1/32 of the scale. D(h) = 1 + 3 K + K h².
  const picturedOf = (K: number) => {
    const { curves } = gradcheckMap({
      tensors: { wrong: [1], straight: [1], curved: [1] },
      forward: ({ wrong, straight, curved }) => [
        1e6 + wrong[0] + straight[0] + curved[0] + K * curved[0] ** 3,
        null,
      ],
      backward: (dy: number, _cache: null, { curved }: { curved: number[] }) => ({
        wrong: [2 * dy],
        straight: [dy],
        curved: [dy * (1 + 3 * K * curved[0] ** 2)],
      }),
    });
    return curves.map(({ tensor }) => tensor);
  };
  expect(picturedOf(1e-6)).toEqual(["wrong", "curved"]);
  expect(picturedOf(1e-9)).toEqual(["wrong", "straight"]);
});
