/**
 * A value as JSON: objects over several lines, lists of plain values on one. Numbers that JSON cannot write, NaN and the infinities,
 * are strings; −0 keeps its sign, which JSON.stringify would drop.
 */
export function writeJson(value: unknown, indent = ""): string {
  if (typeof value === "number")
    return Object.is(value, -0) ? "-0" : Number.isFinite(value) ? `${value}` : `"${value}"`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const deeper = `${indent}  `;
  const lines = (parts: readonly string[], [open, close]: string) =>
    parts.length === 0 ? open + close : `${open}\n${deeper}${parts.join(`,\n${deeper}`)}\n${indent}${close}`;
  if (!Array.isArray(value)) {
    const defined = Object.entries(value).filter(([, part]) => part !== undefined);
    return lines(
      defined.map(([name, part]) => `${JSON.stringify(name)}: ${writeJson(part, deeper)}`),
      "{}",
    );
  }
  const parts = value.map((part) => writeJson(part, deeper));
  return value.some((part) => typeof part === "object") ? lines(parts, "[]") : `[${parts.join(", ")}]`;
}
