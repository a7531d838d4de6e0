// Arguments by axes of space: one number for all axes, or a list with one for each.
import { show } from "../arguments/arguments.ts";

/** One number, or one for each axis: 3, or [3, 5]. */
export type PerAxis = number | readonly number[];

/** The names of the axes of space, as error messages say them. */
export const spaces = { 1: ["length"], 2: ["height", "width"] } as const;

/** A number for each axis. Throws unless they are whole numbers from `least` on. */
export function perAxis(
  name: string,
  what: string,
  value: PerAxis,
  axes: 1 | 2,
  least: number,
): readonly number[] {
  const list = typeof value === "number" ? Array<number>(axes).fill(value) : value;
  if (Array.isArray(list) && list.length === axes && list.every((v) => Number.isInteger(v) && v >= least))
    return list;
  const many = axes === 1 ? "" : `, or ${axes} of them`;
  throw new Error(
    `${name}: expected ${what} to be a whole number from ${least} on${many}, got ${show(value)}`,
  );
}

/** The shape of an input with channels, for `expectShape`. */
export const inputPattern = (channels: number | string, axes: 1 | 2) => ["n", channels, ...spaces[axes]];
