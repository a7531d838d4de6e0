// What becomes of entries that two evaluations cannot judge: kinks, jumps, steep and flat functions, noise.
import { map, rng, tensor } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { only, scalar } from "../../test/fixtures.ts";
import { gradcheckFunction, gradcheckMap, toText } from "../index.ts";

type Real = (x: number) => number;

const check = (f: Real, slope: Real, x: number, options = {}) =>
  gradcheckFunction(scalar(f, slope, x), options);

/** The derivative of max(left, right), which cross at `at`: `there` at the point itself. */
const sides = (left: number, right: number, at: number, there: number) => (x: number) =>
  x < at ? left : x > at ? right : there;

const kinks = [
  { name: "relu at 0", f: (x: number) => Math.max(x, 0), at: 0, left: 0, right: 1 },
  { name: "abs at 0", f: Math.abs, at: 0, left: -1, right: 1 },
  { name: "max(2x, 3x - 1) at 1", f: (x: number) => Math.max(2 * x, 3 * x - 1), at: 1, left: 2, right: 3 },
  { name: "min(x, 1/3) at 1/3", f: (x: number) => Math.min(x, 1 / 3), at: 1 / 3, left: 1, right: 0 },
  {
    name: "|x - 0.7| + x² at 0.7",
    f: (x: number) => Math.abs(x - 0.7) + x * x,
    at: 0.7,
    left: 0.4,
    right: 2.4,
  },
  { name: "1e-6 |x - 5|", f: (x: number) => 1e-6 * Math.abs(x - 5), at: 5, left: -1e-6, right: 1e-6 },
  { name: "1e9 relu(x + 3)", f: (x: number) => 1e9 * Math.max(x + 3, 0), at: -3, left: 0, right: 1e9 },
  { name: "7 + |x - 1| / 10", f: (x: number) => 7 + Math.abs(x - 1) / 10, at: 1, left: -0.1, right: 0.1 },
];

for (const { name, f, at, left, right } of kinks) {
  // The slope of |x - 0.7| + x² changes along with x.
  const slopeOf = (there: number): Real =>
    name.includes("x²")
      ? (x) => 2 * x + (x < at ? -1 : x > at ? 1 : there - 2 * at)
      : sides(left, right, at, there);
  const within = (share: number) => left + share * (right - left);

  test.each([0, 0.25, 0.5, 1])(
    `${name}: a share of %d between the slopes is a valid subgradient`,
    (share) => {
      const report = check(f, slopeOf(within(share)), at);
      expect(only(report).verdict, toText(report)).toBe("kink");
      expect(report.verdict, toText(report)).toBe("pass");
      expect(report.counts).toMatchObject({ entries: 1, kink: 1 });
    },
  );

  test.each([-1, -0.01, 1.01, 2])(`${name}: a share of %d is outside of the slopes and wrong`, (share) => {
    const report = check(f, slopeOf(within(share)), at);
    expect(only(report).verdict, toText(report)).toBe("wrong");
    expect(report.verdict).toBe("fail");
  });
}

test.each([0.1, 1.5, 30])(
  "the kink of (relu(x) - t)² / 2 at 0 is not lost where steps change no bit, for t = %d",
  (t) => {
    const f = (x: number) => (Math.max(x, 0) - t) ** 2 / 2;
    const report = check(f, (x) => (x >= 0 ? x - t : 0), 0);
    expect(only(report).verdict, toText(report)).toBe("kink");
  },
);

// The jump of the slope, beside a slope, a curvature and an offset of the output.
test.each([
  [0.0036, 5e-5, 1, 0.7],
  [0.0074, 0.3, 3, 0.5],
  [1e-3, 1, 1, 0.5],
  [1e-4, 1, 1, 0.5],
  [1e-5, 1, 1, 0.5],
  [1e-4, 1, -30, 0.5],
  [1, 0, 100, 0],
])(
  "a kink of %d beside the slope %d and the curvature %d: either slope is right, others are wrong",
  (jump, slope, curvature, offset) => {
    const f = (x: number) => offset + slope * x + (jump / 2) * Math.abs(x) + curvature * x * x;
    const sided = (share: number) => (x: number) =>
      slope + (jump / 2) * (x === 0 ? share : Math.sign(x)) + 2 * curvature * x;
    for (const share of [-1, 0, 0.5, 1]) {
      const report = check(f, sided(share), 0);
      expect(report.verdict, `${share}\n${toText(report)}`).not.toBe("fail");
    }
    for (const share of [-1.5, 1.5, 3]) {
      const report = check(f, sided(share), 0);
      expect(report.verdict, `${share}\n${toText(report)}`).toBe("fail");
    }
  },
);

