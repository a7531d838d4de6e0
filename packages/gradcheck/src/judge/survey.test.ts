// The survey of healthy subjects: what it costs, and whether its error bars are what they say.
import { map, mean, multiply, rng, square, sum, type Tensor, tensor } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { type Named, normal, pointwise, type Subject, tensorOf } from "../../test/fixtures.ts";
import { type GradcheckReport, gradcheckMap, toText } from "../index.ts";

const sine = (x: Tensor | number[], k = 1) =>
  pointwise(
    (v) => Math.sin(k * v),
    (v) => k * Math.cos(k * v),
    x,
  );

/** A loss: the mean of tanh(x)². */
const meanTanh = (x: Tensor, added = 0): Subject => ({
  tensors: { x },
  forward: ({ x }) => [tensor(added + mean(square(map(x, Math.tanh)))), undefined],
  backward: (dy, _, { x }) => ({
    x: map(x, (v) => (dy.get() * 2 * Math.tanh(v) * (1 - Math.tanh(v) ** 2)) / x.size),
  }),
});

describe("the cost", () => {
  test.each([
    ["of an elementwise function", (x: Tensor) => sine(x)],
    ["of a loss", (x: Tensor) => meanTanh(x)],
    ["of a loss with a constant in it", (x: Tensor) => meanTanh(x, 10)],
  ])("%s is two evaluations for an entry and a constant", (_, subject) => {
    const evaluations = [200, 400].map((n) => {
      const report = gradcheckMap(subject(normal([n])));
      expect(report.verdict, toText(report)).toBe("pass");
      return report.evaluations;
    });
    expect((evaluations[1] - evaluations[0]) / 200).toBeLessThan(2.2);
    expect((evaluations[1] - evaluations[0]) / 200).toBeGreaterThanOrEqual(2);
    expect(evaluations[0]).toBeLessThan(2.2 * 200 + 200);
  });

  test("of a wrong gradient is bounded", () => {
    const wrong = pointwise(Math.sin, (v) => -Math.cos(v), normal([100]));
    expect(gradcheckMap(wrong).evaluations).toBeLessThan(60 * 100);
  });

  test("of further points is that of the first again", () => {
    const one = gradcheckMap(sine(normal([200]))).evaluations;
    const three = gradcheckMap(sine(normal([200])), { points: 3 }).evaluations;
    expect(three).toBeLessThan(3.1 * one);
    expect(three).toBeGreaterThan(3 * 2 * 200);
  });
});

/** How often |numeric - analytic| exceeds the error bar, and the median of the bar over the value. */
function honesty(report: GradcheckReport) {
  let violated = 0;
  const relative: number[] = [];
  for (const { entries } of report.tensors) {
    entries!.analytic.forEach((g, i) => {
      if (!(Math.abs(entries!.numeric[i] - g) <= entries!.error[i] + 4e-16 * Math.abs(g))) violated++;
      if (g !== 0) relative.push(entries!.error[i] / Math.abs(g));
    });
  }
  return { violated, median: relative.toSorted((a, b) => a - b)[relative.length >> 1] };
}

describe("error bars hold", () => {
  for (const k of [1, 3, 10, 30]) {
    test.each([1, 3, 10, 100, 1000])(`for sin ${k}x of %d entries`, (n) => {
      const report = gradcheckMap(sine(normal([n], 5), k));
      expect(report.verdict, toText(report)).toBe("pass");
      const { violated, median } = honesty(report);
      expect(violated).toBe(0);
      expect(median).toBeLessThan(k <= 10 ? 1e-7 : 1e-6);
    });
  }

  test("for one steep entry among many flat ones", () => {
    const steep = Float64Array.from({ length: 100 }, (_, i) => (i === 37 ? 30 : 0.1));
    const x = normal([100]);
    const report = gradcheckMap({
      tensors: { x },
      forward: ({ x }: Named) => [map(x, tensor(steep), (v, k) => Math.sin(k * v)), undefined],
      backward: (dy: Tensor, _: unknown, { x }: Named) => ({
        x: multiply(
          dy,
          map(x, tensor(steep), (v, k) => k * Math.cos(k * v)),
        ),
      }),
    });
    expect(report.verdict, toText(report)).toBe("pass");
    expect(honesty(report).violated).toBe(0);
  });

  test("for entries that differ by many orders of magnitude", () => {
    const x = map(normal([60]), (v) => v);
    for (let i = 0; i < 60; i++) x.data[i] *= 10 ** ((i % 13) - 6);
    const report = gradcheckMap(pointwise(Math.asinh, (v) => 1 / Math.sqrt(1 + v * v), x));
    expect(report.verdict, toText(report)).toBe("pass");
    expect(honesty(report).violated).toBe(0);
  });

  test("for a hundred random smooth maps", () => {
    const medians: number[] = [];
    for (let seed = 0; seed < 100; seed++) {
      const stream = rng(seed);
      const [a, b, c] = [stream.normal(), 3 * stream.normal(), stream.normal()];
      const x = normal([2 + stream.integer(20)], seed + 1000);
      // y_i = exp(c sin(b x_i + a)) s, where s = Σ x² / n joins the entries.
      const wave = (v: number) => Math.exp(c * Math.sin(b * v + a));
      const report = gradcheckMap(
        {
          tensors: { x },
          forward: ({ x }: Named) => [multiply(map(x, wave), mean(square(x))), undefined],
          backward: (dy: Tensor, _: unknown, { x }: Named) => {
            const s = mean(square(x));
            const shared = sum(multiply(dy, map(x, wave)));
            return {
              x: map(
                x,
                dy,
                (v, d) => d * s * wave(v) * c * Math.cos(b * v + a) * b + (shared * 2 * v) / x.size,
              ),
            };
          },
        },
        { seed },
      );
      expect(report.verdict, toText(report)).toBe("pass");
      const { violated, median } = honesty(report);
      expect(violated, `seed ${seed}\n${toText(report)}`).toBe(0);
      expect(report.ratio).toBeLessThanOrEqual(report.noiseRatio);
      medians.push(median);
    }
    expect(medians.toSorted((p, q) => p - q)[50]).toBeLessThan(1e-7);
  });
});

test("the detection limit is the error that would have been found on any entry", () => {
  const x = normal([30]);
  const { detectionLimit } = tensorOf(gradcheckMap(sine(x)), "x");
  expect(detectionLimit).toBeGreaterThanOrEqual(1e-7);
  expect(detectionLimit).toBeLessThan(1e-5);
  for (let k = 0; k < 30; k++) {
    const right = sine(x);
    const off = gradcheckMap({
      ...right,
      backward: (dy, cache, t) => {
        const { x } = right.backward(dy, cache, t) as Named;
        x.data[k] *= 1 + 1.01 * detectionLimit;
        return { x };
      },
    });
    expect(off.verdict, `entry ${k}`).toBe("fail");
  }
});

test("the noise ratio is what a correct gradient shows at most", () => {
  for (const [subject, least, most] of [
    [sine(normal([20])), 1e-13, 1e-8],
    [meanTanh(normal([20]), 1e6), 1e-9, 1e-2],
  ] as const) {
    const { ratio, noiseRatio } = gradcheckMap(subject);
    expect(ratio).toBeLessThanOrEqual(noiseRatio);
    expect(noiseRatio).toBeGreaterThan(least);
    expect(noiseRatio).toBeLessThan(most);
  }
});
