import { describe } from "./describe.ts";
import { formatShape } from "./shape.ts";
import { isTensor, type Tensor } from "./tensor.ts";

/** Throws unless the shape of x matches a pattern such as `["n", 4]`. */
export function expectShape(x: Tensor, pattern: readonly (number | string)[], what = "input"): void {
  if (isTensor(x) && matches(x.shape, pattern)) return;
  const got = isTensor(x) ? formatShape(x.shape) : describe(x);
  throw new Error(`expected ${what} ${formatShape(pattern)}, got ${got}`);
}

function matches(shape: readonly number[], pattern: readonly (number | string)[]): boolean {
  const open = pattern[0] === "...";
  const lead = shape.length - pattern.length;
  if (open ? lead < -1 : lead !== 0) return false;
  for (let i = open ? 1 : 0; i < pattern.length; i++) {
    const wanted = pattern[i];
    const expected = typeof wanted === "number" ? wanted : shape[lead + pattern.indexOf(wanted)];
    if (shape[lead + i] !== expected) return false;
  }
  return true;
}