test("a kink in one of several entries near the noise is no reason to accuse", () => {
  const leaky = (x: number) => (x > 0 ? x : x / 100);
  const theta = [0, -1e-6, -6.9e-6, 5e-6];
  for (const w of [1, -0.4, 0.05]) {
    const report = gradcheckFunction({
      theta,
      value: (x) => 1 + x.reduce((sum, v, i) => sum + 1e-7 * (i === 0 ? w : 1) * leaky(v), 0),
      gradient: (x) => x.map((v, i) => 1e-7 * (i === 0 ? w : 1) * (v > 0 ? 1 : 0.01)),
    });
    expect(report.verdict, toText(report)).not.toBe("fail");
  }
});

const distances = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11];

test.each(distances)(
  "a kink %d away is left behind: the slope on the side of the point is right, the other wrong",
  (d) => {
    const f = (x: number) => x / 4 + Math.max(x - 1, 0);
    for (const side of [-1, 1]) {
      const x = 1 + side * d;
      const right = check(f, (x) => 0.25 + (x > 1 ? 1 : 0), x);
      expect(only(right).verdict, toText(right)).toBe("pass");
      expect(right.verdict, toText(right)).toBe("pass");
      const wrong = check(f, (x) => 0.25 + (x > 1 ? 0 : 1), x);
      expect(only(wrong).verdict, toText(wrong)).toBe("wrong");
    }
  },
);

test.each(distances)("a kink %d away does not excuse a value between the two slopes", (d) => {
  const report = check(
    (x) => x / 4 + Math.max(x - 1, 0),
    () => 0.75,
    1 + d,
  );
  expect(report.verdict, toText(report)).toBe("fail");
  expect(only(report).verdict).toBe("wrong");
});

test("a kink inside a deep composition is left behind too", () => {
  const f = (x: number) => Math.exp(Math.sin(3 * Math.max(x, 0.5 + 1e-6)));
  const slope = (x: number) => (x > 0.5 + 1e-6 ? f(x) * Math.cos(3 * x) * 3 : 0);
  for (const x of [0.5 + 3e-6, 0.5 + 1.01e-6]) {
    const report = check(f, slope, x);
    expect(report.verdict, toText(report)).toBe("pass");
    expect(check(f, (x) => 1.001 * slope(x), x).verdict).toBe("fail");
  }
});

// In brackets how fast the function varies there: on the scale of x divided by that.
const smooth: [name: string, f: Real, slope: Real, x: number][] = [
  ["sin 1000x at 1", (x) => Math.sin(1e3 * x), (x) => 1e3 * Math.cos(1e3 * x), 1],
  ["sin 1e6x at 1", (x) => Math.sin(1e6 * x), (x) => 1e6 * Math.cos(1e6 * x), 1],
  ["sin 1e9x at 1", (x) => Math.sin(1e9 * x), (x) => 1e9 * Math.cos(1e9 * x), 1],
  ["exp at 30", Math.exp, Math.exp, 30],
  ["exp at 500", Math.exp, Math.exp, 500],
  ["exp at -500", Math.exp, Math.exp, -500],
  ["1/x at 1e-5", (x) => 1 / x, (x) => -1 / (x * x), 1e-5],
  ["log at 1e-10", Math.log, (x) => 1 / x, 1e-10],
  ["sqrt at 1e-12", Math.sqrt, (x) => 1 / (2 * Math.sqrt(x)), 1e-12],
  ["x² at 1e-8", (x) => x * x, (x) => 2 * x, 1e-8],
  ["x at 1e300", (x) => 1e-300 * x, () => 1e-300, 1e300],
  ["x at 1e-300", (x) => 1e300 * x, () => 1e300, 1e-300],
  ["1e-200 sin at 1", (x) => 1e-200 * Math.sin(x), (x) => 1e-200 * Math.cos(x), 1],
  ["1e200 sin at 1", (x) => 1e200 * Math.sin(x), (x) => 1e200 * Math.cos(x), 1],
  ["1e-12 sin at 1", (x) => 1e-12 * Math.sin(x), (x) => 1e-12 * Math.cos(x), 1],
  ["1e6 + sin at 1", (x) => 1e6 + Math.sin(x), Math.cos, 1],
  ["tanh at 8", Math.tanh, (x) => 1 - Math.tanh(x) ** 2, 8],
  ["log(1 + exp) at -20", (x) => Math.log1p(Math.exp(x)), (x) => 1 / (1 + Math.exp(-x)), -20],
];

