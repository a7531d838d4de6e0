// dW = xᵀ δ and db = Σ δ with another δ than the right one: the gradient that arrives at the output of y = x W + b is wrong, and the
// products with it are right. Then [dW; db] is made of the same few examples as the numeric gradient, the columns of [xᵀ; 1].
import { digits } from "../../words/describe.ts";
import type { Candidate, Hypothesis } from "../candidate.ts";
import { allKnown, type Evidence, isWrong, type Parts, type TensorEvidence } from "../evidence/evidence.ts";
import { groupBy, indicesAlong } from "../layout.ts";
import { agrees } from "../models/agrees.ts";
import { type AffinePair, affinePairOf } from "../models/companions.ts";
import { type Columns, projectOn } from "../models/span.ts";

const isOff = (tensor: TensorEvidence) => tensor.verdict.some((_, k) => isWrong(tensor, k));

/** The entries of each unit in the weights, in the order of the units. */
const unitsOf = ({ weight, axis }: AffinePair) => groupBy(indicesAlong(weight.shape, axis));

/** The column of each unit: its weights, and its bias. */
const columnsOf = (pair: AffinePair, which: "numeric" | "analytic"): Columns =>
  unitsOf(pair).map((entries, unit) =>
    Float64Array.from([...entries.map((k) => pair.weight[which][k]), pair.bias[which][unit]]),
  );

/** A claim on one tensor of the pair, from the columns that both should have. */
function claimOn(tensor: TensorEvidence, pair: AffinePair, columns: Columns) {
  const value = new Float64Array(tensor.theta.length);
  for (const [unit, entries] of unitsOf(pair).entries()) {
    if (tensor === pair.bias) value[unit] = columns[unit].at(-1)!;
    else for (const [i, k] of entries.entries()) value[k] = columns[unit][i];
  }
  const scale = value.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return { value, error: tensor.error.map((bar) => 10 * bar + 1e-9 * scale) };
}

/** Whether columns are those of the pair, in the weights and in the bias. */
const fits = (pair: AffinePair, columns: Columns) =>
  [pair.weight, pair.bias].every((one) => {
    const { value, error } = claimOn(one, pair, columns);
    return agrees(one.analytic, value, error);
  });

const layerOf = ({ weight, bias }: AffinePair) => `layer of ${weight.name} and ${bias.name}`;

const saying = (where: string, what = "") => ({
  kind: "input-gradient" as const,
  message: `the gradient that arrives at the output of the ${where} is wrong, the products with it are right${what}`,
});

function* ofPair({ tensor }: Evidence, pair: AffinePair): Generator<Candidate> {
  const [numeric, analytic] = [columnsOf(pair, "numeric"), columnsOf(pair, "analytic")];
  // Each unit has a factor of its own, known from the largest entry of its column.
  const factors = numeric.map((column, unit) => {
    const k = column.reduce((best, x, i) => (Math.abs(x) > Math.abs(column[best]) ? i : best), 0);
    return analytic[unit][k] / column[k];
  });
  const scaled = numeric.map((column, unit) => column.map((n) => factors[unit] * n));
  const list = factors.slice(0, 4).map(digits).join(", ") + (factors.length > 4 ? ", ..." : "");
  if (factors.every(Number.isFinite) && fits(pair, scaled))
    yield {
      ...saying(layerOf(pair), `: both are off by the same factor in each unit, ${list}`),
      ...claimOn(tensor, pair, scaled),
      parameters: tensor === pair.bias ? 0 : factors.length,
    };
  const projection = projectOn(analytic, numeric);
  if (projection.rank === numeric[0].length || !fits(pair, projection.columns)) return;
  // Of few examples it cannot be told from a sum over some of them.
  yield {
    ...saying(layerOf(pair), ", unless examples are left out of both"),
    ...claimOn(tensor, pair, projection.columns),
    parameters: tensor === pair.bias ? 0 : (projection.rank - 1) * numeric.length,
  };
}

/** A part of the gradient of a tensor: its place among the parts, its numeric value, and backprop's. */
type Cell = readonly [place: number, numeric: number, analytic: number];

