// A region that holds all wrong entries of a tensor: how unlikely that is by chance, and whether it holds on fresh data.
import { digits } from "../../words/describe.ts";
import { type Evidence, errorOf, type TensorEvidence } from "../evidence/evidence.ts";
import { most, shareOutside } from "./compare.ts";

export interface Region {
  /** What completes "wrong only ...". */
  readonly text: string;
  /** Whether it holds entry `k`, in a tensor of other values too. */
  inside(tensor: TensorEvidence, k: number): boolean;
  /** Among how many like it this one was chosen. */
  readonly choices: number;
  /** Whether it is known on fresh data. */
  readonly transfers: boolean;
}

export const isWrong = ({ verdict }: TensorEvidence, k: number) => verdict[k] === "wrong";
/** Right where it might have been wrong: a gradient that is 0 on both sides says nothing. */
export const isRight = ({ verdict, numeric, analytic }: TensorEvidence, k: number) =>
  verdict[k] === "pass" && (numeric[k] !== 0 || analytic[k] !== 0);

/** log10 of the number of ways to choose k of n. */
function logWays(n: number, k: number): number {
  let sum = 0;
  for (let i = 0; i < k; i++) sum += Math.log10((n - i) / (k - i));
  return sum;
}

/** How many powers of ten it takes by chance for all wrong entries to lie inside. */
function surprise(tensor: TensorEvidence, inside: (k: number) => boolean): number {
  let entries = 0;
  let wrong = 0;
  let region = 0;
  for (let k = 0; k < tensor.verdict.length; k++) {
    if (!isWrong(tensor, k) && !isRight(tensor, k)) continue;
    entries++;
    if (isWrong(tensor, k)) wrong++;
    if (inside(k)) region++;
  }
  return logWays(entries, wrong) - logWays(Math.max(region, wrong), wrong);
}

const enough = 2.5;
const freshPoints = 4;

/** The share of the error outside of a region; undefined where that is too much, or may be so by chance. */
export function judgeRegion(evidence: Evidence, { inside, choices, transfers }: Region): number | undefined {
  const { tensor } = evidence;
  const unexplained = shareOutside(tensor, (k) => inside(tensor, k));
  if (unexplained > most) return undefined;
  let weight = surprise(tensor, (k) => inside(tensor, k)) - Math.log10(choices);
  for (let point = 0; weight < enough && point < freshPoints; point++) {
    const fresh = transfers ? evidence.elsewhere(point) : undefined;
    if (fresh === undefined) return undefined;
    const within = (k: number) => inside(fresh, k);
    if (fresh.verdict.includes("wrong") && shareOutside(fresh, within) > most) return undefined;
    weight += surprise(fresh, within);
  }
  return weight >= enough ? unexplained : undefined;
}

/** What backprop does in the wrong entries, where that is simple. */
export function behaviourOf(tensor: TensorEvidence): string {
  const { analytic, numeric } = tensor;
  const wrong = Array.from(analytic.keys()).filter((k) => isWrong(tensor, k) && errorOf(tensor, k) > 0);
  if (wrong.every((k) => analytic[k] === 0)) return "; backprop is 0 there";
  if (wrong.every((k) => numeric[k] === 0)) return "; the right gradient is 0 there";
  const ratios = wrong.map((k) => analytic[k] / numeric[k]);
  const [first] = ratios;
  if (wrong.length > 1 && ratios.every((ratio) => Math.abs(ratio - first) <= 1e-5 * Math.abs(first)))
    return `; there backprop = ${digits(first)} × numeric`;
  const differences = wrong.map((k) => numeric[k] - analytic[k]);
  if (
    wrong.length > 1 &&
    differences.every((d) => Math.abs(d - differences[0]) <= 1e-5 * Math.abs(differences[0]))
  )
    return `; there numeric - backprop = ${digits(differences[0])}`;
  return "";
}
