// The step of a central difference: long enough that rounding is small, short enough that the cube of it is.
import { norm } from "../words/ratio.ts";

const bits = new DataView(new ArrayBuffer(8));

/** The power of two next below `x`. */
export function powerOfTwo(x: number): number {
  if (!(x >= 2 ** -1022 && x < Number.POSITIVE_INFINITY)) return 2 ** Math.floor(Math.log2(x));
  // The exponent without the fraction; a logarithm takes longer, and rounds up just below a power of two.
  bits.setFloat64(0, x);
  bits.setUint32(0, bits.getUint32(0) & 0x7ff00000);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/**
 * (3ε)^(1/3), where rounding and truncation of (f(x+h) − f(x−h)) / 2h are in balance for a function that varies on the
 * scale of x: about 2^-17.
 */
export const relativeStep = powerOfTwo(Math.cbrt(3 * Number.EPSILON));

/** The root mean square of a tensor; 1 where all of it is zero, or where it is not finite. */
export function rootMeanSquare(x: Float64Array): number {
  const length = norm(x);
  return length > 0 && Number.isFinite(length) ? length / Math.sqrt(x.length) : 1;
}

/** On which scale an entry varies: its own size, or that of its tensor where it is smaller; a power of two. */
export function scaleOf(x: number, rms: number): number {
  return powerOfTwo(Math.max(Math.abs(x), rms));
}
