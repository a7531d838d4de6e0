import { copy, map, multiply, ones, square, sum, type Tensor, tensor, zeros } from "@nudge/core";
import { describe, expect, test } from "vitest";
import {
  failures,
  kinds,
  linear,
  type Named,
  normal,
  type Subject,
  spoil,
  withEntry,
} from "../../test/fixtures.ts";
import { gradcheckMap, toText } from "../index.ts";

/** y = x² g^power      x: [5]  g: [5], which is at one value everywhere */
const gained = (power: number, gradient: (g: number) => number, at = 1): Subject => ({
  tensors: { x: normal([5]), gain: map(ones([5]), () => at) },
  forward: ({ x, gain }) => [
    multiply(
      square(x),
      map(gain, (g) => g ** power),
    ),
    0,
  ],
  backward: (dy, _, { x, gain }) => ({
    x: multiply(
      multiply(dy, multiply(x, 2)),
      map(gain, (g) => g ** power),
    ),
    gain: multiply(multiply(dy, square(x)), map(gain, gradient)),
  }),
});

test("a gradient that is right at 1 only is found, with a note of the special point", () => {
  // d(g²)/dg = 2g, and 2 at 1.
  const report = gradcheckMap(gained(2, () => 2));
  expect(kinds(report)).toEqual(["second-point", "special-point"]);
  expect(report.findings).toMatchObject([
    { severity: "failure", tensor: "gain" },
    { severity: "note", tensor: "gain" },
  ]);
  expect(report.counts.passed).toBe(10);
  expect(report.verdict).toBe("fail");
});

test("a term that is zero at zero only is found", () => {
  const report = gradcheckMap({
    tensors: { x: normal([5]), bias: zeros([5]) },
    forward: ({ x, bias }) => [map(x, bias, (v, b) => v * v + b + b * b), 0],
    backward: (dy, _, { x }) => ({ x: multiply(dy, multiply(x, 2)), bias: dy }),
  });
  expect(failures(report)).toEqual(["second-point"]);
});

test("a tensor that is right at every point is not accused, whatever its values", () => {
  for (const at of [1, -2, 1e-8, 1e8]) {
    const report = gradcheckMap(gained(2, (g) => 2 * g, at));
    expect(report.verdict, `${at}\n${toText(report)}`).toBe("pass");
    expect(kinds(report)).not.toContain("special-point");
  }
});

test("gradients that do not follow the weights are stale", () => {
  let kept: Tensor | undefined;
  const report = gradcheckMap({
    tensors: { x: normal([5]) },
    forward: ({ x }) => {
      kept ??= copy(x);
      return [map(x, Math.exp), kept];
    },
    backward: (dy, x) => ({ x: multiply(dy, map(x, Math.exp)) }),
  });
  expect(failures(report)).toEqual(["stale"]);
  expect(report.counts.passed).toBe(5);
});

test("a copy of a weight that is made once is stale, though the rest of backward follows", () => {
  let W: Tensor | undefined;
  const right = linear();
  const report = gradcheckMap({
    ...right,
    backward: (dy, cache, t) => {
      W ??= copy(t.W);
      return right.backward(dy, cache, { ...t, W });
    },
  });
  expect(report.verdict).toBe("fail");
  expect(failures(report)).toHaveLength(1);
  expect(["stale", "second-point"]).toContain(failures(report)[0]);
});

test("a constant gradient of a linear map is not stale", () => {
  const report = gradcheckMap({
    tensors: { x: normal([5]) },
    forward: ({ x }) => [multiply(x, 3), 0],
    backward: (dy) => ({ x: multiply(dy, 3) }),
  });
  expect(report.verdict, toText(report)).toBe("pass");
});

