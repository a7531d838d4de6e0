/**
 * Every `n`-th of a list in a test run; all of it in the nightly one, which sets NIGHTLY. For lists of subjects that are much
 * alike, of which each takes its time.
 */
export const thinned = <T>(list: readonly T[], n: number): T[] =>
  list.filter((_, k) => k % n === 0 || process.env.NIGHTLY !== undefined);

/** A share of `1 / n` of many runs of a property; all of them in the nightly run. */
export const thinnedRuns = (runs: number, n: number): number =>
  process.env.NIGHTLY === undefined ? Math.ceil(runs / n) : runs;
