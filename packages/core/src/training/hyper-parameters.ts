// The ranges of hyper-parameters. What lies outside throws: `adam: learningRate must be above 0, got -1`.
import { describe } from "../tensor/describe.ts";

export function checkPositive(name: string, options: Readonly<Record<string, number>>): void {
  for (const [option, value] of Object.entries(options)) {
    if (Number.isFinite(value) && value > 0) continue;
    throw new Error(`${name}: ${option} must be above 0, got ${describe(value)}`);
  }
}

/** How much of the past is kept: at least 0, below 1. */
export function checkDecay(name: string, options: Readonly<Record<string, number>>): void {
  for (const [option, value] of Object.entries(options)) {
    if (Number.isFinite(value) && value >= 0 && value < 1) continue;
    throw new Error(`${name}: ${option} must be at least 0 and below 1, got ${describe(value)}`);
  }
}

export function checkCount(name: string, options: Readonly<Record<string, number>>): void {
  for (const [option, value] of Object.entries(options)) {
    if (Number.isSafeInteger(value) && value > 0) continue;
    throw new Error(`${name}: ${option} must be a whole number above 0, got ${describe(value)}`);
  }
}
