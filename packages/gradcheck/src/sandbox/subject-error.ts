import { placeOf } from "./frames.ts";

/** What was thrown, in a few words. It may be anything, and is not trusted to print itself. */
function describe(thrown: unknown): string {
  try {
    if (thrown instanceof Error) return `${thrown.name}: ${thrown.message}${placeOf(thrown)}`;
    return String(thrown);
  } catch {
    return "a value that cannot be printed";
  }
}

/** An exception of the subject's own. */
export class SubjectError extends Error {
  constructor(
    readonly pass: "forward" | "backward" | "surrogate",
    override readonly cause: unknown,
  ) {
    super(`${pass} threw ${describe(cause)}`);
  }
}

/** What `f` gives; undefined where the subject throws. */
export function unlessThrown<T>(f: () => T): T | undefined {
  try {
    return f();
  } catch (error) {
    if (error instanceof SubjectError) return undefined;
    throw error;
  }
}
