// H is symmetric, whatever the function: uᵀH v = vᵀH u. Where it is not, or differs from the slopes J of the gradient, J is looked
// at too: a gradient with a Jacobian that is not symmetric is that of no function, and no H can be right.
import { copy, map, multiply, type Rng, type Slice, tensor } from "@nudge/core";
import { wholeDirection } from "../measure/direction.ts";
import { estimate } from "../measure/estimate.ts";
import { meterAt } from "../measure/meter-at.ts";
import { relativeStep } from "../measure/step.ts";
import { oddFactors } from "../probes/product.ts";
import type { DirectionLine } from "../sandbox/line.ts";
import type { Observation } from "../sandbox/observe.ts";
import { entryOfMatrix, entryOfTheta } from "../subject/blocks.ts";
import type { Hessian } from "../subject/subject.ts";
import { drawUpstream } from "../subject/values.ts";
import { digits, place } from "../words/describe.ts";
import { failure } from "../words/findings.ts";
import { indexOf } from "../words/index-of.ts";
import type { Finding } from "../words/report.ts";
import { Claim } from "./claim.ts";
import { investigate } from "./investigate.ts";
import type { Survey } from "./survey.ts";

export interface SymmetryLook {
  /** What was found at the given point. */
  readonly survey: Survey;
  /** The relative error from which on an entry of any tensor is wrong. */
  readonly threshold: number;
  readonly stream: Rng;
}

/** What was found, and whether the gradient may be that of a function: no Hessian is to be explained beside one that is not. */
interface Symmetry {
  readonly findings: readonly Finding[];
  readonly isOfFunction: boolean;
}

const symmetric: Symmetry = { findings: [], isOfFunction: true };

const asymmetric = (message: string): Symmetry => ({
  findings: [failure("asymmetric", message)],
  isOfFunction: true,
});

const noFunction = (evidence: string): Symmetry => ({
  ...asymmetric(
    `gradient is that of no function, for its slopes are not symmetric: ${evidence}; correct it first, no Hessian can be right beside it`,
  ),
  isOfFunction: false,
});

const known = (value: number, error: number) => `${digits(value)} ± ${error.toExponential(1)}`;

/** The pair H[i, j], H[j, i] whose difference is the largest multiple of what is allowed, where it is more than that. */
function worstPair(
  parts: Hessian["parts"],
  values: Float64Array,
  allowed: (a: number, b: number) => number,
): { i: number; j: number; a: number; b: number } | undefined {
  const n = parts.reduce((sum, { length }) => sum + length, 0);
  let worst: { i: number; j: number; a: number; b: number } | undefined;
  let most = 1;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const [a, b] = [entryOfMatrix(parts, i, j), entryOfMatrix(parts, j, i)];
      const excess = Math.abs(values[a] - values[b]) / allowed(a, b);
      if (!(excess > most)) continue;
      most = excess;
      worst = { i, j, a, b };
    }
  }
  return worst;
}

/** Of a matrix all slopes are known. */
function judgeMatrix(
  { parts }: Hessian,
  { sandbox }: Observation,
  { survey, threshold }: SymmetryLook,
): Symmetry {
  const { analytic, error, verdict } = survey;
  // What passed by a direction was not measured by itself: it is as H says, within its error bar.
  const numeric = survey.numeric.map((slope, i) =>
    Number.isNaN(slope) && verdict[i] === "pass" ? analytic[i] : slope,
  );
  const size = (values: Float64Array, a: number, b: number) =>
    4 * threshold * Math.max(Math.abs(values[a]), Math.abs(values[b]));
  const name = (entry: number) => entryOfTheta(parts, entry);
  const slopes = worstPair(parts, numeric, (a, b) => 2 * (error[a] + error[b]) + size(numeric, a, b));
  if (slopes !== undefined) {
    const { i, j, a, b } = slopes;
    const along = (i: number, j: number, k: number) =>
      `that of ${name(i)} has the slope ${known(numeric[k], error[k])} along ${name(j)}`;
    return noFunction(`${along(i, j, a)}, ${along(j, i, b)}`);
  }
  const given = worstPair(parts, analytic, (a, b) =>
    verdict[a] === "wrong" || verdict[b] === "wrong" ? size(analytic, a, b) : Number.POSITIVE_INFINITY,
  );
  if (given === undefined) return symmetric;
  const entry = (k: number) => {
    const { name, shape, offset } = sandbox.slices.findLast(({ offset }) => offset <= k) as Slice;
    return `${place(name, indexOf(k - offset, shape))} = ${digits(analytic[k])}`;
  };
  return asymmetric(
    `hessian is not symmetric: ${entry(given.a)}, ${entry(given.b)}; the slopes of the gradient are`,
  );
}

