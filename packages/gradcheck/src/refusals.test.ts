// Whatever is given in the place of an argument, a public function gives a result, or an error of its own.
import { createModel } from "@nudge/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { callsOf, hostile, onPurpose } from "../../core/test/garbage.ts";
import { dense, meanSquaredError } from "../../layers/src/index.ts";
import { linear } from "../test/fixtures.ts";
import * as gradcheck from "./index.ts";

const square = { theta: [3], value: ([x]: Float64Array) => x * x, gradient: ([x]: Float64Array) => [2 * x] };
const array = [0.5, -1];
const object = {
  input: array,
  values: { gain: [1, 2] },
  gradients: () => ({ gain: [0.5, 1] }),
  forward: (x: number[]) => x,
  backward: (dy: number[]) => dy,
};
const layer = [dense(2, 2), { input: [3, 2] }] as const;
const model = [
  createModel(dense(2, 2)),
  { input: [1, 2], target: [[1, 2]], loss: meanSquaredError() },
] as const;
const loss = [meanSquaredError(), { prediction: [3, 2], target: [3, 2] }] as const;
const map = [linear(), { upstream: [4, 2] }] as const;
const report = gradcheck.gradcheckFunction(square);

const { GradientError, ...functions } = gradcheck;
type Name = keyof typeof functions;

/** Every exported function with right arguments. */
const calls: readonly (readonly [Name, readonly unknown[]])[] = [
  ["gradcheck", layer],
  ["gradcheck", model],
  ["gradcheckAsync", layer],
  ["gradcheckLoss", loss],
  ["gradcheckLossAsync", loss],
  ["gradcheckFunction", [square, {}]],
  ["gradcheckFunctionAsync", [square, {}]],
  ["gradcheckMap", map],
  ["gradcheckMapAsync", map],
  ["assertGradients", layer],
  ["assertGradients", model],
  ["defineCheck", ["a loss", ...loss]],
  ["statefulMap", [object]],
  ["toText", [report, {}]],
  ["toHtml", [report]],
  ["toJson", [report]],
  ["fromJson", [gradcheck.toJson(report)]],
];

const settings = [
  "epsilon",
  "threshold",
  "seed",
  "points",
  "training",
  "tensors",
  "skip",
  "method",
  "shortcuts",
];

test("every exported function is called here", () => {
  expect([...new Set(calls.map(([name]) => name))].sort()).toEqual(Object.keys(functions).sort());
});

/** Many points, and large shapes, are right, and take long. */
const few = fc.integer({ min: -3, max: 3 });

/** Wrong in most places, and of every type. */
const garbage = fc.oneof(
  fc.constantFrom(...hostile),
  fc.constantFrom<unknown>(
    undefined,
    null,
    Number.NaN,
    -1,
    1e300,
    10n,
    "",
    "full",
    Symbol("x"),
    () => 0,
    class {},
  ),
  fc.constantFrom<unknown>(
    [],
    {},
    [null],
    [-1],
    [0.5],
    [1e300],
    [[1], [2, 3]],
    ["x"],
    [[Number.NaN]],
    new Date(0),
  ),
  fc.constantFrom<unknown>(
    { x: null },
    { forward: 1, backward: 2 },
    Object.create(null),
    new Float64Array(1),
  ),
  fc.anything({
    values: [fc.boolean(), fc.string(), fc.double({ noInteger: true }), fc.constant(null), few],
  }),
);

/** What the function says of these arguments; undefined where it takes them. */
async function refusal(name: Name, args: readonly unknown[]): Promise<unknown> {
  try {
    await (functions[name] as (...args: readonly unknown[]) => unknown)(...args);
  } catch (error) {
    return error;
  }
}

async function expectOwn(name: Name, args: readonly unknown[]) {
  const error = await refusal(name, args);
  if (error === undefined || error instanceof GradientError) return;
  expect(error).toBeInstanceOf(Error);
  const { message } = error as Error;
  // What a value throws of its own is no fault of who asked it.
  if (message !== onPurpose) expect(message.slice(0, name.length)).toBe(name);
}

test.each(calls)("%s takes right arguments", async (name, args) => {
  expect(await refusal(name, args)).toBe(undefined);
});

test.each(calls)("%s refuses in its own name whatever stands for an argument", async (name, args) => {
  const position = fc.integer({ min: 0, max: args.length - 1 });
  await fc.assert(
    fc.asyncProperty(position, garbage, (k, value) => expectOwn(name, args.with(k, value))),
    callsOf(60),
  );
  for (let count = 0; count < args.length; count++) await expectOwn(name, args.slice(0, count));
});

test.each(calls)(
  "%s refuses in its own name whatever stands for a member of an argument",
  async (name, args) => {
    // What the factories of layers, models, losses and reports make is not taken apart.
    const made: readonly unknown[] = [layer[0], model[0], loss[0], report];
    const members = args.flatMap((arg, k) => {
      if (typeof arg !== "object" || arg === null || made.includes(arg)) return [];
      const more = k > 0 && !name.startsWith("to") ? settings : [];
      return [...Object.keys(arg), ...more].map((member) => [k, member] as const);
    });
    if (members.length === 0) return;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...members), garbage, ([k, member], value) =>
        expectOwn(name, args.with(k, { ...(args[k] as object), [member]: value })),
      ),
      callsOf(150),
    );
  },
);
