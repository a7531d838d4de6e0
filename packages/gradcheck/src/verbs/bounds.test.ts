import { defineLayer, map, multiply, sum, zeros } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { dense, sequential } from "../../../layers/src/index.ts";
import { failures } from "../../test/fixtures.ts";
import {
  gradcheck,
  gradcheckFunction,
  gradcheckHessian,
  gradcheckMap,
  type Interval,
  toText,
} from "../index.ts";

/** f = Σ f(x), which may not be called outside of the interval; `calls` has what it was called with. */
function within(
  [least, greatest]: Interval,
  theta: number[],
  f: (x: number) => number,
  g: (x: number) => number,
) {
  const called = { outside: 0 };
  const look = (point: Float64Array) => {
    if (point.some((x) => !(least <= x && x <= greatest))) called.outside++;
  };
  const subject = {
    theta,
    value(point: Float64Array) {
      look(point);
      return point.reduce((sum, x) => sum + f(x), 0);
    },
    gradient(point: Float64Array) {
      look(point);
      return point.map(g);
    },
  };
  return { subject, called };
}

const positive: Interval = [0, Number.POSITIVE_INFINITY];
const subjects: readonly (readonly [
  string,
  Interval,
  number[],
  (x: number) => number,
  (x: number) => number,
])[] = [
  [
    "x √x, with entries at and near 0",
    positive,
    [0, 1e-9, 0.5, 2],
    (x) => x * Math.sqrt(x),
    (x) => 1.5 * Math.sqrt(x),
  ],
  ["√x", positive, [1e-6, 0.5, 2], Math.sqrt, (x) => 0.5 / Math.sqrt(x)],
  ["log x", [1e-300, 10], [1e-6, 0.5, 10], Math.log, (x) => 1 / x],
  [
    "the entropy of probabilities",
    [0, 1],
    [1e-5, 0.2, 0.49, 1],
    (x) => -x * Math.log(x),
    (x) => -Math.log(x) - 1,
  ],
  [
    "an interval that is narrower than usual steps",
    [1, 1 + 2 ** -16],
    [1, 1 + 2 ** -17, 1 + 2 ** -16],
    Math.sin,
    Math.cos,
  ],
];

describe.each(subjects)("%s", (_, interval, theta, f, g) => {
  const bounds = { theta: interval };
  describe.each(["full", "bisect"] as const)("by method %s", (method) => {
    test("is right inside, and not called outside", () => {
      const { subject, called } = within(interval, theta, f, g);
      const report = gradcheckFunction(subject, { bounds, method, points: 3 });
      expect(report.verdict, toText(report)).toBe("pass");
      expect(called.outside).toBe(0);
    });

    test("is wrong where a mistake was planted in its first entry or its last", () => {
      for (const at of [theta[0], theta.at(-1) ?? 0]) {
        const off = (x: number) => (Math.abs(x - at) <= 0.2 * at ? 1.1 * g(x) - 0.1 : g(x));
        const { subject, called } = within(interval, theta, f, off);
        const report = gradcheckFunction(subject, { bounds, method });
        expect(report.verdict, toText(report)).toBe("fail");
        expect(called.outside).toBe(0);
      }
    });
  });

  test("costs fewer evaluations than where it throws outside", () => {
    const evaluations = (options: { bounds?: typeof bounds }) => {
      const { subject, called } = within(interval, theta, f, g);
      const value = (point: Float64Array) => {
        const y = subject.value(point);
        if (called.outside > 0) {
          called.outside = 0;
          throw new RangeError("outside");
        }
        return y;
      };
      const report = gradcheckFunction({ ...subject, value }, options);
      expect(report.verdict, toText(report)).toBe("pass");
      return report.evaluations;
    };
    expect(evaluations({ bounds })).toBeLessThan(evaluations({}));
  });
});

test("an entry at an end is compared with the slope to the side that is inside, and a note says so", () => {
  // To the left of 1 the function has another slope, which the gradient at 1 is.
  const { subject } = within(
    [1, 4],
    [1, 2],
    (x) => Math.max(x, 2 * x - 1),
    (x) => (x > 1 ? 2 : 1),
  );
  expect(gradcheckFunction(subject).verdict).toBe("pass");
  const report = gradcheckFunction(subject, { bounds: { theta: [1, 4] } });
  expect(report.tensors[0].entries?.verdict).toEqual(["wrong", "pass"]);
  expect(report.findings).toMatchObject([{ kind: "edge", severity: "note", tensor: "theta", index: [0] }]);
  expect(report.findings[0].message).toContain("its bounds [1, 4]");
  expect(report.replay).toContain("bounds: { theta: [1, 4] }");
});

