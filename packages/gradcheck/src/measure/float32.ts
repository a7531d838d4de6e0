// Numbers that were rounded to float32.

/** The rounding of a number, as a share of it: one unit in the last place, spread evenly. */
export const unit64 = Number.EPSILON / Math.sqrt(12);
export const unit32 = 2 ** -23 / Math.sqrt(12);

/** Whether a number is one of float32; those that are not finite show nothing. */
export const isSingle = (x: number) => Math.fround(x) === x && Number.isFinite(x);

/** Whether a number would be one of float32 anyway: a whole one, or one of few digits. */
export function isShort(x: number): boolean {
  if (x === 0 || (Number.isInteger(x) && Math.abs(x) < 2 ** 24)) return true;
  // Of 24 digits the last four are zeros: by chance in one of sixteen numbers of float32, and in hardly one of float64.
  return ((x / 2 ** Math.floor(Math.log2(Math.abs(x)))) * 2 ** 19) % 1 === 0;
}
