// An input, a prediction or an upstream gradient is given as values (a tensor or nested arrays) or as a shape (a flat
// array of numbers), whose entries are then drawn from the seed.
import {
  cast,
  type Input,
  isTensor,
  type NestedArray,
  type Rng,
  type Rows,
  type Tensor,
  tensor,
  zeros,
} from "@nudge/core";
import { ArgumentError } from "../words/argument-error.ts";
import { indexOf } from "../words/index-of.ts";
import type { Drawn } from "../words/report.ts";
import { isPlainObject } from "./form.ts";

/** A shape to be drawn, or values: `[4, 3]`, `[[0.1, 0.2]]`, `tensor(...)`. */
export type ShapeOrValues = readonly number[] | Tensor | NestedArray;

/** One tensor, or several by name. */
export type InputOrShape = ShapeOrValues | { readonly [name: string]: ShapeOrValues };

/** Told by twice as many entries as a tensor may have axes: a list may be long, and what is missing from it is no number. */
export const isShape = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && Array.from(value.slice(0, 64)).every((entry) => typeof entry === "number");

function drawn(shape: readonly number[], draw: () => number): Tensor {
  const x = zeros(shape as number[]);
  for (let i = 0; i < x.size; i++) x.data[i] = draw();
  return x;
}

function finite(x: Tensor): Tensor {
  const bad = x.data.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return x;
  throw new Error(
    `${x.data[bad]} at [${indexOf(bad, x.shape).join(", ")}], where a check needs finite numbers`,
  );
}

/** What `make` gives; an error says what it was to be. */
function named<T>(what: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new ArgumentError(`${what}: ${error instanceof Error ? error.message : error}`);
  }
}

const asTensor = (given: Tensor | NestedArray): Tensor =>
  finite(cast(isTensor(given) ? given : tensor(given), "float64"));

/** Values as they are, in float64; a shape is filled by `draw`. */
export function valuesOf(what: string, given: ShapeOrValues, draw: () => number): Tensor {
  if (given === undefined)
    throw new ArgumentError(`${what} is missing: give a shape such as [4, 3], or values`);
  return named(what, () => (isShape(given) ? drawn(given, draw) : asTensor(given as Tensor | NestedArray)));
}

/** A target in float64; a flat array holds labels, and is no shape. */
export function targetOf(target: Rows | number): Tensor {
  if (target === undefined) throw new ArgumentError("target is missing");
  return named("target", () => asTensor(target as Tensor | NestedArray));
}

/** An upstream entry: between 0.5 and 1.5 in size, of either sign, so that none is lost and none dominates. */
export const drawUpstream = (stream: Rng) => () =>
  (0.5 + stream.uniform()) * (stream.uniform() < 0.5 ? -1 : 1);

/** Whether several were given, each by its name. */
export const isSeveral = (given: unknown): given is { readonly [name: string]: ShapeOrValues } =>
  isPlainObject(given);

/** The values of one tensor, or of several by name; shapes are filled by `draw`. */
export function severalOf(what: string, given: InputOrShape, draw: () => number): Input {
  if (!isSeveral(given)) return valuesOf(what, given, draw);
  return Object.fromEntries(
    Object.entries(given).map(([name, values]) => [name, valuesOf(`${what} ${name}`, values, draw)]),
  );
}

export const inputOf = (given: InputOrShape, stream: Rng) => severalOf("input", given, () => stream.normal());

/** Which of the options were given as shapes, to be drawn. */
export const drawnOf = (options: { readonly [name: string]: unknown }): Drawn[] =>
  Object.entries(options).flatMap(([name, given]) => {
    if (isShape(given)) return [{ name, shape: [...given] }];
    if (!isSeveral(given)) return [];
    return drawnOf(given).map((one) => ({ ...one, name: `${name}.${one.name}` }));
  });
