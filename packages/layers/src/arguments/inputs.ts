import { expectShape, formatShape, type Input, isTensor, type Tensor } from "@nudge/core";

/** Throws unless the input is a map with these names, and no others. */
export function expectInputs(input: Input, names: readonly string[]): void {
  const given = Object.keys(input ?? {});
  if (!isTensor(input) && given.length === names.length && names.every((name) => given.includes(name)))
    return;
  const got = isTensor(input) ? "a tensor" : `{ ${given.join(", ")} }`;
  throw new Error(`expected input { ${names.join(", ")} }, got ${got}`);
}

/** Throws unless x is [batch, time, features], with at least one step of time. */
export function expectSequence(x: Tensor, features: number, what = "input"): void {
  expectShape(x, ["batch", "time", features], what);
  if (x.shape[1] === 0)
    throw new Error(`expected ${what} with at least one step of time, got ${formatShape(x.shape)}`);
}
