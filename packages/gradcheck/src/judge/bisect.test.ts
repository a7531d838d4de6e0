import { add, createModel, multiply, rng, tensor, zeros } from "@nudge/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { thinned } from "../../../../test/thinned.ts";
import { dense, sequential, softmaxCrossEntropy, tanh } from "../../../layers/src/index.ts";
import { around } from "../../test/around.ts";
import { cases } from "../../test/corpus/index.ts";
import { linear, normal, pointwise, type Subject, spoil, tensorOf, withEntry } from "../../test/fixtures.ts";
import { type GradcheckReport, gradcheck, gradcheckMap, toHtml, toText } from "../index.ts";
import { relativeStep } from "../measure/step.ts";
import { thresholdOf } from "../words/settings.ts";
import { surveyByBisection } from "./bisect.ts";

const bisect = { method: "bisect" } as const;

/** y = sin(A ⊙ x) of 2000 entries. */
function big(seed = 1): Subject {
  return pointwise(Math.sin, Math.cos, normal([40, 50], seed));
}

const wrongEntries = ({ tensors }: GradcheckReport) =>
  tensors.flatMap(({ name, worst }) =>
    worst.filter(({ verdict }) => verdict === "wrong").map(({ index }) => `${name}[${index}]`),
  );

test("a right model passes in a few evaluations for each tensor", () => {
  const model = createModel(sequential(dense(50, 20), tanh(), dense(20, 3)), { seed: 1 });
  const options = { input: [8, 50], target: [0, 1, 2, 0, 1, 2, 0, 1], loss: softmaxCrossEntropy() };
  const report = gradcheck(model, { ...options, ...bisect });
  expect(report).toMatchObject({ verdict: "pass", method: "bisect" });
  expect(report.counts.passed).toBe(model.theta.length);
  expect(report.ratio).toBeLessThan(1e-8);
  expect(report.evaluations).toBeLessThan(150);
  expect(report.replay).toContain('method: "bisect"');
  expect(toText(report)).toContain("by random directions");
});

test("entries that were not measured one by one are not listed as if they were", () => {
  const [{ entries, worst, detectionLimit }] = gradcheckMap(big(), bisect).tensors;
  expect(entries).toBeUndefined();
  expect(worst).toEqual([]);
  expect(detectionLimit).toBeGreaterThan(1e-7);
});

test("one wrong entry is found by its place", () => {
  fc.assert(
    fc.property(fc.nat(1999), fc.constantFrom(-1, 0, 2, 1.01), (place, factor) => {
      const subject = spoil(big(), ({ x }) => ({ x: withEntry(x, place, (g) => g * factor) }));
      const report = gradcheckMap(subject, bisect);
      expect(report.verdict).toBe("fail");
      expect(report.counts).toMatchObject({ wrong: 1, passed: 1999 });
      expect(wrongEntries(report)).toEqual([`x[${Math.floor(place / 50)},${place % 50}]`]);
    }),
    { seed: 3, numRuns: 20 },
  );
});

test("several wrong entries are all found, in under 50 evaluations each", () => {
  const healthy = gradcheckMap(big(), bisect).evaluations;
  const places = [3, 4, 700, 1999];
  const subject = spoil(big(), ({ x }) => ({
    x: places.reduce((g, place) => withEntry(g, place, (value) => value + 0.5), x),
  }));
  const report = gradcheckMap(subject, bisect);
  expect(report.counts).toMatchObject({ wrong: 4, passed: 1996 });
  expect(wrongEntries(report).toSorted()).toEqual(["x[0,3]", "x[0,4]", "x[14,0]", "x[39,49]"]);
  const drawn = report.curves.reduce((sum, { steps }) => sum + 2 * steps.length, 0);
  expect(report.evaluations - drawn - healthy).toBeLessThan(4 * 50);
});

test("a gradient that is wrong everywhere is measured entry by entry", () => {
  const subject = spoil(linear(), ({ W }) => ({ W: multiply(W, 2) }));
  const report = gradcheckMap(subject, bisect);
  expect(tensorOf(report, "W").counts.wrong).toBe(6);
  expect(tensorOf(report, "x").verdict).toBe("pass");
  for (const page of [toText(report), toHtml(report)]) {
    expect(page).toContain("may say");
    expect(page).not.toContain("no simple pattern");
  }
});

test("a gradient of NaN is wrong", () => {
  const subject = spoil(big(), ({ x }) => ({ x: withEntry(x, 7, () => Number.NaN) }));
  const report = gradcheckMap(subject, bisect);
  expect(report.counts.wrong).toBe(1);
  expect(report.verdict).toBe("fail");
});

