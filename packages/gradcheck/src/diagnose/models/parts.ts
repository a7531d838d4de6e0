// Questions about the parts of a gradient: which are not 0, which hang together, what some of them add up to.
import type { ValueClaim } from "../claims/value.ts";
import type { NumericParts, Parts, TensorEvidence } from "../evidence/evidence.ts";

/** Whether a part is known not to be 0. */
export const isPart = ({ error }: NumericParts, part: number) => Math.abs(part) > 2 * error;

/** The outputs through which each row gets a part of its numeric gradient. */
export function outputsOf(parts: NumericParts): number[][] {
  const { rows, outputs, numeric } = parts;
  return Array.from(rows, (_, r) => {
    const found: number[] = [];
    for (let o = 0; o < outputs; o++) if (isPart(parts, numeric[r * outputs + o])) found.push(o);
    return found;
  });
}

/** What each entry gets through some outputs alone; NaN where it was not measured. */
export function throughOutputs(
  { rows, outputs, numeric, error }: NumericParts,
  tensor: TensorEvidence,
  isKept: (r: number, o: number) => boolean,
): ValueClaim {
  const value = new Float64Array(tensor.theta.length).fill(Number.NaN);
  for (const [r, k] of rows.entries()) {
    value[k] = 0;
    for (let o = 0; o < outputs; o++) if (isKept(r, o)) value[k] += numeric[r * outputs + o];
  }
  return { value, error: tensor.error.map((bar) => 2 * bar + error) };
}

/** Groups of rows and outputs between which there are parts, numerically or in backprop: the connected components. */
export function componentsOf(parts: Parts): { rows: number[]; outputs: number[] }[] {
  const { rows, outputs, numeric, analytic } = parts;
  const parent = Int32Array.from({ length: rows.length + outputs }, (_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at];
    parent[i] = at;
    return at;
  };
  for (let i = 0; i < numeric.length; i++)
    if (isPart(parts, numeric[i]) || isPart(parts, analytic[i]))
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