test.each(smooth)("%s: a right gradient passes", (_, f, slope, x) => {
  const report = check(f, slope, x);
  expect(report.verdict, toText(report)).toBe("pass");
  const { numeric, error, analytic } = only(report) as { numeric: number; error: number; analytic: number };
  expect(Math.abs(numeric - analytic)).toBeLessThanOrEqual(error + 1e-7 * Math.abs(analytic));
});

test.each(smooth)("%s: off by a hundredth, zero, or of the other sign it fails", (_, f, slope, x) => {
  for (const factor of [1.01, 0, -1]) {
    const report = check(f, (x) => factor * slope(x), x);
    expect(report.verdict, `${factor}\n${toText(report)}`).toBe("fail");
  }
});

type Vector = Float64Array;

/** θ, f(θ) = a + Σ w sin θ, and its gradient. */
const sines = (theta: number[], w: number[], a: number) =>
  [
    theta,
    (x: Vector) => x.reduce((sum, v, i) => sum + w[i] * Math.sin(v), a),
    (x: Vector) => Array.from(x, (v, i) => w[i] * Math.cos(v)),
  ] as const;

test.each<readonly [string, number[], (x: Vector) => number, (x: Vector) => number[]]>([
  // The domain ends, or the output overflows, before a change of the entry shows.
  ["1e4 + sqrt at 1e-300", [1e-300], ([x]) => 1e4 + Math.sqrt(x), ([x]) => [0.5 / Math.sqrt(x)]],
  [
    "exp beside a much larger exp",
    [114.55, 692.96],
    ([x, y]) => Math.exp(x) + Math.exp(y),
    ([x, y]) => [Math.exp(x), Math.exp(y)],
  ],
  [
    "1 + exp at -82, exp at -19444",
    [-82, -19444],
    ([x, y]) => 1 + Math.exp(x) + Math.exp(y),
    ([x, y]) => [Math.exp(x), Math.exp(y)],
  ],
  // Entries vary on scales much smaller than those of their tensor.
  [
    "sines at 28 to 1e9",
    ...sines([-3.22e6, -27.7, -1.48e9, 0, 1.52e8, -8.58e3], [-0.345, -0.146, -0.701, 0.527, 0.795, 0.961], 0),
  ],
  [
    "1e5 + sines at 1e3 to 5e7",
    ...sines([-52403000, -10471000, 1536.5, -5071], [-0.1367, 0.06503, -1.33, 0.98161], 1e5),
  ],
])("%s: what is lost is no reason to accuse", (_, theta, value, gradient) => {
  for (const seed of [0, 1, 2]) {
    const report = gradcheckFunction({ theta, value, gradient }, { seed });
    expect(report.verdict, toText(report)).not.toBe("fail");
  }
});

test("integers are not taken for float32 numbers", () => {
  const x = tensor([0, -1528285, 37474, -13.5, 101198, -6696]);
  const report = gradcheckMap({
    tensors: { x },
    forward: ({ x }) => [map(x, (v) => 1e6 + Math.tanh(v)), 0],
    backward: (dy, _, { x }) => ({ x: map(dy, x, (d, v) => d / Math.cosh(v) ** 2) }),
  });
  expect(report.verdict, toText(report)).not.toBe("fail");
  for (const { message } of report.findings) expect(message).not.toContain("is rounded to float32");
});

