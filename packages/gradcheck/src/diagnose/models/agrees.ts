import { mostUnexplained } from "../claims/value.ts";

/** Whether `values` are `others`, which are known to ± `error`, but for a small share of the largest. */
export function agrees(
  values: ArrayLike<number>,
  others: ArrayLike<number>,
  error: ArrayLike<number>,
): boolean {
  let size = 0;
  for (let k = 0; k < values.length; k++) size = Math.max(size, Math.abs(values[k]), Math.abs(others[k]));
  for (let k = 0; k < values.length; k++)
    if (!(Math.abs(values[k] - others[k]) <= error[k] + mostUnexplained * size)) return false;
  return true;
}
