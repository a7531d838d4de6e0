import { describe } from "./describe.ts";
import { binary, unary } from "./elementwise.ts";
import type { Tensor } from "./tensor.ts";

/** Applies a function of numbers entry by entry. */
export function map(x: Tensor, f: (x: number) => number): Tensor;
export function map(x: Tensor | number, y: Tensor | number, f: (x: number, y: number) => number): Tensor;
export function map(
  x: Tensor | number,
  ...rest: [(x: number) => number] | [Tensor | number, (x: number, y: number) => number]
): Tensor {
  const f = rest.at(-1) as (x: number, y?: number) => number;
  if (typeof f !== "function") throw new Error(`map: expected a function, got ${describe(f)}`);
  if (rest.length === 1) {
    return unary(
      "map",
      (out, o, n, a, ao, as) => {
        for (let i = 0; i < n; i++) out[o + i] = checked(f(a[ao + i * as]));
      },
      x as Tensor,
    );
  }
  return binary(
    "map",
    (out, o, n, a, ao, as, b, bo, bs) => {
      for (let i = 0; i < n; i++) out[o + i] = checked(f(a[ao + i * as], b[bo + i * bs]));
    },
    x,
    rest[0],
  );
}

function checked(result: number): number {
  if (typeof result !== "number")
    throw new Error(`map: expected a number from the function, got ${describe(result)}`);
  return result;
}
