import { type Input, isTensor, type Tensor } from "@nudge/core";

/** Throws unless the input is a map of tensors with these names. */
export function expectInputs(input: Input, names: readonly string[]): void {
  const map = input as { readonly [name: string]: Tensor } | undefined;
  if (!isTensor(input) && names.every((name) => isTensor(map?.[name]))) return;
  const got = isTensor(input) ? "a tensor" : `{ ${Object.keys(map ?? {}).join(", ")} }`;
  throw new Error(`expected input { ${names.join(", ")} }, got ${got}`);
}
