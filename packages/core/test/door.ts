// A door is a public function with what it is called with. What comes of a call is told apart here, for the tests, which
// allow only some of it, and for `npm run fuzz`, which counts it.
import fc from "fast-check";
import { expect } from "vitest";
import { onPurpose } from "./garbage.ts";
import { wrongWith } from "./right-value.ts";

export interface Door {
  readonly name: string;
  readonly args: fc.Arbitrary<readonly unknown[]>;
  readonly call: (...args: readonly unknown[]) => unknown;
  /** How its errors begin: with who may refuse. */
  readonly refusals: readonly string[];
  /** How often the tests call it. */
  readonly times: number;
  /** Whether numbers that are not large give no NaN. */
  readonly finite?: boolean;
  /** Whether equal arguments give equal values. */
  readonly pure?: boolean;
}

/** What may come of a call; the first three are right. */
export const outcomes = [
  "value",
  "refused",
  "of the argument",
  "wrong value",
  "wrong name",
  "from inside",
] as const;

export interface Came {
  readonly outcome: (typeof outcomes)[number];
  /** What was thrown, or what is wrong with the value. */
  readonly why?: unknown;
}

/** What the engine says of code that did not look at what it was given. */
const engine =
  /is not (a function|iterable|defined|a constructor|extensible)|Cannot (read|convert|mix|assign|set|add|destructure|perform)|Invalid (array|typed array|string|count)|Maximum call stack|out of bounds|object null is not/;

/** A class in the place of a function throws when it is called. */
const isClassCalled = /Class constructors? .*cannot be invoked without 'new'$/;

function thrownBy({ refusals }: Door, error: unknown): Came {
  if (!(error instanceof Error)) return { outcome: "from inside", why: error };
  // What a value throws of its own is no fault of who asked it.
  if (error.message.endsWith(onPurpose) || isClassCalled.test(error.message))
    return { outcome: "of the argument" };
  if (error instanceof TypeError || engine.test(error.message)) return { outcome: "from inside", why: error };
  const own = refusals.some((beginning) => error.message.startsWith(beginning));
  return own ? { outcome: "refused" } : { outcome: "wrong name", why: error };
}

/** Calls it once, and again where that shows whether the value is right. */
export async function cameOf(door: Door, args: readonly unknown[]): Promise<Came> {
  const { stackTraceLimit } = Error;
  // There are thousands of errors, and to trace where each comes from takes longer than all else.
  Error.stackTraceLimit = 0;
  try {
    const why = await wrongWith(door, args);
    return why === undefined ? { outcome: "value" } : { outcome: "wrong value", why };
  } catch (error) {
    return thrownBy(door, error);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Holds a door to a value that is right, or an error in its own name. */
export async function holds(door: Door): Promise<void> {
  await fc.assert(
    fc.asyncProperty(door.args, async (args) => {
      const { outcome, why } = await cameOf(door, args);
      if (why instanceof Error) throw why;
      expect(["value", "refused", "of the argument"], String(why)).toContain(outcome);
    }),
    { numRuns: door.times },
  );
}
