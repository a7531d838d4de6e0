// Every exported function of core, and the methods of models and trainers, with arguments that are wrong.
import fc from "fast-check";
import * as nudge from "../src/index.ts";
import { createTrainer, evaluate, fit, fitAsync, train, trainAsync } from "../src/index.ts";
import * as files from "../src/node.ts";
import type { Door } from "./door.ts";
import { blend, chain, dense, meanSquaredError, noise } from "./fixtures.ts";
import { garbage } from "./garbage.ts";

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
  nudge.standardize(),
  [
    [1, "red"],
    [null, "blue"],
  ],
  nudge.stepDecay({ every: 2 }),
  nudge.rng(1),
  { counts: [[1]], classes: ["a"] },
  [{ epoch: 1, step: 1, loss: 1, validation: { loss: 2 } }],
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
      ...[
        "shuffle",
        "dropLast",
        "earlyStopping",
        "trainingScores",
        "signal",
        "progress",
        "validation",
        "metrics",
        "training",
        "dtype",
        "rate",
        "norm",
        "keepDims",
        "relaxed",
      ],
      ...[
        "learningRate",
        "momentum",
        "milestones",
        "factor",
        "followedBy",
        "inputs",
        "targets",
        "biases",
        "classes",
      ],
    ),
    anything,
  )
  .map(([right, name, value]) => ({ ...right, [name]: value }));

const args = fc.array(fc.oneof(anything, options), { maxLength: 4 });

/** Right arguments, one of them replaced by what is wrong. */
const butOne = (right: readonly unknown[]) =>
  fc
    .tuple(fc.nat(right.length - 1), fc.oneof(anything, options))
    .map(([k, wrong]) => right.with(k, wrong as never));

/** Layers and losses, and functions that are called, refuse in their own name. */
const others = [dense(2, 1), blend(2), noise(), meanSquaredError(), "adam", "cosineDecay", "createModel"];
const beginnings = (...names: readonly unknown[]) => [...names, ...others].map((who) => `${who}: `);

/** What a function throws that is asked for a stream is no fault of who asked it. */
const withoutStreams = (args: fc.Arbitrary<readonly unknown[]>) =>
  args.filter(([, data]) => typeof data !== "function");

type Call = (...args: readonly unknown[]) => unknown;
const isClass = (value: unknown) => typeof value === "function" && /^class\b/.test(`${value}`);
const exported = Object.entries(nudge).filter(
  ([, value]) => typeof value === "function" && !isClass(value),
) as [string, Call][];

/** Numbers of which these make NaN: 0 / 0, the logarithm of -1, and whatever a function says. */
const givesNaN = ["divide", "power", "log", "sqrt", "map"];
/** Those that call a function of the caller, draw, or train. */
const notPure = [
  "map",
  "rng",
  "train",
  "trainAsync",
  "fit",
  "fitAsync",
  "evaluate",
  "createTrainer",
  "createModel",
];

const functions = exported.map(
  ([name, call]): Door => ({
    name,
    args: name === "fitAsync" ? withoutStreams(args) : args,
    call,
    // `expectShape` says "expected input [n, 4], got ...", for the layer that calls it to put its name before it.
    refusals: name === "expectShape" ? ["expected ", ...beginnings(name)] : beginnings(name),
    times: 50,
    finite: !givesNaN.includes(name),
    pure: !notPure.includes(name),
  }),
);

const methods = (
  [
    "predict",
    "predictProbabilities",
    "predictClasses",
    "lossAndGradient",
    "summary",
    "load",
    "toJSON",
  ] as const
).map(
  (name): Door => ({
    name: `model.${name}`,
    args,
    call: model[name] as Call,
    refusals: beginnings(name),
    times: 50,
    pure: name !== "load",
  }),
);

const optionsOfTraining = { loss: meanSquaredError(), optimizer: nudge.sgd(), epochs: 1 };

