// Numbers as text that reads as the same bits.
import type { Dtype } from "../../tensor/tensor.ts";

/** The number of the fewest digits that is rounded to this one. */
export function shortest(value: number, dtype: Dtype): number {
  if (dtype === "float64" || value === 0) return value;
  for (let digits = 6; digits < 9; digits++) {
    const near = Number(value.toPrecision(digits));
    if (Object.is(Math.fround(near), value)) return near;
  }
  return Number(value.toPrecision(9));
}

/** Numbers in lines of eight. */
export function inLines(numbers: readonly string[]): string {
  if (numbers.length <= 8) return numbers.join(", ");
  const lines = Array.from(
    { length: Math.ceil(numbers.length / 8) },
    (_, k) => `  ${numbers.slice(8 * k, 8 * k + 8).join(", ")},`,
  );
  return ["", ...lines, ""].join("\n");
}
