// An input, a prediction or an upstream gradient is given as values (a tensor or nested arrays) or as a shape (a flat
// array of numbers), whose entries are then drawn from the seed.
import {
  cast,
  type Input,
  isTensor,
  type NestedArray,
  type Rng,
  type Tensor,
  tensor,
  zeros,
} from "@nudge/core";
import { indexOf } from "../words/index-of.ts";

/** A shape to be drawn, or values: `[4, 3]`, `[[0.1, 0.2]]`, `tensor(...)`. */
export type ShapeOrValues = readonly number[] | Tensor | NestedArray;

/** One input, or several by name. */
export type InputOrShape = ShapeOrValues | { readonly [name: string]: ShapeOrValues };

export const isShape = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === "number");

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

/** Values as they are, in float64; a shape is filled by `draw`. */
export function valuesOf(caller: string, what: string, given: ShapeOrValues, draw: () => number): Tensor {
  if (given === undefined)
    throw new Error(`${caller}: ${what} is missing: give a shape such as [4, 3], or values`);
  try {
    if (isShape(given)) return drawn(given, draw);
    return finite(isTensor(given) ? cast(given, "float64") : tensor(given as NestedArray));
  } catch (error) {
    throw new Error(`${caller}: ${what}: ${error instanceof Error ? error.message : error}`);
  }
}

/** An upstream entry: between 0.5 and 1.5 in size, of either sign, so that none is lost and none dominates. */
export const drawUpstream = (stream: Rng) => () =>
  (0.5 + stream.uniform()) * (stream.uniform() < 0.5 ? -1 : 1);

export function inputOf(caller: string, given: InputOrShape, stream: Rng): Input {
  const draw = () => stream.normal();
  if (
    given === undefined ||
    isTensor(given) ||
    typeof given !== "object" ||
    ArrayBuffer.isView(given) ||
    Array.isArray(given)
  )
    return valuesOf(caller, "input", given as ShapeOrValues, draw);
  return Object.fromEntries(
    Object.entries(given).map(([name, values]) => [name, valuesOf(caller, `input ${name}`, values, draw)]),
  );
}