const training = Object.entries({ train, trainAsync, fit, fitAsync, evaluate, createTrainer }).map(
  ([name, call]): Door => ({
    name: `${name}, all right but one`,
    args: withoutStreams(
      butOne(name === "createTrainer" ? [model, optionsOfTraining] : [model, data, optionsOfTraining]),
    ),
    call: async (...args) => {
      const made = await (call as Call)(...args);
      if (name.startsWith("train")) for await (const _ of made as AsyncIterable<unknown>);
    },
    refusals: beginnings(name),
    times: 100,
  }),
);

/** Metrics: predictions and targets that are right for one, for others not. */
const metrics = [
  nudge.accuracy(),
  nudge.topK(1),
  nudge.confusion(),
  nudge.f1(),
  nudge.auc(),
  nudge.absoluteError(),
  nudge.rSquared(),
].map(
  (metric): Door => ({
    name: `${metric}.evaluate`,
    args: fc.oneof(
      args,
      butOne([
        nudge.tensor([
          [1, 2, 0],
          [3, 4, 0],
        ]),
        nudge.tensor([0, 1]),
      ]),
      butOne([nudge.tensor([0.1, 0.9]), nudge.tensor([0, 1])]),
    ),
    call: metric.evaluate as Call,
    refusals: beginnings(metric.name, metric),
    times: 50,
    finite: true,
    pure: true,
  }),
);

const trainer = nudge.createTrainer(model, { loss: meanSquaredError(), optimizer: nudge.sgd() });

const defined = Object.entries({
  layer: (definition: unknown) => nudge.defineLayer("odd", () => definition as never)(),
  loss: (definition: unknown) => nudge.defineLoss("odd", () => definition as never)(),
}).map(
  ([what, call]): Door => ({
    name: `a ${what} that is defined by something else`,
    args: fc.tuple(anything),
    call: call as Call,
    refusals: ["odd()"],
    times: 50,
  }),
);

const fitted = nudge.compose(nudge.impute(), nudge.oneHot()).fit([
  [1, "red"],
  [2, "blue"],
]);
const scaled = nudge.standardize().fit([
  [1, 2],
  [3, 5],
]);
const numbers = fc.tuple(fc.oneof(anything, fc.constant([[1, 2]])));

const rows: readonly Door[] = [
  ...[nudge.standardize(), nudge.impute(), nudge.oneHot(), nudge.windows(2)].map(
    (transform): Door => ({
      name: `${transform}.fit`,
      args: fc.tuple(anything),
      call: transform.fit as Call,
      refusals: beginnings(transform),
      times: 100,
      pure: true,
    }),
  ),
  {
    name: "apply",
    args: fc.tuple(anything),
    call: fitted.apply as Call,
    refusals: beginnings("compose(impute(), oneHot())", "oneHot()"),
    times: 100,
    pure: true,
  },
  {
    name: "pipeline, all right but one",
    args: butOne([scaled, model]),
    call: nudge.pipeline as Call,
    refusals: beginnings("pipeline"),
    times: 50,
    pure: true,
  },
  {
    name: "pipeline.predict",
    args: fc.tuple(anything),
    call: nudge.pipeline(scaled, model).predict as Call,
    refusals: beginnings("standardize()", "predict"),
    times: 100,
    pure: true,
  },
  {
    name: "invert",
    args: numbers,
    call: scaled.invert as Call,
    refusals: beginnings("standardize()"),
    times: 100,
    pure: true,
  },
  {
    name: "split, all right but one",
    args: butOne([{ ...data, inputs: [[1], [2]], targets: [3, 4] }, 0.5, { seed: 1 }]),
    call: nudge.split as Call,
    refusals: beginnings("split"),
    times: 100,
  },
  ...Object.entries(files).map(
    ([name, call]): Door => ({
      name,
      args,
      call: call as Call,
      refusals: [`${name}: `, `${name}("`],
      times: 30,
    }),
  ),
];

export const doors: readonly Door[] = [
  ...rows,
  ...functions,
  ...methods,
  ...training,
  ...metrics,
  {
    name: "trainer.step",
    args: fc.oneof(args, butOne([data.inputs, data.targets, undefined])),
    call: trainer.step as Call,
    refusals: beginnings("step"),
    times: 100,
  },
  ...defined,
];
