import { stripVTControlCharacters } from "node:util";
import { defineLayer, multiply, ones, sum, tensor, zeros } from "@nudge/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { dense, meanSquaredError, sequential, tanh } from "../../../layers/src/index.ts";
import { linear, pointwise, spoil, timeless } from "../../test/fixtures.ts";
import { reportOf, tensorReport } from "../../test/reports.ts";
import {
  fromJson,
  type GradcheckLossOptions,
  gradcheck,
  gradcheckFunction,
  gradcheckLoss,
  gradcheckMap,
  toHtml,
  toJson,
  toText,
} from "../index.ts";
import type { GradcheckReport, TensorReport } from "../words/report.ts";
import { shorten, wrap } from "./lines.ts";

const right = gradcheckMap(linear());
const wrong = gradcheckMap(spoil(linear(), ({ W, b }) => ({ W: multiply(W, 2), b: multiply(b, 3) })));

const lines = (report: GradcheckReport, options = {}) => toText(report, options).split("\n");
/** The width of all but the line that is to be pasted. */
const widest = (report: GradcheckReport) =>
  Math.max(...lines(report).map((line) => (line.startsWith("  replay  ") ? 0 : line.length)));

/** A report with its tensors changed. */
const withTensors = (report: GradcheckReport, change: (tensor: TensorReport) => TensorReport) => ({
  ...report,
  tensors: report.tensors.map(change),
});

