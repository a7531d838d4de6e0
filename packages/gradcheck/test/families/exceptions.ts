// Exceptions that do not come again: a pass that throws once in a while, at points where it otherwise gives an output. What
// is thrown may be anything.
import { createModel, defineLayer, defineLoss, map, multiply, rng, type Tensor } from "@nudge/core";
import { dense, meanSquaredError, sequential, tanh } from "../../../layers/src/index.ts";
import { gradcheck, gradcheckFunction, gradcheckLoss, gradcheckMap, statefulMap } from "../../src/index.ts";
import { linear } from "../fixtures.ts";
import type { Check, Family, Member } from "./family.ts";

/** Called at the start of a pass: it may throw. */
type Hazard = () => void;
/** A subject with a hazard in forward, and one in backward. */
type Build = (forward: Hazard, backward: Hazard, seed: number) => ReturnType<Check>;

const function_: Build = (forward, backward, seed) =>
  gradcheckFunction(
    {
      theta: [0.3, -1, 2],
      value([a, b, c]) {
        forward();
        return a * b + Math.sin(c);
      },
      gradient([a, b, c]) {
        backward();
        return [b, a, Math.cos(c)];
      },
    },
    { seed },
  );

const affine: Build = (forward, backward, seed) => {
  const right = linear(seed + 1);
  return gradcheckMap(
    {
      ...right,
      forward(tensors, pass) {
        forward();
        return right.forward(tensors, pass);
      },
      backward(dy, cache, tensors) {
        backward();
        return right.backward(dy, cache, tensors);
      },
    },
    { seed },
  );
};

const sine = (forward: Hazard, backward: Hazard) =>
  defineLayer("sine", () => ({
    forward(x: Tensor) {
      forward();
      return [map(x, Math.sin), x];
    },
    backward(dy, x: Tensor) {
      backward();
      return { input: multiply(dy, map(x, Math.cos)) };
    },
  }))();

const layer: Build = (forward, backward, seed) => gradcheck(sine(forward, backward), { input: [4, 3], seed });

const target = [
  [1, 0],
  [0, 1],
  [1, 1],
  [0, 0],
  [2, -1],
];

/** Measured from layer to layer, by shortcuts. */
const model: Build = (forward, backward, seed) =>
  gradcheck(createModel(sequential(dense(3, 8), tanh(), sine(forward, backward), dense(8, 2)), { seed }), {
    input: [5, 3],
    target,
    loss: meanSquaredError(),
    seed,
  });

const loss: Build = (forward, backward, seed) => {
  const cubes = defineLoss("cubes", () => ({
    forward(p: Tensor, t: Tensor) {
      forward();
      const value = p.data.reduce((all, x, i) => all + x ** 3 * t.data[i], 0);
      return [value, { p, t }];
    },
    backward({ p, t }) {
      backward();
      return map(p, t, (x, y) => 3 * x * x * y);
    },
  }));
  return gradcheckLoss(cubes(), { prediction: [2, 3], target: [2, 3], seed });
};

const object: Build = (forward, backward, seed) => {
  const gain = [2, 3];
  const gradient = [0, 0];
  let input: number[] = [];
  return gradcheckMap(
    statefulMap({
      input: [0.5, -1],
      values: { gain },
      gradients: () => ({ gain: gradient }),
      forward(x) {
        forward();
        input = x;
        return input.map((value, i) => value * gain[i]);
      },
      backward(dy) {
        backward();
        const d = dy;
        for (const i of [0, 1]) gradient[i] = d[i] * input[i];
        return d.map((one, i) => one * gain[i]);
      },
    }),
    { seed },
  );
};

/** When a hazard strikes, by the number of the call. */
const once = (at: number) => (call: number) => call === at;
const every = (n: number) => (call: number) => call % n === 0;
const inOneOf = (n: number) => {
  const stream = rng(3);
  return () => stream.uniform() < 1 / n;
};

const hostile = () => ({
  toString(): string {
    throw new Error("not even this");
  },
});

type Row = readonly [
  name: string,
  build: Build,
  pass: "forward" | "backward",
  strikes: () => (call: number) => boolean,
  thrown?: () => unknown,
];

const rows: readonly Row[] = [
  ["a function, once in its calls", function_, "forward", () => once(23)],
  ["a function, at the given point", function_, "forward", () => once(1)],
  ["a gradient, at its second call", function_, "backward", () => once(2)],
  ["a map, in one of ten calls", affine, "forward", () => inOneOf(10)],
  [
    "a map, in every seventh call, an object without a prototype",
    affine,
    "forward",
    () => every(7),
    () => Object.create(null),
  ],
  ["a map, in every third backward pass", affine, "backward", () => every(3), () => Symbol("gone")],
  ["a map, at its first backward pass, nothing", affine, "backward", () => once(1), () => undefined],
  ["a layer, once, a string", layer, "forward", () => once(17), () => "out of memory"],
  ["a layer, in one of ten calls, what throws when printed", layer, "forward", () => inOneOf(10), hostile],
  ["a layer, at its third backward pass", layer, "backward", () => once(3)],
  ["a model, in one of eight calls of a layer", model, "forward", () => inOneOf(8)],
  ["a model, once, in the second call of a layer", model, "forward", () => once(2)],
  ["a model, in every second backward pass", model, "backward", () => every(2), () => null],
  ["a loss, in one of ten calls, a number", loss, "forward", () => inOneOf(10), () => 42],
  ["a loss, at its second backward pass", loss, "backward", () => once(2)],
  ["an object, in every ninth forward pass", object, "forward", () => every(9), hostile],
  ["an object, at its fourth backward pass", object, "backward", () => once(4)],
];

/** A hazard that strikes at some calls. */
function hazard(strikes: (call: number) => boolean, thrown: () => unknown): Hazard {
  let calls = 0;
  return () => {
    if (strikes(++calls)) throw thrown();
  };
}

const never = () => false;

export const exceptions: Family = {
  name: "exceptions that do not come again",
  members: rows.map(([name, build, pass, strikes, thrown = () => new Error("on purpose")]): Member => {
    const check =
      (strikesNow: () => (call: number) => boolean): Check =>
      (seed) => {
        const one = hazard(strikesNow(), thrown);
        const none = hazard(never, thrown);
        return pass === "forward" ? build(one, none, seed) : build(none, one, seed);
      };
    return { name, right: check(() => never), wrong: { "throws sometimes": check(strikes) } };
  }),
};