test("what 1e12 added to a loss leaves of its slope is judged by what can be known", () => {
  const f = (x: number) => 1e12 + Math.sin(x);
  const right = check(f, Math.cos, 1);
  expect(right.verdict, toText(right)).not.toBe("fail");
  expect(Math.abs(only(right).numeric - Math.cos(1))).toBeLessThanOrEqual(only(right).error);
  expect(right.noiseRatio).toBeGreaterThan(1e-4);
  expect(check(f, (x) => 3 * Math.cos(x), 1).verdict).toBe("fail");
  expect(check(f, (x) => -Math.cos(x), 1).verdict).toBe("fail");
  const unseen = check(f, (x) => 1.00001 * Math.cos(x), 1);
  expect(unseen.verdict).not.toBe("fail");
});

test("a jump at the point is unmeasurable, and never a pass", () => {
  for (const [f, x] of [
    [Math.floor, 1],
    [Math.round, 0.5],
    [Math.sign, 0],
  ] as const) {
    const report = check(
      (x) => f(x) + x / 1e3,
      () => 1e-3,
      x,
    );
    expect(only(report).verdict, toText(report)).toBe("unmeasurable");
    expect(report.verdict).toBe("inconclusive");
  }
});

test("a jump beside the point is left behind", () => {
  const report = check(
    (x) => Math.floor(x) + x * x,
    (x) => 2 * x,
    1 + 1e-6,
  );
  expect(report.verdict, toText(report)).toBe("pass");
});

test("where the function ends, the slope is not made up", () => {
  const root = (end: number) => check(Math.sqrt, (x) => (x === 0 ? end : 0.5 / Math.sqrt(x)), 0);
  for (const end of [0, -777, 1e300, Number.POSITIVE_INFINITY]) {
    expect(root(end).verdict).toBe("inconclusive");
    expect(only(root(end)).verdict).toBe("inconclusive");
  }
  expect(root(Number.NEGATIVE_INFINITY).verdict).toBe("fail");
});

test("a step that leaves the domain is shortened until it stays inside", () => {
  for (const x of [1e-6, 1e-9]) {
    const f = (y: number) => Math.sqrt(y - 1);
    const at = 1 + x;
    const report = check(f, (y) => 1 / (2 * Math.sqrt(y - 1)), at);
    expect(report.verdict, toText(report)).toBe("pass");
    expect(check(f, (y) => 0.6 / Math.sqrt(y - 1), at).verdict).toBe("fail");
  }
});

test("a minimum is no failure, whatever its ratio: the slope is 0 within its error", () => {
  for (const f of [(x: number) => x * x, (x: number) => (x - 1) ** 2, (x: number) => x ** 4]) {
    const at = f(1) === 0 ? 1 : 0;
    const report = check(f, () => 0, at, { tensors: ["theta"] });
    expect(only(report).verdict, toText(report)).not.toBe("wrong");
    expect(check(f, () => 1e-3, at).verdict).toBe("fail");
  }
});

test("no absolute tolerance hides small gradients", () => {
  for (const size of [1e-3, 1e-9, 1e-15, 1e-30, 1e-100]) {
    const f = (x: number) => size * Math.tanh(x);
    const slope = (x: number) => size * (1 - Math.tanh(x) ** 2);
    expect(check(f, slope, 0.3).verdict).toBe("pass");
    for (const factor of [0, 2, 1.001]) expect(check(f, (x) => factor * slope(x), 0.3).verdict).toBe("fail");
  }
});

test("a small gradient beside a large one is judged by itself", () => {
  const report = (factor: number) =>
    gradcheckFunction({
      theta: [0.3, 0.4],
      value: ([x, y]) => Math.sin(x) + 1e-9 * Math.sin(y),
      gradient: ([x, y]) => [Math.cos(x), factor * 1e-9 * Math.cos(y)],
    });
  expect(report(1).verdict).not.toBe("fail");
  for (const factor of [0, 2]) expect(report(factor).verdict, toText(report(factor))).toBe("fail");
});