test("the verdict and the ratio come first, then what was checked, then the tensors", () => {
  const [first, subject, counts, , header, ...rows] = lines(right);
  expect(first).toMatch(/^gradient check passed {2}ratio \d\.\de-\d+ \(a correct gradient would show /);
  expect(subject).toBe("linear");
  expect(counts).toMatch(/^20 entries: 20 passed, 0 wrong {2}\(seed 0, \d+ evaluations, \d+ ms\)$/);
  expect(header).toMatch(/^ {2}tensor +shape +ratio +wrong$/);
  expect(rows.map((row) => row.trim().split(/ +/)[0])).toEqual(["x", "W", "b"]);
});

test("one evaluation is one", () => {
  expect(toText({ ...right, evaluations: 1 })).toContain("(seed 0, 1 evaluation, ");
});

test("a failure shows the entries of every wrong tensor, the line that repeats it and a hint", () => {
  const text = toText(wrong);
  expect(text).toMatch(/^gradient check FAILED/);
  const entries = lines(wrong).filter((line) => / ± .* wrong$/.test(line));
  expect(entries).toHaveLength(5);
  expect(entries.filter((line) => line.startsWith("  W["))).not.toEqual([]);
  expect(entries.filter((line) => line.startsWith("  b["))).toHaveLength(2);
  expect(text).toContain("replay  gradcheckMap(linear, { seed: 0 })");
  expect(text.replace(/\s+/g, " ")).toContain(
    "look at how backward makes the gradient of W and b; that of x is right",
  );
});

test("a diagnosis stands beside its tensor, over as many lines as it takes", () => {
  const message = `W is ${"very ".repeat(20)}wrong`;
  const diagnosed = withTensors(wrong, (one) => ({
    ...one,
    diagnoses: one.name === "W" ? [{ kind: "factor", message, unexplained: 0 }] : [],
  }));
  const at = lines(diagnosed).findIndex((line) => line.startsWith("  W "));
  const [first, second] = lines(diagnosed).slice(at);
  const column = first.indexOf("W is very");
  expect(column).toBeGreaterThan(20);
  expect(second.search(/\S/)).toBe(column);
  expect(widest(diagnosed)).toBeLessThanOrEqual(100);
  expect(lines(diagnosed).find((line) => line.startsWith("  b "))).toMatch(/no simple pattern$/);
});

test("a second diagnosis stands under the first", () => {
  const diagnoses = ["sign", "factor", "zero"].map((message) => ({
    kind: "factor" as const,
    message,
    unexplained: 0,
  }));
  const text = toText(
    withTensors(wrong, (one) => ({ ...one, diagnoses: one.name === "W" ? diagnoses : [] })),
  );
  expect(text).toMatch(/^ {2}W .* 6\/6 {2}sign\n +or: factor\n {2}b /m);
});

test("the hint follows what was found", () => {
  const hint = (report: GradcheckReport) => toText(report).split("  hint    ")[1].replace(/\s+/g, " ");
  const diagnosed = (kind: "input-gradient" | "missing-term") =>
    withTensors(wrong, (one) => ({
      ...one,
      diagnoses:
        one.verdict === "fail"
          ? [{ kind, message: "m", unexplained: 0, ...(kind === "input-gradient" && { layer: 1 }) }]
          : [],
    }));
  const all = withTensors(wrong, (one) => ({ ...one, verdict: "fail" }));
  const [, W] = wrong.tensors;
  const ignores = { kind: "ignores-upstream" as const, severity: "failure" as const, message: "m" };
  expect(hint(all)).toMatch(/^every tensor is wrong: look first at what backward does before/);
  expect(hint({ ...wrong, tensors: [W] })).toMatch(/^look at how backward makes the gradient of W \(/);
  expect(hint(diagnosed("input-gradient"))).toMatch(/^correct that layer first/);
  const undiagnosed = withTensors(wrong, (one) => ({ ...one, diagnoses: [] }));
  expect(hint({ ...undiagnosed, findings: [ignores] })).toMatch(/look for the missing dy$/);
  expect(hint({ ...diagnosed("missing-term"), findings: [ignores] })).toMatch(/^look at how backward makes/);
  expect(hint({ ...wrong, verdict: "inconclusive" })).toMatch(/^nothing was found wrong, but too little/);
});

test("nothing is wider than 100 columns, whatever the names, shapes, numbers and messages", () => {
  const word = "x".repeat(300);
  const wide = {
    ...withTensors(wrong, (one) => ({
      ...one,
      name: `encoder.${one.name}.${word}.weight`,
      shape: [123456789, 123456789, 123456789, 123456789],
      diagnoses: [{ kind: "factor" as const, message: `${word} is wrong`, unexplained: 0 }],
      worst: one.worst.map((entry) => ({ ...entry, analytic: -1.2345678e-300, numeric: -1.2345678e-300 })),
    })),
    subject: `sequential(${"dense(1000, 1000), ".repeat(60)})`,
    replay: `gradcheck(${word}, { seed: 7 })`,
    findings: [{ kind: "throws" as const, severity: "failure" as const, message: word }],
  };
  expect(widest(wide)).toBeLessThanOrEqual(100);
  expect(lines(wide).length).toBeLessThan(50);
});

test("of many tensors those that passed are counted", () => {
  const [one] = right.tensors;
  const many = { ...right, tensors: Array.from({ length: 50 }, (_, k) => ({ ...one, name: `${k}.weight` })) };
  expect(toText(many)).toContain("and 50 more that passed");
  const bad = { ...wrong.tensors[1], name: "17.weight" };
  const text = toText({ ...many, tensors: many.tensors.with(17, bad) });
  expect(text).toContain("17.weight");
  expect(text).toContain("and 49 more that passed");
});

test("on request only what is wrong is shown", () => {
  const note = { kind: "degenerate" as const, severity: "note" as const, message: "a note" };
  const text = toText({ ...wrong, findings: [note] }, { onlyWrong: true });
  expect(text).toMatch(/^ {2}W /m);
  expect(text).not.toMatch(/^ {2}x /m);
  expect(text).not.toContain("a note");
  expect(text).toContain("and 1 more that passed");
});

test("it is plain unless colours are asked for, which change nothing else", () => {
  for (const report of [right, wrong]) {
    const plain = toText(report);
    const colored = toText(report, { color: true });
    expect(stripVTControlCharacters(plain)).toBe(plain);
    expect(colored).not.toBe(plain);
    expect(stripVTControlCharacters(colored)).toBe(plain);
  }
});

test("what was given as a shape is said to be drawn: a flat list of values is one too", () => {
  const report = gradcheck(dense(4, 2), { input: [2, 3, 4], upstream: ones([2, 3, 2]) });
  expect(report.drawn).toEqual([{ name: "input", shape: [2, 3, 4] }]);
  expect(lines(report)[2]).toBe("input drawn, of shape [2, 3, 4]");
  expect(toHtml(report)).toContain("<dt>input</dt><dd>drawn, of shape [2, 3, 4]</dd>");
  expect(fromJson(toJson(report))).toEqual(report);

  const upstream = gradcheckMap(linear(), { upstream: [4, 2] });
  expect(upstream.drawn).toEqual([{ name: "upstream", shape: [4, 2] }]);
  const drawn = (options: GradcheckLossOptions) => gradcheckLoss(meanSquaredError(), options).drawn;
  expect(drawn({ prediction: [8, 3], target: [8, 3] })).toEqual([
    { name: "prediction", shape: [8, 3] },
    { name: "target", shape: [8, 3] },
  ]);
  expect(drawn({ prediction: [[1, 2]], target: [[1, 2]] })).toBe(undefined);
  expect(gradcheckMap(linear()).drawn).toBe(undefined);
});

test("unknown options are refused", () => {
  expect(() => toText(right, { colour: true } as never)).toThrow(
    'toText: unknown option "colour", did you mean "color"?',
  );
});

test("what is neither right nor wrong is counted beside its tensor, and a hint says what to do", () => {
  const report = gradcheckFunction({ theta: [], value: () => 1, gradient: () => [] });
  expect(toText(report)).toMatch(/^gradient check INCONCLUSIVE/);
  expect(toText(report)).toContain("there is nothing to check");
  const skipped = gradcheckMap(linear(), { skip: ["W"] });
  expect(toText(skipped)).toMatch(/^ {2}W .* 6 skipped$/m);
  expect(toText(skipped, { onlyWrong: true })).toMatch(
    /and 2 more that passed\n {2}and 1 more that were skipped$/m,
  );
});

test("where nothing was measured no ratio is shown", () => {
  const throws = () => {
    throw new Error("no");
  };
  const text = toText(gradcheckMap({ ...linear(), forward: throws }));
  expect(text).toMatch(/^gradient check FAILED {2}nothing could be measured$/m);
  expect(text).toMatch(/^ {2}W +\[3, 2\] +- +0\/6 +6 inconclusive$/m);
  expect(text.replace(/\s+/g, " ")).toContain("what throws, or returns what it may not, cannot be compared");
});

test("the replay line is never broken, so that it can be pasted", () => {
  const command = `npx gradcheck ${"folder/".repeat(12)}layers.gradcheck.ts --filter "scale at four rows"`;
  for (const replay of [command, `gradcheck(${"dense(10, 10), ".repeat(10)})`])
    expect(lines({ ...wrong, replay })).toContain(`  replay  ${replay}`);
});

test("the replay line is a call that repeats the check", () => {
  const scale = defineLayer("scale", (size: number) => ({
    parameters: { gain: ones([size]) },
    forward: (x, { gain }) => [multiply(x, gain), x],
    backward: (dy, x, { gain }) => ({ input: dy, gain: multiply(sum(multiply(dy, x), 0), gain) }),
  }));
  const repeat = (replay: string) =>
    new Function("gradcheck", "tensor", "scale", `return ${replay}`)(gradcheck, tensor, scale);
  for (const options of [
    { input: [4, 3], seed: 3 },
    { input: [[1, 2, -0.5]], upstream: tensor([[1, -1, 0.25]]), epsilon: 1e-4 },
    { input: tensor([1, 2, 3]), threshold: 1e-5, points: 2, modes: "evaluation" as const },
    { input: [4, 3], tensors: ["gain", "input"], skip: ["input"], shortcuts: false },
  ]) {
    const report = gradcheck(scale(3), options);
    const again = repeat(report.replay);
    expect(timeless(again)).toEqual(timeless(report));
  }
  const chain = gradcheck(sequential(dense(3, 2), tanh()), { input: ones([9, 3]), points: 2 });
  expect(chain.replay).toBe("gradcheck(sequential(dense(3, 2), tanh()), { input, seed: 0, points: 2 })");
});

test("wrapped lines fit, and lose nothing but space", () => {
  const words = fc.array(fc.string({ minLength: 1, maxLength: 30, unit: fc.constantFrom("a", "b", "[") }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(words, fc.integer({ min: 12, max: 40 }), (parts, width) => {
      const wrapped = wrap(parts.join(" "), width, "    ");
      for (const line of wrapped) expect(line.length).toBeLessThanOrEqual(width);
      expect(wrapped.join("").replaceAll(" ", "")).toBe(parts.join(""));
    }),
  );
});

test("a long text keeps its head and its tail", () => {
  expect(shorten("0.weight", 8)).toBe("0.weight");
  expect(shorten("encoder.attention.query.weight", 15)).toBe("encoder….weight");
});

test("a check that found nothing but kinks says so", () => {
  const relu = (x: number) => Math.max(x, 0);
  const report = gradcheckMap(pointwise(relu, () => 0.5, [0, 0]));
  expect(report.counts.kink).toBe(2);
  expect(toText(report)).toMatch(
    /^gradient check passed {2}every entry lies at a kink, with a valid subgradient$/m,
  );
});

test("the headline says of how many of the checked entries nothing was verified", () => {
  const first = (report: GradcheckReport) => lines(report)[0];
  const noisy = tensorReport("b", [3], (k) => ({ analytic: 0, verdict: k < 2 ? "unmeasurable" : "skipped" }));
  const seen = reportOf([tensorReport("W", [4], () => ({ analytic: 1 })), noisy]);
  expect(first(seen)).toMatch(
    /^gradient check passed {2}ratio .*\), 2 of 6 entries not verified, 1 skipped$/,
  );
  expect(toHtml(seen)).toContain("4 of 7 entries agree with the slope of the forward pass.");
  expect(toHtml(seen)).toContain("<dt>Not verified</dt><dd>2 entries</dd>");

  const kinks = tensorReport("x", [4], () => ({ analytic: 0.5, verdict: "kink" }));
  const all = { ratio: 0, verdict: "inconclusive" } as const;
  expect(first(reportOf([kinks], { ratio: 0 }))).toContain("every entry lies at a kink, with a valid");
  expect(first(reportOf([kinks], { ...all, unverified: 4 }))).toBe(
    "gradient check INCONCLUSIVE  nothing could be measured, 4 of 4 entries not verified",
  );
});

test("a check that everything was left out of says so", () => {
  const report = gradcheckMap(linear(), { skip: ["x", "W", "b"] });
  expect(toText(report)).toMatch(/^gradient check INCONCLUSIVE {2}nothing was left to check$/m);
  expect(toText(report)).toContain("hint    nothing was left to check: every tensor is named in skip");
});

test("the ratio of a correct gradient is that of the finite entries, and none where there are none", () => {
  const check = (gradient: (x: Float64Array) => number[]) =>
    gradcheckFunction({ theta: [1, 2], value: ([x, y]) => x ** 3 + y ** 3, gradient });
  const half = check(([x]) => [3 * x * x, Number.NaN]);
  expect(half.ratio).toBeNaN();
  expect(half.noiseRatio).toBeGreaterThan(0);
  expect(half.noiseRatio).toBeLessThan(1e-8);
  const none = check(() => [Number.NaN, Number.NaN]);
  expect(none.noiseRatio).toBeNaN();
  for (const report of [half, none])
    expect(lines(report)[0]).toBe("gradient check FAILED  not every gradient is a number");
});

test("a message of several lines stays in its paragraph", () => {
  const message = "expected\n  this:\r\n\n  that";
  const throws = () => {
    throw new Error(message);
  };
  const shown = lines(gradcheckMap({ ...linear(), forward: throws }));
  expect(shown.filter((line) => line.includes("Error: expected this: that"))).toHaveLength(1);
  const subject = toText({ ...right, subject: "two\nlines" });
  expect(subject.split("\n")[1]).toBe("two lines");
});

test("the hint speaks of a function as of one", () => {
  const hint = (report: GradcheckReport) => toText(report).split("  hint    ")[1].replace(/\s+/g, " ");
  const check = (change: object) =>
    gradcheckFunction({
      theta: [1, 2],
      value: ([x, y]) => x ** 3 + y ** 3,
      gradient: ([x, y]) => [3 * x * x, 3 * y * y],
      ...change,
    });
  expect(hint(check({ gradient: ([x, y]: Float64Array) => [3 * x * x, 2 * y * y] }))).toBe(
    "look at how gradient makes entry 1 of theta (analytic is what gradient gave, numeric the slope of value alone)",
  );
  expect(hint(check({ gradient: () => [1, 2] }))).toMatch(
    /^look at how gradient makes entries 0 and 1 of theta/,
  );
  expect(hint(check({ gradient: () => [1] }))).toBe("let gradient return one number for each entry of theta");
  expect(hint(check({ value: () => 1, gradient: () => [0, 0] }))).toMatch(/: check at another theta$/);
  let calls = 0;
  for (const change of [
    { value: ([x, y]: Float64Array) => x + y + ++calls },
    { gradient: () => [++calls, 1] },
    {
      gradient: () => {
        throw new Error("no");
      },
    },
  ])
    expect(hint(check(change))).not.toMatch(/backward|forward|cache|layer|tensor/);
});

test.each([
  [0.03, "below 3 % of an entry"],
  [0.0201, "below 3 % of an entry"],
  [1e-4, "below 0.01 % of an entry"],
  [0.096, "below 10 % of an entry"],
  [0.999, "below 100 % of an entry"],
  [2, "as large as an entry"],
])("where the output is blurred, how large an error may be that was not seen: %d", (limit, words) => {
  const limited = (limitOf: (name: string) => number, threshold = 1e-7) =>
    lines(withTensors(right, (one) => ({ ...one, threshold, detectionLimit: limitOf(one.name) })));
  expect(limited(() => limit)).toContain(`  an error ${words} cannot be seen here`);
  const ofW = (name: string) => (name === "W" ? limit : 1e-7);
  expect(limited(ofW)).toContain(`  an error ${words} cannot be seen in W`);
  // What is let through on purpose is not missed.
  expect(limited(ofW, limit).join()).not.toContain("cannot be seen");
  expect(limited(() => 9e-6).join()).not.toContain("cannot be seen");
});

test("a gradient that did not come, or in another shape, has no rows of NaN", () => {
  const spoilt = { ...linear(), backward: () => ({ x: zeros([4, 3]), W: zeros([4, 3, 2]), B: zeros([2]) }) };
  const report = gradcheckMap(spoilt as never);
  const text = toText(report);
  expect(text).not.toContain("NaN");
  expect(lines(report)[0]).toBe("gradient check FAILED  W and b have no gradient to compare");
  expect(text).toMatch(/^ {2}W +\[3, 2\] +- +6\/6 +shape$/m);
  expect(text).toMatch(/^ {2}b +\[2\] +- +2\/2 +missing$/m);
  expect(text).toMatch(/^ {2}x\[\d, \d\] .* wrong$/m);
  expect(text).toContain("must be [3, 2], got [4, 3, 2]: sum over axis 0");
  expect(text.replace(/\s+/g, " ")).toContain("no gradient of b [2], but one of B: did you mean b?");
});

test("where all digits that are shown agree, the difference stands beside them", () => {
  const off = (error: number) =>
    tensorReport("W", [2], () => ({ analytic: 1.5 + error, numeric: 1.5, verdict: "wrong" }));
  expect(toText(reportOf([off(2e-9)]))).toMatch(/1\.500000 +1\.500000 ± \S+ +wrong, by 2\.0e-9$/m);
  expect(toText(reportOf([off(0.5)]))).toMatch(/2\.000000 +1\.500000 ± \S+ +wrong$/m);
});

test("what was left out stands in the headline, and is neither right nor wrong", () => {
  const some = gradcheckMap(linear(), { skip: ["x"] });
  expect(lines(some)[0]).toMatch(/^gradient check passed .*\), 12 skipped$/);
  expect(toText(some)).toMatch(/^ {2}x +\[4, 3\] +- +- +12 skipped$/m);
});

test("the line that repeats a check stands near the top, and where the subject is written, if that is known", () => {
  const shown = lines({ ...wrong, source: "src/linear.ts:12" });
  expect(shown.slice(1, 3)).toEqual(["linear", "at src/linear.ts:12"]);
  expect(shown[4]).toBe("  replay  gradcheckMap(linear, { seed: 0 })");
  expect(toText(right)).not.toContain("replay");
});

test("an error above what is said to be seen is seen, in float32 too", () => {
  const cosine = (factor: number) =>
    gradcheckFunction({
      theta: [0.5, 1, 2],
      value: (theta) => Math.fround(theta.reduce((sum, x) => Math.fround(sum + Math.fround(Math.cos(x))), 0)),
      gradient: (theta) => theta.map((x, i) => -Math.sin(x) * (i === 1 ? factor : 1)),
    });
  const [{ detectionLimit }] = cosine(1).tensors;
  expect(toText(cosine(1))).toMatch(/an error below \S+ % of an entry cannot be seen here/);
  expect(cosine(1 + 1.01 * detectionLimit).verdict).toBe("fail");
  expect(cosine(1 + 1e-7).verdict).toBe("pass");
});