/** bᵀJ a and aᵀJ b along two directions, where they are known to differ. */
function measureSlopes(seen: Observation, { threshold, stream }: SymmetryLook) {
  const { sandbox, gradients } = seen;
  const draw = () => wholeDirection(sandbox.theta.values.slice(), sandbox.slices, gradients.none, stream);
  const a = draw();
  let b = draw();
  // Along a and -a the slopes of any gradient agree: where θ has few entries, two draws may be these.
  const isParallel = () => [1, -1].some((sign) => a.direction.every((x, i) => x === sign * b.direction[i]));
  for (let k = 0; k < 8 && isParallel(); k++) b = draw();
  const meter = ({ direction }: DirectionLine) =>
    meterAt({ sandbox, upstream: tensor(direction), gradients }, stream);
  const first = meter(b);
  const one = estimate([2, 1, 1 / 2, 1 / 4].map((factor) => first.level(a, factor * relativeStep)));
  if (one === undefined || one.kinked) return undefined;
  const second = meter(a);
  const claim = new Claim(one.value, threshold, 2 * one.error);
  const judged = investigate(second, b, claim, second.level(b, relativeStep));
  return judged.verdict === "wrong" ? { one, other: judged } : undefined;
}

/** Of products little is known: each is compared along two directions. */
function judgeProduct(seen: Observation, look: SymmetryLook): Symmetry {
  const { sandbox, upstream: u } = seen;
  const { survey, threshold, stream } = look;
  const v = map(u, drawUpstream(stream));
  const product = (x: typeof u) => sandbox.differentiate(x).gradients.values;
  const terms = (x: typeof u, hx: Float64Array) => hx.map((h, i) => copy(x).data[i] * h);
  const sum = (x: Float64Array) => x.reduce((total, term) => total + term, 0);
  const compare = (hu: Float64Array, hv: Float64Array) => {
    const [uhv, vhu] = [terms(u, hv), terms(v, hu)];
    const [left, right] = [sum(uhv), sum(vhu)];
    return { left, right, size: Math.hypot(...uhv, ...vhu), difference: left - right };
  };
  const { left, right, size, difference } = compare(seen.gradients.values, product(v));
  /** Where the terms of H v cancel, rounding alone is left, which does not grow with v. */
  const isRounding = () =>
    oddFactors.some((k) => {
      const [hu, hv] = [u, v].map((x) => product(multiply(x, k)));
      return Math.abs(compare(hu, hv).difference / k - difference) > Math.abs(difference) / 4;
    });
  const isAsymmetric = Math.abs(difference) > 4 * threshold * size && !isRounding();
  if (!isAsymmetric && !survey.verdict.includes("wrong")) return symmetric;

  const slopes = measureSlopes(seen, look);
  if (slopes !== undefined) {
    const { one, other } = slopes;
    return noFunction(
      `for two directions a and b, bᵀJ a = ${known(one.value, one.error)} and aᵀJ b = ${known(other.numeric, other.error)}`,
    );
  }
  if (!isAsymmetric) return symmetric;
  return asymmetric(
    `hessianProduct is that of no symmetric matrix: for two directions u and v, uᵀH v = ${digits(left)} and vᵀH u = ${digits(right)}`,
  );
}

export function judgeSymmetry(hessian: Hessian, seen: Observation, look: SymmetryLook): Symmetry {
  return hessian.form === "matrix" ? judgeMatrix(hessian, seen, look) : judgeProduct(seen, look);
}