test("a tensor that changes nothing is no proof", () => {
  const still: Subject = {
    tensors: { x: normal([30]) },
    forward: () => [tensor([1]), 0],
    backward: () => ({ x: multiply(normal([30]), 0) }),
  };
  expect(gradcheckMap(still, bisect).verdict).toBe("inconclusive");
});

const correct = cases.filter(({ kind }) => kind === "correct");
/** An error of 1e-6 in one entry is below what a direction through all of them shows. */
const mutants = cases.filter(({ name, kind }) => kind === "bug" && name !== "linear.entry1e-6");
const check = ({ build }: (typeof cases)[number], seed: number) => {
  const { subject, upstream } = build();
  return gradcheckMap(subject, { upstream, seed, ...bisect }).verdict;
};

test.each(correct.map((one) => [one.name, one] as const))("accuses nobody of the corpus: %s", (_, one) => {
  for (const seed of thinned([0, 1, 2], 3)) expect(check(one, seed)).not.toBe("fail");
});

test.each(thinned(mutants, 2).map((one) => [one.name, one] as const))(
  "finds the mutant of the corpus: %s",
  (_, one) => {
    expect(check(one, 0)).toBe("fail");
  },
);

test("errors that cancel along the direction of their tensor show along those of all tensors", () => {
  const subject = spoil(linear(), ({ W }) => ({
    W: withEntry(
      withEntry(W, 0, (g) => g + 0.25),
      1,
      (g) => g + 0.25,
    ),
  }));
  const found = Array.from({ length: 40 }, (_, seed) => gradcheckMap(subject, { seed, ...bisect }).verdict);
  // They cancel in all four once in a hundred times.
  expect(found.filter((verdict) => verdict !== "fail").length).toBeLessThan(3);
});

test("tensors share their directions: each costs two evaluations of its own", () => {
  const evaluations = (count: number) => {
    const names = Array.from({ length: count }, (_, k) => `x${k}`);
    const one = (k: number) => normal([3, 2], k);
    const report = gradcheckMap(
      {
        tensors: Object.fromEntries(names.map((name, k) => [name, one(k)])),
        forward: (t) => [
          names.reduce((y, name, k) => add(y, multiply(t[name], one(k + 50))), zeros([3, 2])),
          0,
        ],
        backward: (dy) => Object.fromEntries(names.map((name, k) => [name, multiply(dy, one(k + 50))])),
      },
      bisect,
    );
    expect(report.verdict).toBe("pass");
    return report.evaluations;
  };
  // And two of the probe of a second point.
  expect(evaluations(12) - evaluations(2)).toBe(10 * 4);
});

/** The points at which a subject is evaluated by a survey of x, of which backprop says that the gradient is `gradient`. */
function pointsOf(x: readonly number[], gradient: readonly number[], wrongAt = -1) {
  let points: number[][] = [];
  const f = (v: Float64Array) => {
    points.push([...v]);
    return [v.reduce((sum, y, i) => sum + gradient[i] * y, 0)];
  };
  const said = gradient.map((g, i) => (i === wrongAt ? 2 * g : g));
  const { meter, analytic, sandbox } = around(x, f, { gradient: () => said, weights: [1] });
  points = [];
  const options = { slices: sandbox.slices, threshold: thresholdOf(undefined, "float64"), stream: rng(1) };
  const steps = surveyByBisection(meter, analytic, options);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return { points, survey: step.value };
}

test("of the directions in which all tensors move, the first goes uphill, the others at random", () => {
  const gradient = Array.from({ length: 40 }, (_, i) => (i % 3 === 0 ? -1 : 1));
  const { points } = pointsOf(new Array<number>(40).fill(1), gradient);
  const isUphill = (point: number[]) => point.every((v, i) => (v - 1) * gradient[i] > 0);
  expect(points.filter(isUphill)).toHaveLength(1);
});

test("an entry that is judged by itself is moved by the step that its tensor is calibrated to", () => {
  const n = 40;
  const { points, survey } = pointsOf(new Array<number>(n).fill(1), new Array<number>(n).fill(3), 7);
  expect(survey.verdict.indexOf("wrong")).toBe(7);
  const alone = points.flatMap((v) =>
    v.every((y, i) => (i === 7) === (y !== 1)) ? [Math.abs(v[7] - 1)] : [],
  );
  // Halving ends with an entry that moves by 1/2 or more of that; the first step of its own is the usual one.
  expect(alone).toContain(relativeStep);
});
