// Questions about the parts of a gradient: which are something, which hang together, how much of the error a model leaves.
import type { Contributions, Wiring } from "../evidence/wiring.ts";

/** Whether a part is something. */
export const isPart = ({ blur }: Contributions, part: number) => Math.abs(part) > 2 * blur;

/** The outputs through which each row gets a part of its numeric gradient. */
export function outputsOf(contributions: Contributions): number[][] {
  const { rows, outputs, numeric } = contributions;
  return Array.from(rows, (_, r) => {
    const found: number[] = [];
    for (let o = 0; o < outputs; o++) if (isPart(contributions, numeric[r * outputs + o])) found.push(o);
    return found;
  });
}

/** What each entry gets through some outputs alone; NaN where it was not measured. */
export function throughOutputs(
  { rows, outputs, numeric }: Contributions,
  length: number,
  isKept: (r: number, o: number) => boolean,
): Float64Array {
  const value = new Float64Array(length).fill(Number.NaN);
  for (const [r, k] of rows.entries()) {
    value[k] = 0;
    for (let o = 0; o < outputs; o++) if (isKept(r, o)) value[k] += numeric[r * outputs + o];
  }
  return value;
}

/**
 * The share of the error in all parts that a model of backprop's parts leaves, beyond what may be nothing; NaN where the
 * model says nothing.
 */
export function shareLeft(wiring: Wiring, model: (r: number, o: number) => number): number {
  const { rows, outputs, numeric, analytic, blur } = wiring;
  let left = 0;
  let total = 0;
  for (let r = 0; r < rows.length; r++) {
    for (let o = 0; o < outputs; o++) {
      const i = r * outputs + o;
      const value = model(r, o);
      if (Number.isNaN(value)) continue;
      left += Math.max(0, Math.abs(analytic[i] - value) - blur) ** 2;
      total += Math.max(0, Math.abs(analytic[i] - numeric[i]) - blur) ** 2;
    }
  }
  return total === 0 ? 1 : Math.sqrt(left / total);
}

/** Rows and outputs that hang together by parts that are something, numerically or in backprop. */
export function componentsOf(wiring: Wiring): { rows: number[]; outputs: number[] }[] {
  const { rows, outputs, numeric, analytic } = wiring;
  const parent = Int32Array.from({ length: rows.length + outputs }, (_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at];
    parent[i] = at;
    return at;
  };
  for (let i = 0; i < numeric.length; i++)
    if (isPart(wiring, numeric[i]) || isPart(wiring, analytic[i]))
      parent[root(Math.floor(i / outputs))] = root(rows.length + (i % outputs));
  const components = new Map<number, { rows: number[]; outputs: number[] }>();
  for (const i of parent.keys()) {
    const found = components.get(root(i)) ?? { rows: [], outputs: [] };
    components.set(root(i), found);
    if (i < rows.length) found.rows.push(i);
    else found.outputs.push(i - rows.length);
  }
  return [...components.values()].filter(({ rows, outputs }) => rows.length > 0 && outputs.length > 0);
}
