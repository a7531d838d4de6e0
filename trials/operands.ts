// Where an operation is tried: a shape alone is drawn from the standard normal distribution; what hid mistakes has a name.
import { type NestedArray, type Rng, tensor, toArray } from "@nudge/core";

/** Numbers that are drawn, and how the table calls them. */
export interface Drawn {
  readonly text: string;
  readonly draw: (random: Rng) => NestedArray;
}
export type Operand = readonly number[] | Drawn;

/** Each entry by itself. */
const drawn = (text: string, shape: readonly number[], entry: (random: Rng, i: number) => number): Drawn => ({
  text: text === "" ? `[${shape.join(", ")}]` : `[${shape.join(", ")}] ${text}`,
  draw(random) {
    const size = shape.reduce((product, length) => product * length, 1);
    const values = Float64Array.from({ length: size }, (_, i) => entry(random, i));
    return toArray(tensor(values, [...shape])) as NestedArray;
  },
});

export const within = (low: number, high: number, shape: readonly number[]) =>
  drawn(`in ${low} to ${high}`, shape, (random) => low + (high - low) * random.uniform());
export const ones = (shape: readonly number[]) => drawn("ones", shape, () => 1);
export const zeros = (shape: readonly number[]) => drawn("zeros", shape, () => 0);
/** Few values, so that many are equal. */
export const ties = (shape: readonly number[]) => drawn("of ties", shape, (random) => random.integer(2));
/** Every other one is 0. */
export const withZeros = (shape: readonly number[]) =>
  drawn("with zeros", shape, (random, i) => (i % 2 === 0 ? 0 : random.normal()));
/** Values that are given. */
export const at = (values: NestedArray): Drawn => ({ text: JSON.stringify(values), draw: () => values });

export const toDrawn = (operand: Operand): Drawn =>
  "draw" in operand ? operand : drawn("", operand, (random) => random.normal());

/** Flat values in rows of n. */
export const inRows = <T>(n: number, values: readonly T[]): T[][] =>
  Array.from({ length: values.length / n }, (_, i) => values.slice(i * n, (i + 1) * n));
