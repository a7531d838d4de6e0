// Whether vectors are the same, and how far apart they are.

/** Equal to the bit, NaN included; 0 and -0 are equal. */
export function sameBits(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i]) && a[i] !== b[i]) return false;
  return a.length === b.length;
}

/** ‖a − b‖ / ‖b‖ over the entries that are numbers; 0 where both are 0. */
export function relativeDistance(a: Float64Array, b: Float64Array): number {
  let difference = 0;
  let size = 0;
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(a[i]) || Number.isNaN(b[i])) continue;
    difference = Math.hypot(difference, a[i] - b[i]);
    size = Math.hypot(size, b[i]);
  }
  return difference === 0 ? 0 : difference / size;
}
