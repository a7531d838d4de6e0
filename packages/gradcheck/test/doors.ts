// Every exported function of the checker, with arguments of which one, or one member of one, is wrong.
import { createModel } from "@nudge/core";
import fc from "fast-check";
import type { Door } from "../../core/test/door.ts";
import { hostile } from "../../core/test/garbage.ts";
import { dense, meanSquaredError } from "../../layers/src/index.ts";
import * as gradcheck from "../src/index.ts";
import { linear } from "./fixtures.ts";

const square = { theta: [3], value: ([x]: Float64Array) => x * x, gradient: ([x]: Float64Array) => [2 * x] };
const { theta, gradient } = square;
const hessian = { theta, gradient, hessian: () => [[2]] };
const product = { theta, gradient, hessianProduct: (_: Float64Array, [v]: Float64Array) => [2 * v] };
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
const tape = {
  name: "tape",
  tensors: { x: [1, 2] },
  forward: ({ x }: { x: number[] }) => x,
  scalar: (x: number) => x,
  number: (x: number) => x,
  derivatives: (y: number, xs: number[]) => xs.map((x) => (x === y ? 1 : 0)),
};
const report = gradcheck.gradcheckFunction(square);

const { GradientError, ...functions } = gradcheck;
type Name = keyof typeof functions;

/** Every exported function with right arguments. */
export const right: readonly (readonly [name: Name, args: readonly unknown[]])[] = [
  ["gradcheck", layer],
  ["gradcheck", model],
  ["gradcheckAsync", layer],
  ["gradcheckLoss", loss],
  ["gradcheckLossAsync", loss],
  ["gradcheckFunction", [square, {}]],
  ["gradcheckFunctionAsync", [square, {}]],
  ["gradcheckHessian", [hessian, {}]],
  ["gradcheckHessianAsync", [hessian, {}]],
  ["gradcheckHessian", [product, {}]],
  ["gradcheckMap", map],
  ["gradcheckMapAsync", map],
  ["assertGradients", layer],
  ["assertGradients", model],
  ["assertGradientsAsync", layer],
  ["defineCheck", ["a loss", ...loss]],
  ["statefulMap", [object]],
  ["tapeMap", [tape]],
  ["workerMap", ["file:///subject.js", { timeout: 1 }]],
  ["commandMap", [["python3", "layer.py"], { timeout: 1 }]],
  ["toText", [report, {}]],
  ["toHtml", [report]],
  ["toHtml", [[report]]],
  ["toJson", [report]],
  ["fromJson", [gradcheck.toJson(report)]],
];

export const names = Object.keys(functions).sort();

const settings = [
  "epsilon",
  "threshold",
  "seed",
  "points",
  "modes",
  "tensors",
  "skip",
  "allow",
  "bounds",
  "method",
  "shortcuts",
];

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

/** What the factories of layers, models, losses and reports make is not taken apart. */
const made: readonly unknown[] = [layer[0], model[0], loss[0], report];

/** The members of arguments, those of options that are left out too. */
function membersOf(name: Name, args: readonly unknown[]) {
  return args.flatMap((arg, k) => {
    if (typeof arg !== "object" || arg === null || made.includes(arg)) return [];
    const more = k > 0 && !name.startsWith("to") ? settings : [];
    return [...Object.keys(arg), ...more].map((member) => [k, member] as const);
  });
}

/** Arguments of which some are left out, one is wrong, or a member of one. */
function wrong(name: Name, args: readonly unknown[]): fc.Arbitrary<readonly unknown[]> {
  const argument = fc.tuple(fc.nat(args.length - 1), garbage).map(([k, value]) => args.with(k, value));
  const fewer = fc.nat(args.length - 1).map((count) => args.slice(0, count));
  const members = membersOf(name, args);
  if (members.length === 0) return fc.oneof({ weight: 9, arbitrary: argument }, fewer);
  const member = fc
    .tuple(fc.constantFrom(...members), garbage)
    .map(([[k, member], value]) => args.with(k, { ...(args[k] as object), [member]: value }));
  return fc.oneof(
    { weight: 6, arbitrary: argument },
    { weight: 12, arbitrary: member },
    { weight: 1, arbitrary: fewer },
  );
}

/** What they give starts what they were given, when it is looked at. */
const starting: readonly Name[] = ["workerMap", "commandMap"];

export const doors: readonly Door[] = right.map(
  ([name, args]): Door => ({
    name: `${name} of ${args.length === 0 ? "nothing" : typeof args[0] === "object" ? (Object(args[0]).name ?? "an object") : "text"}`,
    args: wrong(name, args),
    call: async (...args) => {
      try {
        const value = await (functions[name] as (...args: readonly unknown[]) => unknown)(...args);
        return starting.includes(name) ? undefined : value;
      } catch (error) {
        // Which is no refusal, but what the check found.
        if (error instanceof GradientError) return undefined;
        throw error;
      }
    },
    refusals: [name],
    times: 50,
  }),
);
