// The ranges of hyper-parameters. What lies outside throws: `adam: learningRate must be above 0, got -1`.
import { describe } from "./describe.ts";

type Values = Readonly<Record<string, unknown>>;

const rule = (range: string, holds: (value: number) => boolean) => (name: string, options: Values) => {
  for (const [option, value] of Object.entries(options)) {
    if (typeof value === "number" && Number.isFinite(value) && holds(value)) continue;
    throw new Error(`${name}: ${option} must be ${range}, got ${describe(value)}`);
  }
};

export const checkPositive = rule("above 0", (value) => value > 0);
export const checkNotNegative = rule("at least 0", (value) => value >= 0);
/** How much of the past is kept. */
export const checkDecay = rule("at least 0 and below 1", (value) => value >= 0 && value < 1);
export const checkCount = rule("a whole number above 0", (value) => Number.isSafeInteger(value) && value > 0);
export const checkWhole = rule(
  "a whole number from 0 on",
  (value) => Number.isSafeInteger(value) && value >= 0,
);

export function checkFlags(name: string, options: Values): void {
  for (const [option, value] of Object.entries(options)) {
    if (typeof value === "boolean") continue;
    throw new Error(`${name}: ${option} must be true or false, got ${describe(value)}`);
  }
}