describe("evaluation mode", () => {
  /** y = 2x in training, 3x in evaluation, where the gradient is `evaluation` times dy. */
  const modal = (evaluation: number, training = 2): Subject => ({
    tensors: { x: normal([5]) },
    forward: ({ x }, pass) => [multiply(x, pass.training ? 2 : 3), pass.training],
    backward: (dy, inTraining) => ({ x: multiply(dy, inTraining ? training : evaluation) }),
  });

  test("is checked too: right in training and wrong in evaluation is found", () => {
    const report = gradcheckMap(modal(2));
    expect(failures(report)).toEqual(["second-point"]);
    expect(report.findings[0].message).toContain("evaluation mode");
    expect(report.counts.passed).toBe(5);
  });

  test("is not looked at where training was asked for, nor training where evaluation was", () => {
    const modes = ({ gradient }: { gradient: number }) =>
      (["both", "training", "evaluation"] as const).map(
        (modes) => gradcheckMap(modal(gradient, gradient), { modes }).verdict,
      );
    expect(modes({ gradient: 2 })).toEqual(["fail", "pass", "fail"]);
    expect(modes({ gradient: 3 })).toEqual(["fail", "fail", "pass"]);
  });

  test("alone is where the gradient of a spectral norm is meant to hold, which takes u and v for constants", () => {
    // y = W / (uᵀ W v); in training one step of the power method comes before it.
    const unit = (x: number[]) => x.map((value) => value / Math.hypot(...x));
    const [u0, v0] = [unit([1, 2]), unit([1, -1])];
    const normalized = {
      tensors: { W: [2, -1, 0.5, 1] },
      forward({ W: [a, b, c, d] }: { W: number[] }, { training }: { training: boolean }) {
        const v = training ? unit([a * u0[0] + c * u0[1], b * u0[0] + d * u0[1]]) : v0;
        const u = training ? unit([a * v[0] + b * v[1], c * v[0] + d * v[1]]) : u0;
        const sigma = u[0] * (a * v[0] + b * v[1]) + u[1] * (c * v[0] + d * v[1]);
        return [[a, b, c, d].map((w) => w / sigma), { sigma, u, v }] as [number[], Held];
      },
      backward(dy: number[], { sigma, u, v }: Held, { W }: { W: number[] }) {
        const along = dy.reduce((sum, d, i) => sum + d * W[i], 0) / sigma ** 2;
        return { W: dy.map((d, i) => d / sigma - along * u[i >> 1] * v[i % 2]) };
      },
    };
    type Held = { sigma: number; u: number[]; v: number[] };
    expect(gradcheckMap(normalized).verdict).toBe("fail");
    expect(gradcheckMap(normalized, { modes: "evaluation" }).verdict).toBe("pass");
  });

  test("is the only one in which passes run where it was asked for", () => {
    const seen = new Set<boolean>();
    const right = modal(3);
    const forward: Subject["forward"] = (tensors, pass) => {
      seen.add(pass.training);
      return right.forward(tensors, pass);
    };
    for (const modes of ["training", "evaluation"] as const) {
      seen.clear();
      expect(gradcheckMap({ ...right, forward }, { modes, points: 2 }).verdict).toBe("pass");
      expect([...seen]).toEqual([modes === "training"]);
    }
  });

  test("may be right", () => {
    expect(gradcheckMap(modal(3)).verdict).toBe("pass");
  });

  test("may throw, or have another shape or no finite output: that is no finding", () => {
    const odd: Subject["forward"][] = [
      ({ x }, { training }) => {
        if (!training) throw new Error("not ready");
        return [multiply(x, 2), 0];
      },
      ({ x }, { training }) => [training ? multiply(x, 2) : tensor(sum(x)), 0],
      ({ x }, { training }) => [multiply(x, training ? 2 : Number.NaN), 0],
    ];
    for (const forward of odd) {
      const report = gradcheckMap({
        tensors: { x: normal([5]) },
        forward,
        backward: (dy) => ({ x: multiply(dy, 2) }),
      });
      expect(report.verdict, toText(report)).toBe("pass");
    }
  });
});

test("a point near by where the subject throws or is not finite is ignored", () => {
  const x = tensor([0.999999, 2]);
  const edge = (fail: () => number): Subject => ({
    tensors: { x },
    forward: ({ x }) => [
      map(x, (v) => (Math.abs(v - 0.999999) > 0.001 && Math.abs(v - 2) > 0.001 ? fail() : v * v)),
      0,
    ],
    backward: (dy, _, { x }) => ({ x: multiply(dy, multiply(x, 2)) }),
  });
  const nan = gradcheckMap(edge(() => Number.NaN));
  expect(failures(nan), toText(nan)).toEqual([]);
});

test("`points` checks every entry at jittered points as well", () => {
  // Right at the given point; off by a tenth of the distance from it elsewhere, in one entry of many.
  const x = normal([40]);
  const subject: Subject = {
    tensors: { x },
    forward: ({ x }) => [square(x), 0],
    backward: (dy, _, t) => {
      const right = map(dy, t.x, (d, v) => 2 * d * v);
      return { x: withEntry(right, 17, (g) => g * (1 + (t.x.get(17) - x.get(17)) / 10)) };
    },
  };
  const report = gradcheckMap(subject, { points: 3 });
  expect(report.verdict).toBe("fail");
  expect(report.counts).toMatchObject({ entries: 40, wrong: 1 });
  expect(report.tensors[0].worst[0].index).toEqual([17]);
});

test("with `points`, what is right everywhere passes, and what is wrong counts once", () => {
  const right = gradcheckMap(linear(), { points: 4 });
  expect(right.verdict, toText(right)).toBe("pass");
  expect(right.counts).toMatchObject({ entries: 20, passed: 20 });
  const wrong = gradcheckMap(
    spoil(linear(), ({ b }) => ({ b: multiply(b, 2) })),
    { points: 4 },
  );
  expect(wrong.counts).toMatchObject({ entries: 20, passed: 18, wrong: 2 });
});

test("a negative or tiny value keeps its sign at other points, so that a domain is kept", () => {
  const report = gradcheckMap(
    {
      tensors: { x: tensor([1e-12, 1e-3, 5]), y: tensor([-1e-12, -1e-3, -5]) },
      forward: ({ x, y }: Named) => [map(x, y, (a, b) => Math.log(a) + Math.log(-b)), 0],
      backward: (dy: Tensor, _: unknown, { x, y }: Named) => ({
        x: map(dy, x, (d, v) => d / v),
        y: map(dy, y, (d, v) => d / v),
      }),
    },
    { points: 3 },
  );
  expect(report.verdict, toText(report)).toBe("pass");
});
