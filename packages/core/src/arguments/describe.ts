// Values in the words of error messages. Nothing that came is trusted to print itself.
import { flawOf, looksLikeTensor, mostAxes, type TensorLike } from "./tensor-like.ts";

const controls = /[\p{Cc}\p{Bidi_Control}]/gu;

/** A text in which what a terminal would obey is written out. */
export const harmless = (text: string): string =>
  text.replaceAll(controls, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** A text as a literal of code, harmless. */
export const literal = (text: string): string => harmless(JSON.stringify(text));

/** Nobody reads on in a name that is longer. */
const longestName = 100;

/** A name in quotes, harmless; of a very long one, its beginning. */
export const quoted = (name: string): string =>
  name.length > longestName ? `${literal(name.slice(0, 40))}... of ${name.length} characters` : literal(name);

/** A value that is not what was expected, in a few words for an error message. */
export function describe(value: unknown): string {
  if (looksLikeTensor(value)) return describeTensor(value);
  if (typeof value === "string") return value.length > 40 ? `a string of ${value.length}` : quoted(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value !== "object" || value === null) return String(value);
  if ("dtype" in value && "stride" in value) return `an ndarray of ${String(value.dtype)}`;
  const { name } = Object(value.constructor) as { name?: unknown };
  const kind = typeof name === "string" && name !== "" ? name : "Object";
  return `${/^[AEIOU]/.test(kind) ? "an" : "a"} ${kind}`;
}

/** A tensor by its shape; a view that is none by what makes it none. */
function describeTensor(x: TensorLike): string {
  const flaw = flawOf(x);
  const lengths = x.shape.slice(0, mostAxes).map((length) => (typeof length === "number" ? length : "?"));
  return `${flaw === undefined ? "a tensor" : "a view"} [${lengths.join(", ")}${x.shape.length > mostAxes ? ", ..." : ""}]${flaw === undefined ? "" : ` ${flaw}`}`;
}
