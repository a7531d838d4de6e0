import { stripVTControlCharacters } from "node:util";
import { defineLayer, multiply, ones, sum, tensor } from "@nudge/core";
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
  expect(text.replace(/\s+/g, " ")).toContain("what throws cannot be compared");
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
  expect(first(seen)).toMatch(/^gradient check passed {2}ratio .*\), 2 of 6 entries not verified$/);
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
  expect(toText(half)).toMatch(
    /^gradient check FAILED {2}ratio NaN \(a correct gradient would show \d\.\de-\d+\)$/m,
  );
  const none = check(() => [Number.NaN, Number.NaN]);
  expect(toText(none)).toMatch(/^gradient check FAILED {2}ratio NaN \(a correct gradient would show -\)$/m);
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
  expect(hint(check({ gradient: () => [1] }))).toBe("gradient returns one number for each entry of theta");
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
  const blurred = withTensors(right, (tensor) => ({
    ...tensor,
    detectionLimit: tensor.name === "W" ? limit : 1e-7,
  }));
  const line = `  an error ${words} cannot be seen here`;
  expect(lines(blurred)).not.toContain(line);
  const finding = { kind: "low-precision", severity: "note", message: "rounded" } as const;
  expect(lines({ ...blurred, findings: [finding] })).toContain(line);
  // What is said of the gradient of one tensor says nothing of the slopes.
  expect(lines({ ...blurred, findings: [{ ...finding, tensor: "W" }] })).not.toContain(line);
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
