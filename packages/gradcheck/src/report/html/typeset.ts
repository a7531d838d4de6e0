// Numbers as a book prints them: a true minus sign, and powers of ten.
import { powerOfTen } from "@nudge/core/internal";
import type { Counts } from "../../words/report.ts";

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

/** A share in percent, rounded up to one digit: `0.03 %`. */
export function percent(share: number): string {
  const power = 10 ** Math.floor(Math.log10(100 * share));
  const digit = Math.ceil(Number(((100 * share) / power).toPrecision(9)));
  return `${short(Number((digit * power).toPrecision(1)))} %`;
}

/** `45 passed, 6 wrong` */
export function sayCounts({ entries: _, ...counts }: Counts): string {
  const parts = Object.entries(counts).filter(([, n]) => n > 0);
  return parts.map(([name, n]) => `${whole(n)} ${name}`).join(", ") || "none";
}

/** `W1, b1, W2 and 4 more` */
export const listNames = (names: readonly string[]): string =>
  names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
