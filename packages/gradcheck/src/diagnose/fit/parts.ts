// Questions about the parts of a gradient that a wiring holds.
import type { Wiring } from "../evidence/wiring.ts";

/** The part of entry `k` via output `o`. */
export const partOf = ({ outputs }: Wiring, parts: Float64Array, k: number, o: number) =>
  parts[k * outputs + o];

/** The share of the error in all parts that a model of backprop's parts leaves, beyond what may be nothing. */
export function shareLeft(wiring: Wiring, model: (k: number, o: number) => number): number {
  const { entries, outputs, numeric, analytic, blur } = wiring;
  let left = 0;
  let total = 0;
  for (let k = 0; k < entries; k++) {
    for (let o = 0; o < outputs; o++) {
      const i = k * outputs + o;
      left = Math.hypot(left, Math.max(0, Math.abs(analytic[i] - model(k, o)) - blur));
      total = Math.hypot(total, Math.max(0, Math.abs(analytic[i] - numeric[i]) - blur));
    }
  }
  return total === 0 ? 1 : left / total;
}

/** Whether a part is something. */
export const isPart = ({ blur }: Wiring, part: number) => Math.abs(part) > 2 * blur;

/** The largest part in size among some. */
export const largest = (parts: Iterable<number>) => {
  let most = 0;
  for (const part of parts) most = Math.max(most, Math.abs(part));
  return most;
};

/** Entries and outputs that hang together by parts that are something, numerically or in backprop. */
export function componentsOf(wiring: Wiring): { entries: number[]; outputs: number[] }[] {
  const { entries, outputs, numeric, analytic } = wiring;
  const parent = Int32Array.from({ length: entries + outputs }, (_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at];
    parent[i] = at;
    return at;
  };
  for (let k = 0; k < entries; k++)
    for (let o = 0; o < outputs; o++)
      if (isPart(wiring, numeric[k * outputs + o]) || isPart(wiring, analytic[k * outputs + o]))
        parent[root(k)] = root(entries + o);
  const components = new Map<number, { entries: number[]; outputs: number[] }>();
  const componentAt = (i: number) => {
    const found = components.get(root(i)) ?? { entries: [], outputs: [] };
    components.set(root(i), found);
    return found;
  };
  for (let k = 0; k < entries; k++) componentAt(k).entries.push(k);
  for (let o = 0; o < outputs; o++) componentAt(entries + o).outputs.push(o);
  return [...components.values()].filter(({ entries, outputs }) => entries.length > 0 && outputs.length > 0);
}