test("a correct gradient of a function in float32 passes, and one that is 1 % off fails", () => {
  const f = (x: number) => Math.fround(Math.fround(Math.sin(x)) * Math.fround(Math.exp(x / 2)));
  const slope = (x: number) => (Math.cos(x) + Math.sin(x) / 2) * Math.exp(x / 2);
  for (const x of [0.3, 0.9, -1.3]) {
    const report = check(f, slope, x);
    expect(report.verdict, toText(report)).toBe("pass");
    expect(report.findings.map(({ kind }) => kind)).toEqual(["low-precision"]);
    expect(report.noiseRatio).toBeGreaterThan(1e-7);
    expect(check(f, (x) => 1.01 * slope(x), x).verdict).toBe("fail");
  }
});

/** A random smooth function of two numbers, and its gradient. */
function randomFunction(seed: number) {
  const stream = rng(seed);
  const [a, b, x, y] = [stream.normal(), 2 * stream.normal(), stream.normal(), stream.normal()];
  return {
    theta: [x, y],
    value: ([x, y]: Float64Array) => Math.sin(b * x + a) * Math.exp(0.3 * y) + x * y,
    gradient: ([x, y]: Float64Array) => [
      b * Math.cos(b * x + a) * Math.exp(0.3 * y) + y,
      0.3 * Math.sin(b * x + a) * Math.exp(0.3 * y) + x,
    ],
  };
}

test.each([1e-12, 1e-9, 1e-6, 2 ** -23])(
  "right gradients of functions quantised in steps of %d never fail",
  (q) => {
    let violated = 0;
    for (let seed = 0; seed < 150; seed++) {
      const f = randomFunction(seed);
      const report = gradcheckFunction(
        { ...f, value: (theta) => Math.round(f.value(theta) / q) * q },
        { seed },
      );
      expect(report.verdict, toText(report)).not.toBe("fail");
      const { analytic, numeric, error } = report.tensors[0].entries!;
      analytic.forEach((g, i) => {
        if (Math.abs(g - numeric[i]) > error[i]) violated++;
      });
    }
    expect(violated).toBe(0);
  },
);

test.each([1e-12, 1e-9, 1e-6])("gradients off by a tenth fail in spite of steps of %d", (q) => {
  let found = 0;
  for (let seed = 0; seed < 50; seed++) {
    const f = randomFunction(seed);
    const report = gradcheckFunction(
      {
        ...f,
        value: (theta) => Math.round(f.value(theta) / q) * q,
        gradient: (theta) => f.gradient(theta).map((g) => 1.1 * g),
      },
      { seed },
    );
    if (report.verdict === "fail") found++;
  }
  expect(found).toBe(50);
});

test("`epsilon` is the first step, and only suspects shrink it", () => {
  const report = check(
    (x) => 3 * x,
    () => 3,
    1,
    { epsilon: 0.01 },
  );
  expect(only(report).step).toBeCloseTo(0.01, 10);
  const suspect = check(
    (x) => x ** 3,
    (x) => 3 * x * x,
    1,
    { epsilon: 0.01 },
  );
  expect(suspect.verdict, toText(suspect)).toBe("pass");
  expect(only(suspect).step).toBeLessThan(0.01);
  const { numeric, error } = only(suspect);
  expect(Math.abs(numeric - 3)).toBeLessThanOrEqual(error);
  expect(error).toBeLessThan(1e-3);
  for (const epsilon of [1e-1, 1e-2, 1e-3, 1e-5, 1e-7, 1e-9]) {
    const right = check(
      (x) => Math.max(x, 0) + Math.sin(3 * x),
      (x) => (x > 0 ? 1 : 0) + 3 * Math.cos(3 * x),
      0.02,
      {
        epsilon,
      },
    );
    expect(right.verdict, `${epsilon}\n${toText(right)}`).toBe("pass");
    const wrong = check(
      (x) => Math.sin(3 * x),
      (x) => 3.01 * Math.cos(3 * x),
      0.02,
      { epsilon },
    );
    expect(wrong.verdict, `${epsilon}`).toBe("fail");
  }
});

