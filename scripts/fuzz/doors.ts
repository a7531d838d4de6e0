import fc from "fast-check";
import { cameOf, type Door, outcomes } from "../../packages/core/test/door.ts";
import { doors as core } from "../../packages/core/test/doors.ts";
import { doors as gradcheck } from "../../packages/gradcheck/test/doors.ts";
import { doors as layers } from "../../packages/layers/test/doors.ts";

const packages = { core, layers, gradcheck };
export const packageNames = Object.keys(packages);

export const doors: readonly (Door & { readonly from: string })[] = Object.entries(packages).flatMap(
  ([from, doors]) => doors.map((door) => ({ ...door, from })),
);

/** What is counted: what comes of a call, and what nobody can wait for, or has the memory for. */
export const columns = [...outcomes, "over 2 s", "over 256 MB"] as const;

/** What came of the calls of one door, as a line of JSON. */
export interface Line {
  /** Its index. */
  readonly door: number;
  /** Calls, by `columns`. */
  readonly counts: readonly number[];
  readonly failures: readonly Failure[];
}

/** What must not come of a call, with the first arguments of which it came. */
export interface Failure {
  readonly why: string;
  readonly call: number;
  readonly args?: string;
  readonly times: number;
}

/** Drawn at once: what fast-check takes to begin is then nothing. */
export const block = 500;

/** The arguments of the calls of a door from a multiple of `block` on. */
export const drawn = ({ args }: Door, seed: number, from: number) =>
  fc.sample(args, { seed: seed + from, numRuns: block });

export function print(args: readonly unknown[]): string {
  try {
    const text = fc.stringify(args);
    return text.length > 300 ? `${text.slice(0, 300)}...` : text;
  } catch {
    return "what does not print";
  }
}

export { cameOf };
