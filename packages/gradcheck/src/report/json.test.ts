import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { multiply, tensor } from "@nudge/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { linear, pointwise, spoil } from "../../test/fixtures.ts";
import { gradcheckFunction, gradcheckMap } from "../index.ts";
import { findingKinds } from "../words/findings.ts";
import type {
  DiagnosisKind,
  EntryVerdict,
  FindingKind,
  GradcheckReport,
  TensorReport,
  Verdict,
} from "../words/report.ts";
import { fromJson, toJson } from "./json.ts";

const published = createRequire(import.meta.url).resolve("@nudge/gradcheck/schema.json");
const schema = JSON.parse(readFileSync(published, "utf8"));
const isValid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

const failing = gradcheckMap(spoil(linear(), ({ W }) => ({ W: multiply(W, -1) })));
const reports: { [name: string]: GradcheckReport } = {
  passing: gradcheckMap(linear()),
  failing,
  "not finite": gradcheckMap(spoil(linear(), () => ({ b: tensor([Number.NaN, Number.POSITIVE_INFINITY]) }))),
  throwing: gradcheckFunction({
    theta: [1],
    value: () => {
      throw new Error('a "quoted" message\n</script>');
    },
    gradient: () => [1],
  }),
  "with a finding that was allowed": gradcheckMap(
    { ...linear(), backward: () => ({ W: tensor(1) }) } as never,
    { allow: ["missing", "shape"] },
  ),
  inconclusive: gradcheckMap(
    pointwise(
      () => 1,
      () => 0,
      [1, 2],
    ),
  ),
  "of an empty tensor": gradcheckMap(pointwise(Math.exp, Math.exp, [])),
  "with everything optional": {
    ...failing,
    tensors: failing.tensors.map((t) => ({
      ...t,
      diagnoses: [{ kind: "factor", message: "twice", factor: -0, layer: 1, unexplained: Number.NaN }],
      blocks: { place: [1], analytic: [1], numeric: [Number.NaN], error: [0], verdict: ["pass" as const] },
    })),
    curves: [
      {
        tensor: "W",
        index: [0, 1],
        role: "worst",
        steps: [1, 0.25],
        errors: [2, Number.NaN],
        remainders: [1, 0],
      },
    ],
  },
};

test.each(Object.keys(reports))("a report %s comes back from JSON as it was", (name) => {
  const text = toJson(reports[name]);
  expect(fromJson(text)).toEqual(reports[name]);
  expect(toJson(fromJson(text))).toBe(text);
});

test.each(Object.keys(reports))("a report %s is valid by the published schema", (name) => {
  expect(isValid(JSON.parse(toJson(reports[name]))), JSON.stringify(isValid.errors)).toBe(true);
});

test("any number comes back bit by bit", () => {
  const number = fc.double({ noNaN: false });
  fc.assert(
    fc.property(number, fc.array(number), (ratio, values) => {
      const [first, ...others] = failing.tensors;
      const entries = {
        analytic: values,
        numeric: values,
        error: values,
        verdict: values.map(() => "kink" as const),
      };
      const report = {
        ...failing,
        ratio,
        tensors: [{ ...first, shape: [values.length], entries }, ...others],
      };
      expect(fromJson(toJson(report))).toStrictEqual(report);
    }),
  );
});

test("a string that reads as a number stays a string", () => {
  expect(fromJson(toJson({ ...failing, subject: "NaN", replay: "Infinity" }))).toMatchObject({
    subject: "NaN",
    replay: "Infinity",
  });
});

test("lists of numbers stand on one line", () => {
  const lines = toJson(failing).split("\n");
  expect(lines.length).toBeLessThan(400);
  expect(lines).toContain('      "shape": [4, 3],');
});

const change = (path: readonly (string | number)[], value: unknown): string => {
  const report = JSON.parse(toJson(failing));
  const parent = path.slice(0, -1).reduce((at, key) => at[key], report);
  if (value === undefined) delete parent[path[path.length - 1]];
  else parent[path[path.length - 1]] = value;
  return JSON.stringify(report);
};

