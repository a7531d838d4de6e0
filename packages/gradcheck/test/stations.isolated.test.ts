// No station of the checker is dead: with any one of them switched off, a check of the case named beside it goes wrong.
import { copy, map, multiply, ones, square, sum, type Tensor, tensor, zeros } from "@nudge/core";
import { expect, test, vi } from "vitest";
import { type GradcheckMapOptions, type GradcheckReport, gradcheckMap } from "../src/index.ts";
import { failures, kinds, type Named, normal, pointwise, type Subject, spoil } from "./fixtures.ts";

type Exports = Record<string, unknown>;
type Check = (subject: Subject, options?: GradcheckMapOptions) => GradcheckReport;

/** `gradcheckMap` of a checker in which some exports of a module are replaced. */
async function checkerWithout(module: string, off: (original: never) => Exports): Promise<Check> {
  let replaced: string[] = [];
  vi.resetModules();
  vi.doMock(module, async (importOriginal) => {
    const original = await importOriginal<Exports>();
    const changes = off(original as never);
    replaced = Object.keys(changes).filter((name) => name in original);
    return { ...original, ...changes };
  });
  const { gradcheckMap } = await import("../src/verbs/gradcheck-map.ts");
  vi.doUnmock(module);
  expect(replaced, `what is switched off in ${module}`).not.toEqual([]);
  return gradcheckMap as Check;
}

interface Station {
  readonly name: string;
  readonly module: string;
  readonly off: (original: never) => Exports;
  /** The case, made anew for each check. */
  readonly subject: () => Subject;
  readonly options?: GradcheckMapOptions;
  /** What the checker must say of it. */
  readonly right: (report: GradcheckReport) => boolean;
}

const passes = ({ verdict }: GradcheckReport) => verdict === "pass";
const fails = ({ verdict }: GradcheckReport) => verdict === "fail";

type Measure = (evaluator: unknown, line: unknown, size: number, offset: number) => object;

/** Noise that is not measured from some distances on: only the last bit of a value is known to be rounded. */
const quietAt =
  (silenced: (offset: number) => boolean) =>
  ({ measureNoise }: { measureNoise: Measure }) => ({
    measureNoise: (evaluator: unknown, line: unknown, size: number, offset: number) => {
      const measured = measureNoise(evaluator, line, size, offset);
      return silenced(offset) ? { ...measured, sigma: new Float64Array(size) } : measured;
    },
  });

/** x, rounded to 20 significant bits. */
function to20Bits(x: number): number {
  const high = x * (2 ** 33 + 1);
  return high - (high - x);
}

/** y = x / 3 + a, rounded to 20 bits before a is added, at x = 0: the rounding grows with the step. */
const growing = (added: number): Subject => ({
  tensors: { x: zeros([8]) },
  forward: ({ x }) => [map(x, thirds, (v, third) => to20Bits(v * third) + added), 0],
  backward: (dy) => ({ x: multiply(dy, thirds) }),
});
const thirds = tensor([1, 2, 4, 5, 7, 8, 10, 11].map((n) => n / 3));

/** y = 2x, where the number of the call, the pass and the mode may change what comes out. */
function doubling(change: {
  output?: (y: Tensor, call: number) => Tensor;
  gradient?: (g: Tensor, call: number) => Tensor;
}): Subject {
  let forwards = 0;
  let backwards = 0;
  return {
    tensors: { x: normal([4]) },
    forward: ({ x }) => {
      const y = multiply(x, 2);
      return [change.output?.(y, forwards++) ?? y, 0];
    },
    backward: (dy) => {
      const g = multiply(dy, 2);
      return { x: change.gradient?.(g, backwards++) ?? g };
    },
  };
}

