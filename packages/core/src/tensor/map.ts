import { describe } from "../arguments/describe.ts";
import { binary, unary } from "./elementwise.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Applies a function of numbers to every entry of x, or to every pair of entries of x and y: -> the broadcast shape.
 * For what has no operation of its own: a call for each entry is slower than `add` or `exp`.
 * Throws when the function returns something that is not a number, when the shapes do not broadcast and when the
 * precisions differ.
 *
 * @example
 * import { map, tensor, toArray } from "@nudge/core";
 *
 * console.log(toArray(map(tensor([-2, 3]), (x) => (x > 0 ? x : 0.1 * x))));
 * // [ -0.2, 3 ]
 * console.log(toArray(map(tensor([3, 4]), tensor([4, 3]), Math.hypot)));
 * // [ 5, 5 ]
 */
export function map(x: Tensor, f: (x: number) => number): Tensor;
export function map(x: Tensor | number, y: Tensor | number, f: (x: number, y: number) => number): Tensor;
export function map(
  x: Tensor | number,
  ...rest: [(x: number) => number] | [y: Tensor | number, f: (x: number, y: number) => number]
): Tensor {
  if (rest.length === 1) {
    const f = checkFunction(rest[0]);
    return unary(
      "map",
      (out, o, n, x, xo, xs) => {
        for (let i = 0; i < n; i++) out[o + i] = checkResult(f(x[xo + i * xs]));
      },
      x as Tensor,
    );
  }
  const f = checkFunction(rest[1]);
  return binary(
    "map",
    (out, o, n, x, xo, xs, y, yo, ys) => {
      for (let i = 0; i < n; i++) out[o + i] = checkResult(f(x[xo + i * xs], y[yo + i * ys]));
    },
    x,
    rest[0],
  );
}

function checkFunction<F>(f: F): F {
  if (typeof f !== "function") throw new Error(`map: expected a function, got ${describe(f)}`);
  return f;
}

function checkResult(result: number): number {
  if (typeof result !== "number") throw new Error(`map: expected a number from f, got ${describe(result)}`);
  return result;
}
