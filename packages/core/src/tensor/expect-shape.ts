import { describe } from "../arguments/describe.ts";
import { checkArguments, text } from "../arguments/reader.ts";
import { refusal } from "../arguments/refusal.ts";
import { formatShape } from "../arguments/shape.ts";
import { mostAxes } from "../arguments/tensor-like.ts";
import { isTensor, type Tensor } from "./tensor.ts";

/**
 * Throws unless the shape of x matches a pattern: a number is that length, a name any length (the same one wherever the
 * name stands), and "..." in front any number of axes. The message says what was expected; a layer's name comes before
 * it when a layer throws it.
 *
 * @example
 * import { expectShape, zeros } from "@nudge/core";
 *
 * expectShape(zeros([32, 4]), ["n", 4]);
 * try {
 *   expectShape(zeros([32, 5]), ["n", 4]);
 * } catch (error) {
 *   console.log(`${error}`);
 * }
 * // Error: expected input [n, 4], got [32, 5]
 */
export function expectShape(x: Tensor, pattern: readonly (number | string)[], what = "input"): void {
  if (isTensor(x) && Array.isArray(pattern) && matches(x.shape, pattern)) return;
  const isShape = (value: unknown) => typeof value === "number" || typeof value === "string";
  if (!Array.isArray(pattern) || pattern.length > mostAxes + 1 || !pattern.every(isShape))
    throw refusal("expectShape", 'expected a pattern such as ["n", 4]', pattern);
  checkArguments("expectShape", text(), { what });
  const got = isTensor(x) ? formatShape(x.shape) : describe(x);
  throw new Error(`expected ${what} ${formatShape(pattern)}, got ${got}`);
}

function matches(shape: readonly number[], pattern: readonly (number | string)[]): boolean {
  const open = pattern[0] === "...";
  const lead = shape.length - pattern.length;
  if (open ? lead < -1 : lead !== 0) return false;
  for (let i = open ? 1 : 0; i < pattern.length; i++) {
    const wanted = pattern[i];
    const length = typeof wanted === "number" ? wanted : shape[lead + pattern.indexOf(wanted)];
    if (shape[lead + i] !== length) return false;
  }
  return true;
}
