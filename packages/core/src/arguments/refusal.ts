// The one voice of refusal: who refuses, by what rule, and what came.
import { describe } from "./describe.ts";

/** The error `caller: rule, got value`, with a hint at its end where there is one. */
export function refusal(caller: string, rule: string, value: unknown, hint = ""): Error {
  return new Error(`${caller}: ${rule}, got ${describe(value)}${hint}`);
}
