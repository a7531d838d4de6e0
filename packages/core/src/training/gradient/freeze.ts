// Which stretches of θ are trained: all of it but the frozen slices.
import { quoted } from "../../arguments/describe.ts";
import type { Slice } from "../../layer/theta.ts";

/** A stretch of θ, its end left out. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * The stretches of θ that are left to train, neighbours joined. A name freezes the slice of that name, or all
 * slices under it ("0" freezes "0.weight" and "0.bias"). Throws, beginning with `caller`, when there are none.
 */
export function trainableRanges(
  slices: readonly Slice[],
  freeze: readonly string[],
  caller: string,
): Range[] {
  const covers = (name: string, slice: Slice) => slice.name === name || slice.name.startsWith(`${name}.`);
  const unknown = freeze.find((name) => !slices.some((slice) => covers(name, slice)));
  if (unknown !== undefined) {
    const names = slices.map(({ name }) => `"${name}"`).join(", ");
    throw new Error(`${caller}: nothing to freeze is called ${quoted(unknown)}; the parameters are ${names}`);
  }
  const ranges: { start: number; end: number }[] = [];
  for (const slice of slices) {
    if (freeze.some((name) => covers(name, slice))) continue;
    const last = ranges.at(-1);
    if (last?.end === slice.offset) last.end += slice.length;
    else ranges.push({ start: slice.offset, end: slice.offset + slice.length });
  }
  return ranges;
}
