// What is said of a region that holds all wrong entries of a tensor.
import { count, digits } from "../../words/describe.ts";
import type { Candidate } from "../candidate.ts";
import type { RegionClaim } from "../claims/region.ts";
import { errorOf, type TensorEvidence, wrongOf } from "../evidence/evidence.ts";

export interface Region extends RegionClaim {
  /** What completes "wrong only ...". */
  readonly where: string;
  readonly choices: number;
}

/** Whether numbers are all the same, to a few millionths. */
const areSame = ([first, ...others]: readonly number[]) =>
  others.length > 0 && others.every((x) => Math.abs(x - first) <= 1e-5 * Math.abs(first));

/** What backprop does in the wrong entries, where that is simple. */
export function behaviourOf(tensor: TensorEvidence): string | undefined {
  const { analytic, numeric } = tensor;
  const wrong = wrongOf(tensor).filter((k) => errorOf(tensor, k) > 0);
  if (wrong.every((k) => analytic[k] === 0)) return "backprop is 0 there";
  if (wrong.every((k) => numeric[k] === 0)) return "the right gradient is 0 there";
  const ratios = wrong.map((k) => analytic[k] / numeric[k]);
  if (areSame(ratios)) return `there backprop = ${digits(ratios[0])} × numeric`;
  const differences = wrong.map((k) => numeric[k] - analytic[k]);
  if (areSame(differences)) return `there numeric - backprop = ${digits(differences[0])}`;
  return undefined;
}

export function wrongOnly(tensor: TensorEvidence, { where, ...claim }: Region): Candidate {
  const wrong = count(wrongOf(tensor).length, "entry", "entries");
  const behaviour = behaviourOf(tensor);
  const said = behaviour === undefined ? "" : `; ${behaviour}`;
  return {
    kind: "support",
    ...claim,
    message: `wrong only ${where} (${wrong} of ${tensor.verdict.length})${said}`,
  };
}
