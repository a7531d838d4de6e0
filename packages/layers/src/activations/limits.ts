import { checkArguments, kind } from "@nudge/core/internal";

/** Throws unless the limits are numbers, infinite ones too, in ascending order. */
export function checkLimits(caller: string, minimum: number, maximum: number): void {
  const limit = kind("a number", (value) => typeof value === "number" && !Number.isNaN(value));
  checkArguments(caller, limit, { minimum, maximum });
  if (minimum >= maximum)
    throw new Error(`${caller}: minimum must be below maximum, got ${minimum} and ${maximum}`);
}