test("`threshold` is the relative error from which on it matters", () => {
  for (const [off, threshold, verdict] of [
    [1e-5, 1e-7, "fail"],
    [1e-5, 1e-4, "pass"],
    [1e-3, 1e-4, "fail"],
    [1e-9, 1e-7, "pass"],
  ] as const) {
    const report = check(Math.sin, (x) => (1 + off) * Math.cos(x), 0.6, { threshold });
    expect(report.verdict, toText(report)).toBe(verdict);
  }
});

describe("at a point of rest", () => {
  const rest: [
    name: string,
    theta: number[],
    value: (x: Vector) => number,
    gradient: (x: Vector) => number[],
  ][] = [
    ["‖x‖² at 0", [0, 0, 0], (x) => x.reduce((sum, v) => sum + v * v, 0), (x) => Array.from(x, (v) => 2 * v)],
    [
      "1e-9 ‖x‖² at 0",
      [0, 0],
      (x) => x.reduce((sum, v) => sum + 1e-9 * v * v, 0),
      (x) => Array.from(x, (v) => 2e-9 * v),
    ],
    [
      "1 + ‖x − m‖² at m",
      [0.3, -7],
      ([a, b]) => 1 + (a - 0.3) ** 2 + (b + 7) ** 2,
      ([a, b]) => [2 * (a - 0.3), 2 * (b + 7)],
    ],
    ["cos at 0", [0], ([a]) => Math.cos(a), ([a]) => [-Math.sin(a)]],
    ["x⁴ at 0", [0, 0], ([a, b]) => a ** 4 + b ** 4, ([a, b]) => [4 * a ** 3, 4 * b ** 3]],
  ];

  test.each(rest)("%s: a gradient of 0 passes, and any other is wrong", (_, theta, value, gradient) => {
    for (let seed = 0; seed < 5; seed++) {
      const right = gradcheckFunction({ theta, value, gradient }, { seed });
      expect(right.verdict, toText(right)).toBe("pass");
      expect(right.counts.passed).toBe(theta.length);
      expect(right.noiseRatio).toBe(0);
    }
    const slope = Math.abs(value(Float64Array.from(theta, (x) => x + 1)) - value(Float64Array.from(theta)));
    for (const share of [1, -1e-3, 1e-6]) {
      const wrong = gradcheckFunction({
        theta,
        value,
        gradient: (x) => gradient(x).map((g) => g + share * slope),
      });
      expect(wrong.verdict, toText(wrong)).toBe("fail");
    }
  });

  test("noise has no rest: where the output is nothing else, a gradient of 0 is not verified", () => {
    const rounding = (x: number) => 1e-16 * Math.round(4 * Math.sin(1e9 * x));
    const report = gradcheckFunction({
      theta: [0.3, 0.4],
      value: ([a, b]) => 1 + rounding(a) + rounding(b),
      gradient: () => [0, 0],
    });
    expect(report.verdict, toText(report)).not.toBe("pass");
  });
});

test.each([3e-8, 1e-7, 3e-7])(
  "√(v² + 1e-14) at %d, beside entries ten million times as large, is known to a thousandth of a percent",
  (v) => {
    const theta = [1, -0.5, v];
    const value = (x: Vector) => x.reduce((sum, v) => sum + Math.sqrt(v * v + 1e-14), 0);
    const gradient = (x: Vector) => Array.from(x, (v) => v / Math.sqrt(v * v + 1e-14));
    const right = gradcheckFunction({ theta, value, gradient });
    expect(right.verdict, toText(right)).toBe("pass");
    const { numeric, error } = right.tensors[0].entries!;
    expect(error[2]).toBeLessThan(1e-4 * numeric[2]);
    expect(Math.abs(numeric[2] - gradient(Float64Array.from(theta))[2])).toBeLessThanOrEqual(error[2]);
    const wrong = gradcheckFunction({
      theta,
      value,
      gradient: (x) => gradient(x).map((g, i) => (i === 2 ? 1.001 * g : g)),
    });
    expect(wrong.verdict, toText(wrong)).toBe("fail");
  },
);
