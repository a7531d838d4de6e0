// A claim that entries are wrong in one region only, judged by the error outside of it, by how unlikely it is that all
// wrong entries lie there by chance, and by whether that holds at fresh points.
import { type Evidence, errorOf, isRight, isWrong, type TensorEvidence } from "../evidence/evidence.ts";
import { mostUnexplained } from "./value.ts";

export interface RegionClaim {
  /** Whether the region holds entry `k`, in a tensor of other values too. */
  inside(tensor: TensorEvidence, k: number): boolean;
  /** Among how many regions like it this one was chosen; left out where it claims no more than what was seen. */
  readonly choices?: number;
  /** Whether the region can be found again at fresh points, where entries have other values. */
  readonly transfers?: boolean;
}

/** log10 of the number of ways to choose k of n. */
function logWays(n: number, k: number): number {
  let sum = 0;
  for (let i = 0; i < k; i++) sum += Math.log10((n - i) / (k - i));
  return sum;
}

/** −log10 of the probability that all wrong entries lie inside by chance. */
function surprise(tensor: TensorEvidence, inside: RegionClaim["inside"]): number {
  let entries = 0;
  let wrong = 0;
  let region = 0;
  for (let k = 0; k < tensor.verdict.length; k++) {
    if (!isWrong(tensor, k) && !isRight(tensor, k)) continue;
    entries++;
    if (isWrong(tensor, k)) wrong++;
    if (inside(tensor, k)) region++;
  }
  return logWays(entries, wrong) - logWays(Math.max(region, wrong), wrong);
}

/** The share of the error that lies outside of a region. */
export function shareOutside(tensor: TensorEvidence, inside: RegionClaim["inside"]): number {
  let outside = 0;
  let total = 0;
  for (let k = 0; k < tensor.analytic.length; k++) {
    const wrong = errorOf(tensor, k);
    total = Math.hypot(total, wrong);
    if (!inside(tensor, k)) outside = Math.hypot(outside, wrong);
  }
  return total === 0 ? 1 : outside / total;
}

/** Chance must be about three hundred times less likely. */
const enough = 2.5;
const freshPoints = 4;

/** Whether chance can be ruled out; fresh points are asked where this one does not suffice. */
export function isNoChance(evidence: Evidence, { inside, choices, transfers }: RegionClaim): boolean {
  if (choices === undefined) return true;
  let weight = surprise(evidence.tensor, inside) - Math.log10(choices);
  for (let point = 0; weight < enough && point < freshPoints; point++) {
    const fresh = transfers ? evidence.elsewhere(point) : undefined;
    if (fresh === undefined) return false;
    if (fresh.verdict.includes("wrong") && shareOutside(fresh, inside) > mostUnexplained) return false;
    weight += surprise(fresh, inside);
  }
  return weight >= enough;
}
