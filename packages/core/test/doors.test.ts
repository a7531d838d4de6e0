// Whatever an exported function is given, it returns, or throws an error that begins with who refuses.
import fc from "fast-check";
import { describe, test } from "vitest";
import * as nudge from "../src/index.ts";
import { createTrainer, evaluate, fit, train } from "../src/index.ts";
import { blend, chain, dense, meanSquaredError, noise } from "./fixtures.ts";
import { callsOf, expectRefusal, garbage } from "./garbage.ts";

const model = nudge.createModel(chain(dense(2, 1), noise()), { seed: 1 });
const data = { inputs: [[1, 2]], targets: [[3]] };

/** What is right somewhere. */
const things: readonly unknown[] = [
  model,
  nudge.createModel(blend(2)),
  dense(2, 1),
  meanSquaredError(),
  nudge.sgd(),
  nudge.accuracy(),
  nudge.l2(0.1),
  nudge.clipByNorm(1),
  nudge.stepDecay({ every: 2 }),
  nudge.rng(1),
  data,
  { loss: meanSquaredError(), optimizer: nudge.sgd(), epochs: 1 },
  meanSquaredError,
  [1, 2],
  [[1, 2]],
  [[1], [2, 3]],
  { a: [[1, 2]], b: [[3, 4]] },
  "float32",
  ["n", 2],
];
const anything = garbage(things);

/** Everything right but one option. */
const options = fc
  .tuple(
    fc.constantFrom(
      { loss: meanSquaredError(), optimizer: nudge.sgd(), epochs: 1 },
      { loss: meanSquaredError(), optimizer: nudge.sgd() },
      { loss: meanSquaredError() },
      {},
    ),
    fc.constantFrom(
      ...["loss", "optimizer", "epochs", "batchSize", "schedule", "regularization", "clip", "freeze", "seed"],
      ...["shuffle", "validation", "metrics", "training", "dtype", "rate", "norm", "keepDims", "relaxed"],
      ...["learningRate", "momentum", "milestones", "factor", "followedBy", "inputs", "targets", "biases"],
    ),
    anything,
  )
  .map(([right, name, value]) => ({ ...right, [name]: value }));

const args = fc.array(fc.oneof(anything, options), { maxLength: 4 });

/** Layers and losses, and functions that are called, refuse in their own name. */
const others = [dense(2, 1), blend(2), noise(), meanSquaredError(), "adam", "cosineDecay", "createModel"];
/** They say "expected input [n, 4], got ...", for the layer that calls them to put its name before it. */
const nameless = new Map([["expectShape", ["expected "]]]);
const refuses = (name: string, call: () => unknown) =>
  expectRefusal([name, ...others].map((who) => `${who}: `).concat(nameless.get(name) ?? []), call);

const isClass = (value: unknown) => typeof value === "function" && /^class\b/.test(`${value}`);
const exported = Object.entries(nudge).filter(
  ([, value]) => typeof value === "function" && !isClass(value),
) as [string, (...args: unknown[]) => unknown][];

test.each(exported)("%s refuses in its own name", (name, call) => {
  fc.assert(
    fc.property(args, (args) => refuses(name, () => call(...args))),
    callsOf(200),
  );
});

describe("a model", () => {
  test.each(["predict", "lossAndGradient", "summary", "load", "toJSON"] as const)(
    "%s refuses in its own name",
    (name) => {
      const method = model[name] as (...args: unknown[]) => unknown;
      fc.assert(
        fc.property(args, (args) => refuses(name, () => method(...args))),
        callsOf(200),
      );
    },
  );
});

const optionsOfTraining = { loss: meanSquaredError(), optimizer: nudge.sgd(), epochs: 1 };

test.each(["train", "fit", "evaluate", "createTrainer"] as const)(
  "%s refuses what is wrong in one place",
  (name) => {
    const call = { train, fit, evaluate, createTrainer }[name] as (...args: unknown[]) => unknown;
    const right = name === "createTrainer" ? [model, optionsOfTraining] : [model, data, optionsOfTraining];
    fc.assert(
      fc.property(fc.nat(right.length - 1), fc.oneof(anything, options), (k, wrong) => {
        refuses(name, () => {
          const made = call(...right.with(k, wrong as never));
          if (name === "train") for (const _ of made as Iterable<unknown>);
        });
      }),
      callsOf(500),
    );
  },
);

test("a step refuses in its own name", () => {
  const trainer = nudge.createTrainer(model, { loss: meanSquaredError(), optimizer: nudge.sgd() });
  const step = trainer.step as (...args: unknown[]) => unknown;
  fc.assert(
    fc.property(args, fc.nat(2), anything, (args, k, wrong) => {
      refuses("step", () => step(...args));
      refuses("step", () => step(...[data.inputs, data.targets, undefined].with(k, wrong as never)));
    }),
    callsOf(200),
  );
});

test.each([
  ["layer", (definition: unknown) => nudge.defineLayer("odd", () => definition as never)()],
  ["loss", (definition: unknown) => nudge.defineLoss("odd", () => definition as never)()],
])("a %s that is defined by something else is refused in its name", (_, make) => {
  fc.assert(
    fc.property(anything, (definition) => refuses("odd()", () => make(definition))),
    callsOf(200),
  );
});