const broken: [what: string, text: string, message: string | RegExp][] = [
  ["no JSON", "{", /^fromJson: not JSON: /],
  ["a list", "[]", "fromJson: report must be an object, got []"],
  ["null", "null", "fromJson: report must be an object, got null"],
  ["another version", change(["version"], 2), "fromJson: expected a report of version 1, got version 2"],
  ["no version", change(["version"], undefined), "fromJson: report.version is missing"],
  ["a missing field", change(["counts", "kink"], undefined), "fromJson: report.counts.kink is missing"],
  ["an unknown field", change(["ratios"], 1), "fromJson: report.ratios is unknown"],
  [
    "a prototype",
    toJson(failing).replace("{", '{ "__proto__": {},'),
    "fromJson: report.__proto__ is unknown",
  ],
  [
    "an unknown verdict",
    change(["verdict"], "ok"),
    'fromJson: report.verdict must be one of "pass", "fail", "inconclusive", got "ok"',
  ],
  ["a fraction", change(["seed"], 0.5), "fromJson: report.seed must be a whole number, got 0.5"],
  [
    "a negative count",
    change(["tensors", 1, "counts", "wrong"], -1),
    "fromJson: report.tensors[1].counts.wrong must be a whole number from 0 on, got -1",
  ],
  [
    "a number as text",
    change(["tensors", 0, "worst", 0, "numeric"], "1"),
    'fromJson: report.tensors[0].worst[0].numeric must be a number, "NaN", "Infinity", "-Infinity", got "1"',
  ],
  ["text as a number", change(["subject"], 1), "fromJson: report.subject must be a string, got 1"],
  ["a flag as a number", change(["passed"], 1), "fromJson: report.passed must be true or false, got 1"],
  [
    "a list as an object",
    change(["tensors", 0, "shape"], { 0: 4 }),
    'fromJson: report.tensors[0].shape must be a list, got {"0":4}',
  ],
  [
    "fewer entries than the shape says",
    change(["tensors", 0, "shape"], [4, 4]),
    "fromJson: report.tensors[0].entries.analytic must have 16 entries, got 12",
  ],
];

test.each(broken)("%s is refused, with its place", (_what, text, message) => {
  expect(() => fromJson(text)).toThrow(message);
});

test("the schema refuses what fromJson refuses, but for lengths", () => {
  for (const [what, text] of broken.slice(1, -1))
    expect([what, isValid(JSON.parse(text))]).toEqual([what, false]);
});

test("a curve needs an error and a remainder for each step", () => {
  const report: GradcheckReport = {
    ...failing,
    curves: [{ tensor: "W", index: [0, 0], role: "worst", steps: [1, 2], errors: [1, 2], remainders: [1] }],
  };
  expect(() => fromJson(toJson(report))).toThrow(
    "fromJson: report.curves[0].remainders must have 2 entries, got 1",
  );
});

test("the schema knows the kinds and verdicts that the types know", () => {
  const every = <K extends string>(names: { [name in K]: true }) => Object.keys(names);
  const { finding, diagnosis, verdict, entryVerdict } = schema.$defs;
  expect(verdict.enum).toEqual(every<Verdict>({ pass: true, fail: true, inconclusive: true }));
  expect(entryVerdict.enum).toEqual(
    every<EntryVerdict>({
      pass: true,
      wrong: true,
      kink: true,
      unmeasurable: true,
      inconclusive: true,
      skipped: true,
    }),
  );
  expect(diagnosis.properties.kind.enum).toEqual(
    every<DiagnosisKind>({
      sign: true,
      factor: true,
      zero: true,
      transposed: true,
      permuted: true,
      "missing-sum": true,
      "missing-term": true,
      "wrong-axis": true,
      "single-entry": true,
      support: true,
      "input-gradient": true,
    }),
  );
  expect(finding.properties.kind.enum).toEqual(
    every<FindingKind>({
      shape: true,
      missing: true,
      extra: true,
      "non-finite": true,
      "nondeterministic-forward": true,
      "nondeterministic-backward": true,
      stale: true,
      accumulates: true,
      "mutates-input": true,
      "mutates-upstream": true,
      "ignores-upstream": true,
      "second-point": true,
      "ignores-values": true,
      "batch-size": true,
      throws: true,
      "joint-kink": true,
      asymmetric: true,
      "throws-sometimes": true,
      aliases: true,
      "special-point": true,
      declaration: true,
      degenerate: true,
      edge: true,
      "low-precision": true,
    }),
  );
  expect(findingKinds).toEqual(finding.properties.kind.enum);
  const fields = every<keyof GradcheckReport>({
    version: true,
    checker: true,
    time: true,
    subject: true,
    source: true,
    verb: true,
    verdict: true,
    passed: true,
    ratio: true,
    noiseRatio: true,
    threshold: true,
    seed: true,
    drawn: true,
    surrogates: true,
    method: true,
    evaluations: true,
    milliseconds: true,
    replay: true,
    counts: true,
    unverified: true,
    tensors: true,
    findings: true,
    curves: true,
  });
  expect(Object.keys(schema.properties)).toEqual(fields);
  const tensorFields = every<keyof TensorReport>({
    name: true,
    shape: true,
    verdict: true,
    ratio: true,
    threshold: true,
    counts: true,
    detectionLimit: true,
    worst: true,
    diagnoses: true,
    entries: true,
    blocks: true,
  });
  expect(Object.keys(schema.$defs.tensor.properties)).toEqual(tensorFields);
});