const stations: Station[] = [
  {
    name: "the noise at the point: a right gradient of values that waver by 1e-9",
    module: "../src/measure/noise.ts",
    off: quietAt(() => true),
    subject: () => pointwise((x) => Math.sin(x) + 1e-9 * Math.sin(1e13 * x), Math.cos, normal([20])),
    right: passes,
  },
  {
    name: "the noise a long step away: the same beside 1e6, where only long steps show the slope",
    module: "../src/measure/noise.ts",
    off: quietAt((offset) => offset > 2 ** -14),
    subject: () => growing(1e6),
    right: passes,
  },
  {
    name: "the peaks of the output: a gradient of 4e-4 that is lost in what cancelled",
    module: "../src/measure/peaks.ts",
    off: () => ({
      measurePeaks: (_evaluator: unknown, _sizes: unknown, outputs: number) => new Float64Array(outputs),
    }),
    subject: () => ({
      tensors: { a: tensor([1]), b: tensor([1]) },
      forward: ({ a, b }) => [map(a, b, (a, b) => 1e16 * Math.log(1 + Math.exp(-40 * a - b / 100))), 0],
      backward: (dy, _, { a, b }) => {
        const slope = map(a, b, (a, b) => -1e16 / (1 + Math.exp(40 * a + b / 100)));
        return { a: multiply(multiply(dy, slope), 40), b: multiply(multiply(dy, slope), 0.01) };
      },
    }),
    right: (report) => !fails(report),
  },
  {
    name: "the judgement of kinks: relu at 0",
    module: "../src/measure/estimate.ts",
    off: () => ({ isKinked: () => false }),
    subject: () =>
      pointwise(
        (x) => Math.max(x, 0),
        (x) => (x > 0 ? 1 : 0),
        [0],
      ),
    right: (report) => passes(report) && report.counts.kink === 1,
  },
  {
    name: "the calibration of steps: two evaluations for an entry of a loss that hardly notices a step",
    module: "../src/measure/calibrate.ts",
    off: ({ calibrate }: { calibrate: (...args: unknown[]) => object }) => ({
      calibrate: (...args: unknown[]) => ({ ...calibrate(...args), relative: 2 ** -17 }),
    }),
    subject: () => ({
      tensors: { x: normal([100]) },
      forward: ({ x }) => [tensor(1e5 + sum(square(x)) / 100), 0],
      backward: (dy, _, { x }) => ({ x: multiply(x, (2 * dy.get()) / 100) }),
    }),
    right: (report) => passes(report) && report.evaluations < 5 * 100,
  },
  {
    name: "gradients of other names: an extra one",
    module: "../src/sandbox/gradients.ts",
    off: ({ readGradients }: { readGradients: (...args: unknown[]) => object }) => ({
      readGradients: (...args: unknown[]) => ({ ...readGradients(...args), findings: [] }),
    }),
    subject: () => spoil(doubling({}), ({ x }) => ({ y: x })),
    right: (report) => fails(report) && failures(report).includes("extra"),
  },
  {
    name: "arguments: forward that writes to its input",
    module: "../src/probes/arguments.ts",
    off: () => ({ probeArguments: () => [] }),
    subject: () => ({
      ...doubling({}),
      forward: ({ x }) => {
        const y = multiply(x, 2);
        x.set(0, 5);
        return [y, 0];
      },
    }),
    right: (report) => fails(report) && failures(report).includes("mutates-input"),
  },
  {
    name: "tensors of integers: a gradient of null for numbers whose small steps show",
    module: "../src/probes/integers.ts",
    off: () => ({ probeIntegers: () => [] }),
    subject: () =>
      ({ ...doubling({}), tensors: { x: ones([2]) }, backward: () => ({ x: null }) }) as unknown as Subject,
    right: (report) => failures(report).includes("missing"),
  },
  {
    name: "finite values: an output of NaN with a gradient of zero",
    module: "../src/probes/finite.ts",
    off: () => ({ probeOutput: () => [] }),
    subject: () =>
      pointwise(
        () => Number.NaN,
        () => 0,
        [1],
      ),
    right: (report) => failures(report).includes("non-finite"),
  },
  {
    name: "a repeated forward pass: an output that changes once",
    module: "../src/probes/repeat-forward.ts",
    off: () => ({ probeForward: () => [] }),
    subject: () => doubling({ output: (y, call) => (call > 0 ? map(y, (v) => v + 1) : y) }),
    right: fails,
  },
  {
    name: "a repeated backward pass: gradients that add up",
    module: "../src/probes/repeat-backward.ts",
    off: () => ({ probeBackward: () => [] }),
    subject: () => doubling({ gradient: (g, call) => multiply(g, 1 + call) }),
    options: { upstream: [4] },
    right: (report) => failures(report).includes("accumulates"),
  },
  {
    name: "a scaled upstream gradient: one that is ignored",
    module: "../src/probes/upstream.ts",
    off: () => ({ probeUpstream: () => [] }),
    subject: () => doubling({ gradient: (g) => map(g, () => 2) }),
    options: { upstream: ones([4]) },
    right: fails,
  },
  {
    name: "a second point: a gradient that is right at 1 only",
    module: "../src/judge/second-point.ts",
    off: () => ({ judgeSecondPoint: () => [] }),
    subject: () =>
      pointwise(
        (g) => g * g,
        () => 2,
        ones([3]),
      ),
    right: fails,
  },
  {
    name: "jittered points: the same",
    module: "../src/measure/jitter.ts",
    off: () => ({ jitter: (theta: Float64Array) => theta.slice() }),
    subject: () =>
      pointwise(
        (g) => g * g,
        () => 2,
        ones([3]),
      ),
    right: fails,
  },
  {
    name: "evaluation mode: a gradient that is right in training only",
    module: "../src/judge/second-point.ts",
    off: () => ({ judgeEvaluation: () => [] }),
    subject: () => ({
      tensors: { x: normal([4]) },
      forward: ({ x }, { training }) => [multiply(x, training ? 2 : 3), 0],
      backward: (dy) => ({ x: multiply(dy, 2) }),
    }),
    right: fails,
  },
  {
    name: "precision: a right gradient that is rounded to float32",
    module: "../src/probes/precision.ts",
    off: () => ({ probeRounding: () => [] }),
    subject: () => {
      const right = pointwise(Math.sin, Math.cos, normal([10]));
      return spoil(right, ({ x }) => ({ x: map(x, Math.fround) }));
    },
    right: (report) => passes(report) && kinds(report).includes("low-precision"),
  },
  {
    name: "shared memory: a wrong gradient that is the array of another",
    module: "../src/probes/aliases.ts",
    off: () => ({ probeAliases: () => [] }),
    subject: () => ({
      tensors: { a: normal([3]), b: normal([3], 2) },
      forward: ({ a, b }) => [map(a, b, (p, q) => p * q), { a: copy(a), b: copy(b) }],
      backward: (dy, cache) => {
        const { a, b } = cache as Named;
        const shared = multiply(dy, b);
        const gradients = { a: shared, b: shared };
        shared.data.set(multiply(dy, a).data);
        return gradients;
      },
    }),
    right: (report) => fails(report) && kinds(report).includes("aliases"),
  },
];

test.each(stations.map((station) => [station.name, station] as const))("%s", async (_, station) => {
  const { module, off, subject, options, right } = station;
  const report = (check: Check) => check(subject(), options);
  const whole = report(gradcheckMap);
  expect(right(whole), JSON.stringify(whole, null, 1)).toBe(true);
  const without = report(await checkerWithout(module, off));
  expect(right(without), JSON.stringify(without.counts)).toBe(false);
});
