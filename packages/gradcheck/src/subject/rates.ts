// The numbers between 0 and 1 that a layer or a loss was made with: 0.2 of `dropout(0.2)`. A wrong factor in a gradient
// is often made of one.
import type { Layer, Loss, Output } from "@nudge/core";

const isPlain = (value: object) => Object.getPrototypeOf(value) === Object.prototype;

function ratesAmong(value: unknown): number[] {
  if (typeof value === "number") return value > 0 && value < 1 ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(ratesAmong);
  if (typeof value !== "object" || value === null || !isPlain(value)) return [];
  return "args" in value && "forward" in value
    ? ratesOf(value as Layer | Loss<unknown, Output>)
    : Object.values(value).flatMap(ratesAmong);
}

/** The rates among its arguments, in the options among these, and of the layers inside it; each once. */
export function ratesOf(made: Layer | Loss<unknown, Output>): number[] {
  const inside = "children" in made ? made.children : [];
  return [...new Set([...made.args, ...inside].flatMap(ratesAmong))];
}