/** Where each of the columns is longer than one number, and so says which example it is a multiple of. */
const hasDirection = (columns: Columns) => {
  const largest = Math.max(...columns.map((column) => Math.max(...column.map(Math.abs))));
  return columns.some((column) => column.filter((x) => Math.abs(x) > 1e-3 * largest).length > 1);
};

/** Parts through each row of the output, each the product of one example and another gradient than the right one. */
function* ofExamples(evidence: Evidence, pair: AffinePair | undefined): Generator<Candidate> {
  const { tensor, output, beside } = evidence;
  const { weight, bias } = pair ?? { weight: tensor, bias: undefined };
  if (weight.shape.length !== 2 || output.shape.length < 2) return;
  const [ofWeight, ofBias] = [weight, bias].map((one) => one && beside(one.name)?.parts());
  if (!ofWeight?.isComplete || (bias !== undefined && !ofBias?.isComplete)) return;
  const { outputs, outputShape } = ofWeight;
  const examples = groupBy(indicesAlong(outputShape, 0));
  const cell = ({ numeric, analytic }: Parts, k: number, o: number): Cell => {
    const place = k * outputs + o;
    return [place, numeric[place], analytic[place]];
  };
  for (const axis of pair === undefined ? [1, 0] : [pair.axis]) {
    const units = groupBy(indicesAlong(weight.shape, axis));
    const value = new Float64Array(tensor.theta.length * outputs).fill(Number.NaN);
    const isProduct = examples.every((through) => {
      const cells = units.flatMap((entries, unit) =>
        through.map((o) => [
          ...entries.map((k) => cell(ofWeight, k, o)),
          ...(ofBias ? [cell(ofBias, unit, o)] : []),
        ]),
      );
      const analytic = cells.map((column) => Float64Array.from(column, ([, , g]) => g));
      const both = [...cells.map((column) => Float64Array.from(column, ([, n]) => n)), ...analytic];
      const projection = projectOn(analytic, both);
      // An example that sends nothing back says nothing.
      if (projection.rank > 1 || (projection.rank === 1 && !hasDirection(both))) return false;
      for (const [c, column] of cells.entries())
        for (const [i, [place]] of column.entries())
          if ((ofBias !== undefined && i === column.length - 1) === (tensor === bias))
            value[place] = projection.columns[c][i];
      return true;
    });
    if (isProduct)
      yield {
        ...saying(pair === undefined ? `product with ${weight.name}` : layerOf(pair)),
        part: (r, o) => value[r * outputs + o],
      };
  }
}

/** The input of a layer, whose weights and bias are wrong: a product of the weights in each row. */
function* ofInput({ tensor, tensors }: Evidence): Generator<Candidate> {
  if (tensor.shape.length !== 2 || !allKnown(tensor)) return;
  for (const one of tensors) {
    const pair = affinePairOf({ tensor: one, tensors });
    if (pair?.weight !== one || one.shape[1 - pair.axis] !== tensor.shape[1]) continue;
    if (![pair.weight, pair.bias].every(isOff)) continue;
    const rows = groupBy(indicesAlong(tensor.shape, 0));
    // Its rows are combinations of the columns of W.
    const columns = unitsOf(pair).map((entries) => Float64Array.from(entries, (k) => one.theta[k]));
    const pick = (x: Float64Array) => rows.map((entries) => Float64Array.from(entries, (k) => x[k]));
    const [right, found] = [tensor.numeric, tensor.analytic].map((x) => projectOn(pick(x), columns));
    if (found.rank === tensor.shape[1]) continue;
    const flat = (all: Columns) => Float64Array.from(all.flatMap((column) => [...column]));
    const { numeric, error } = tensor;
    if (!agrees(numeric, flat(right.columns), error)) continue;
    yield {
      ...saying(layerOf(pair)),
      value: flat(found.columns),
      parameters: found.rank * rows.length,
    };
  }
}

export const arrivingGradient: Hypothesis = function* (evidence) {
  const pair = affinePairOf(evidence);
  if (pair === undefined) {
    yield* ofInput(evidence);
    yield* ofExamples(evidence, pair);
    return;
  }
  // Where one of the two is right, so is what arrived.
  if (![pair.weight, pair.bias].every((one) => allKnown(one) && isOff(one))) return;
  yield* ofPair(evidence, pair);
  yield* ofExamples(evidence, pair);
};
