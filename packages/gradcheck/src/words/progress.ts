// How a check says how far it has come.

/** How far a check has come: entries of all points. */
export interface GradcheckProgress {
  readonly done: number;
  readonly total: number;
}

/**
 * A check in steps, one for each entry. One that gets `next(true)` stops there and gives what was found so far, with
 * the entries that were not reached as inconclusive.
 */
export type Steps<T> = Generator<GradcheckProgress, T, boolean | undefined>;
