// Numbers as a book prints them: a true minus sign, and powers of ten.
import { powerOfTen } from "@nudge/core/internal";

function typeset(text: string): string {
  const [digits, exponent] = text.replace(/^-/, "−").split("e");
  return exponent === undefined ? digits : `${digits}×${powerOfTen(Number(exponent))}`;
}

const special = (x: number) => (x === 0 ? "0" : Number.isNaN(x) ? "NaN" : x > 0 ? "∞" : "−∞");

/** A ratio, an error or a step: two digits. */
export function short(x: number): string {
  if (x === 0 || !Number.isFinite(x)) return special(x);
  const size = Math.abs(x);
  return typeset(size >= 0.01 && size < 1000 ? String(Number(x.toPrecision(2))) : x.toExponential(1));
}

/** A value: seven digits. */
export function value(x: number): string {
  if (x === 0 || !Number.isFinite(x)) return special(x);
  const size = Math.abs(x);
  return typeset(size >= 1e-4 && size < 1e6 ? x.toPrecision(7) : x.toExponential(6));
}

/** A whole number, in groups of three from five digits on. */
export function whole(n: number): string {
  return n < 10_000 ? String(n) : n.toLocaleString("en").replaceAll(",", "\u202f");
}

/** `1 entry`, `12 entries` */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${whole(n)} ${n === 1 ? one : many}`;
}
