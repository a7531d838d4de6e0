// How a check says how far it has come.

/** How far a check has come: entries of all points. */
export interface GradcheckProgress {
  readonly done: number;
  readonly total: number;
}

/**
 * A check in steps, one for each entry. One that gets `next(true)` there goes to no other entry and gives what was
 * found so far, with those that were not reached as inconclusive. Between its other parts it yields nothing, for a pause.
 */
export type Steps<T> = Generator<GradcheckProgress | undefined, T, boolean | undefined>;
