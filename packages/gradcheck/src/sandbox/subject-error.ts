import { placeOf } from "./frames.ts";

/** An exception of the subject's own. */
export class SubjectError extends Error {
  constructor(
    readonly pass: "forward" | "backward",
    override readonly cause: unknown,
  ) {
    const said = cause instanceof Error ? `${cause.name}: ${cause.message}${placeOf(cause)}` : String(cause);
    super(`${pass} threw ${said}`);
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
