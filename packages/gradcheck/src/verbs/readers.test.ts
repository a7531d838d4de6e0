import { readOptions } from "@nudge/core/internal";
import { expect, test } from "vitest";
import { meanSquaredError, tanh } from "../../../layers/src/index.ts";
import { linear } from "../../test/fixtures.ts";
import {
  gradcheck,
  gradcheckAsync,
  gradcheckFunction,
  gradcheckFunctionAsync,
  gradcheckLoss,
  gradcheckLossAsync,
  gradcheckMap,
  gradcheckMapAsync,
} from "../index.ts";
import { commonOptions } from "./readers.ts";

const f = { theta: [1], value: ([x]: Float64Array) => x * x, gradient: ([x]: Float64Array) => [2 * x] };

/** Every verb with some options of every check. */
const verbs: [name: string, run: (options: object) => unknown][] = [
  ["gradcheck", (options) => gradcheck(tanh(), { input: [2, 2], ...options })],
  [
    "gradcheckLoss",
    (options) => gradcheckLoss(meanSquaredError(), { prediction: [2, 2], target: [2, 2], ...options }),
  ],
  ["gradcheckFunction", (options) => gradcheckFunction(f, options)],
  ["gradcheckMap", (options) => gradcheckMap(linear(), options)],
];

const wrong: [options: object, message: string][] = [
  [{ epsilon: 0 }, "epsilon must be above 0, got 0"],
  [{ epsilon: -1e-5 }, "epsilon must be above 0, got -0.00001"],
  [{ epsilon: Number.NaN }, "epsilon must be above 0, got NaN"],
  [{ epsilon: Number.POSITIVE_INFINITY }, "epsilon must be above 0, got Infinity"],
  [{ epsilon: "1e-5" }, 'epsilon must be above 0, got "1e-5"'],
  [{ epsilon: null }, "epsilon must be above 0, got null"],
  [{ threshold: 0 }, "threshold must be above 0 and below 1, got 0"],
  [{ threshold: -1 }, "threshold must be above 0 and below 1, got -1"],
  [{ threshold: 1 }, "threshold must be above 0 and below 1, got 1"],
  [{ threshold: Number.NaN }, "threshold must be above 0 and below 1, got NaN"],
  [{ threshold: "1e-7" }, 'threshold must be above 0 and below 1, got "1e-7"'],
  [{ threshold: { x: 2 } }, 'threshold of "x" must be above 0 and below 1, got 2'],
  [{ epsilon: { "*": -1 } }, 'epsilon of "*" must be above 0, got -1'],
  [{ epsilon: [1] }, "epsilon must be above 0, got an array of 1"],
  [{ seed: 1.5 }, "seed must be a whole number, got 1.5"],
  [{ seed: "7" }, 'seed must be a whole number, got "7"'],
  [{ seed: Number.NaN }, "seed must be a whole number, got NaN"],
  [{ seed: 2 ** 60 }, "seed must be a whole number, got 115292150460684"],
  [{ points: 0 }, "points must be a whole number above 0, got 0"],
  [{ points: 1.5 }, "points must be a whole number above 0, got 1.5"],
  [{ points: "2" }, 'points must be a whole number above 0, got "2"'],
  [{ modes: "test" }, 'modes must be "both", "training" or "evaluation", got "test"'],
  [{ modes: true }, 'modes must be "both", "training" or "evaluation", got true'],
  [{ method: "sampled" }, 'method must be "full" or "bisect", got "sampled"'],
  [{ shortcuts: 0 }, "shortcuts must be true or false, got 0"],
  [{ tensors: "x" }, 'tensors must be a list of names, got "x"'],
  [{ tensors: [1] }, "tensors[0] must be a name, got 1"],
  [{ skip: "x" }, 'skip must be a list of names, got "x"'],
  [{ skip: [undefined] }, "skip[0] must be a name, got undefined"],
  [{ allow: "stale" }, 'allow must be a list of kinds of findings, got "stale"'],
  [{ allow: ["stale", "kinks"] }, 'allow[1] must be "shape", "missing", '],
  [{ skip: null }, "skip must be a list of names, got null"],
];

for (const [verb, run] of verbs) {
  test.each(wrong)(`${verb} refuses %j`, (options, message) => {
    expect(() => run(options)).toThrow(`${verb}: ${message}`);
  });

  test(`${verb} refuses options that it does not know, with the one that was meant`, () => {
    expect(() => run({ epsilom: 1 })).toThrow(`${verb}: unknown option "epsilom", did you mean "epsilon"?`);
    expect(() => run({ tolerance: 1 })).toThrow(`${verb}: unknown option "tolerance"`);
    expect(() => run({ signal: new AbortController().signal })).toThrow(`${verb}: unknown option "signal"`);
    expect(() => run({ onProgress: () => {} })).toThrow(`${verb}: unknown option "onProgress"`);
  });

  test(`${verb} takes undefined as an option that is not given`, () => {
    const nothing = { epsilon: undefined, threshold: undefined, seed: undefined, points: undefined };
    expect(() => run({ ...nothing, modes: undefined, tensors: undefined, skip: undefined })).not.toThrow();
  });
}

test("the Async twins refuse wrong options too, under their own names", async () => {
  const bad = { threshold: 2 } as never;
  await expect(gradcheckAsync(tanh(), { input: [2], threshold: 2 })).rejects.toThrow(
    /^gradcheckAsync: threshold/,
  );
  await expect(
    gradcheckLossAsync(meanSquaredError(), { prediction: [2], target: [2], threshold: 2 }),
  ).rejects.toThrow(/^gradcheckLossAsync: threshold/);
  await expect(gradcheckFunctionAsync(f, bad)).rejects.toThrow(/^gradcheckFunctionAsync: threshold/);
  await expect(gradcheckMapAsync(linear(), bad)).rejects.toThrow(/^gradcheckMapAsync: threshold/);
  await expect(gradcheckMapAsync(linear(), { sinal: 1 } as never)).rejects.toThrow(/did you mean "signal"/);
});

test.each([
  [{ signal: 3 }, "signal"],
  [{ signal: {} }, "signal"],
  [{ onProgress: 3 }, "onProgress"],
  [{ onProgress: {} }, "onProgress"],
])("the Async twins refuse %o", async (options, name) => {
  await expect(gradcheckMapAsync(linear(), options as never)).rejects.toThrow(
    new RegExp(`^gradcheckMapAsync: ${name} must be `),
  );
});

test("the defaults are seed 0, both modes, one point, a threshold that fits the precision, everything checked", () => {
  expect(readOptions("verb", {}, commonOptions)).toEqual({
    epsilon: undefined,
    threshold: undefined,
    bounds: {},
    seed: 0,
    points: 1,
    modes: "both",
    tensors: undefined,
    skip: [],
    allow: [],
    method: "full",
    shortcuts: true,
  });
});

test("negative and large seeds are seeds", () => {
  for (const seed of [-1, 2 ** 40, Number.MIN_SAFE_INTEGER])
    expect(gradcheckMap(linear(), { seed })).toMatchObject({ seed, verdict: "pass" });
});

test("options are not changed", () => {
  const options = Object.freeze({
    skip: Object.freeze(["b"]),
    tensors: Object.freeze(["x", "b"]),
    points: 2,
  });
  expect(gradcheckMap(linear(), options).counts).toMatchObject({ passed: 12, skipped: 2 });
});
