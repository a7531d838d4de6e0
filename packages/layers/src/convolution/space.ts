// Arguments by axes of space: one number for all axes, or a list with one for each.
import { list, number, type Reader } from "@nudge/core/internal";

/** One number, or one for each axis: 3, or [3, 5]. */
export type PerAxis = number | readonly number[];

/** The names of the axes of space, as error messages say them. */
export const spaces = { 1: ["length"], 2: ["height", "width"] } as const;

/** A number for each axis: whole numbers from `least` on. */
export function perAxis(axes: 1 | 2, least: 0 | 1, standard?: PerAxis): Reader<readonly number[]> {
  const rule = `a whole number from ${least} on`;
  const holds = (value: number) => Number.isSafeInteger(value) && value >= least;
  const one = number(axes === 1 ? rule : `${rule}, or ${axes} of them`, holds);
  const each = list("one for each axis", number(rule, holds));
  return {
    read(caller, what, value = standard) {
      if (Array.isArray(value) && value.length === axes) return each.read(caller, what, value);
      return Array<number>(axes).fill(one.read(caller, what, value));
    },
  };
}

/** The shape of an input with channels, for `expectShape`. */
export const inputPattern = (channels: number | string, axes: 1 | 2) => ["n", channels, ...spaces[axes]];