test("evaluation mode is looked at inside, with entries at an end and others", () => {
  const outside = { calls: 0 };
  const scaled = (evaluation: number) => ({
    tensors: { x: [0, 0.5, 1] },
    forward({ x }: { x: number[] }, { training }: { training: boolean }): [number[], boolean] {
      if (x.some((v) => v < 0 || v > 1)) outside.calls++;
      return [x.map((v) => (training ? 2 : 3) * v), training];
    },
    backward: (dy: number[], training: boolean) => ({ x: dy.map((d) => (training ? 2 : evaluation) * d) }),
  });
  const bounds: { x: Interval } = { x: [0, 1] };
  expect(gradcheckMap(scaled(3), { bounds }).verdict).toBe("pass");
  expect(failures(gradcheckMap(scaled(2), { bounds }))).toEqual(["second-point"]);
  expect(outside.calls).toBe(0);
});

test("a layer of a model stays inside too, also where its mistake is looked for", () => {
  const outside = { calls: 0 };
  const keeping = defineLayer("keeping", (size: number) => ({
    parameters: { rate: zeros([size]) },
    forward(x, { rate }) {
      if (rate.data.some((v) => v < 0)) outside.calls++;
      return [
        multiply(
          x,
          map(rate, (v) => 1 - v),
        ),
        x,
      ];
    },
    backward: (dy, x, { rate }) => ({
      input: multiply(
        dy,
        map(rate, (v) => 1 - v),
      ),
      rate: sum(multiply(dy, x), 0), // less than 0
    }),
  }));
  const net = sequential(dense(3, 3), keeping(3), dense(3, 2));
  const report = gradcheck(net, { input: [4, 3], bounds: { "*.rate": [0, 1] } });
  expect(report.tensors.find(({ name }) => name === "1.rate")?.diagnoses).toMatchObject([{ kind: "sign" }]);
  expect(outside.calls).toBe(0);
});

test("a point outside of its bounds is refused with the entry and its value, and bounds that are none", () => {
  const { subject } = within(positive, [1, -0.5], Math.sqrt, Math.sqrt);
  expect(() => gradcheckFunction(subject, { bounds: { theta: positive } })).toThrow(
    "gradcheckFunction: bounds: theta[1] is -0.5, outside of [0, Infinity]",
  );
  expect(() => gradcheckFunction(subject, { bounds: { x: positive } })).toThrow(
    'gradcheckFunction: bounds: no tensor is called "x"; there are "theta"',
  );
  for (const [theta, got] of [
    [[1, 1], "[1, 1]"],
    [[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], "[Infinity, -Infinity]"],
    [[0, Number.NaN], "[0, NaN]"],
    [[0], "an array of 1"],
    [3, "3"],
  ])
    expect(() => gradcheckFunction(subject, { bounds: { theta } as never })).toThrow(
      `gradcheckFunction: bounds of "theta" must be [least, greatest], the first below the second, got ${got}`,
    );
  expect(() => gradcheckFunction(subject, { bounds: positive as never })).toThrow(
    "gradcheckFunction: bounds must be intervals by name, as in { theta: [0, Infinity] }, got",
  );
});

test("of a tensor of θ in a whole Hessian, by the blocks that have it for their columns", () => {
  // f = a² b √b
  let outside = 0;
  const inside = (b: number) => {
    if (!(b >= 0)) outside++;
    return b;
  };
  const report = gradcheckHessian(
    {
      theta: { a: 0.5, b: 0 },
      gradient: ({ a, b }) => ({ a: 2 * a * inside(b) ** 1.5, b: 1.5 * a * a * b ** 0.5 }),
      hessian: ({ a, b }) => [
        [2 * inside(b) ** 1.5, 3 * a * b ** 0.5],
        [3 * a * b ** 0.5, 0],
      ],
    },
    { bounds: { "* × b": positive }, skip: ["b × b"] },
  );
  expect(outside).toBe(0);
  expect(report.counts).toMatchObject({ wrong: 0, skipped: 1 });
});
