// xᵀH x >= 0 for every x, and not so of the slopes: H is of the form Σ JᵀJ, as Gauss-Newton and Fisher matrices are, which leave out
// the second derivatives of what the loss is a function of. From outside no more can be told.
import type { Hypothesis } from "../candidate.ts";
import { allKnown, type Evidence } from "../evidence/evidence.ts";

/** A diagonal block of H, and the slopes in its place. */
interface OwnBlock {
  readonly name: string;
  readonly analytic: Float64Array;
  readonly numeric: Float64Array;
  readonly side: number;
  /** Each slope is known to ± this. */
  readonly error: number;
}

function ownBlock({ tensor, hessian, upstream, parts: measure }: Evidence): OwnBlock | undefined {
  const { name, analytic, numeric, error } = tensor;
  if (hessian?.form === "matrix") {
    const block = hessian.blocks.find((one) => one.name === name);
    if (block === undefined || block.rows !== block.columns || !allKnown(tensor)) return undefined;
    return { name, analytic, numeric, side: block.rows.length, error: Math.max(...error) };
  }
  const own = hessian?.parts.find((part) => part.name === name);
  const parts = own && measure();
  if (own === undefined || !parts?.isComplete) return undefined;
  const side = own.length;
  const block = (x: Float64Array) =>
    Float64Array.from({ length: side * side }, (_, k) => {
      const o = own.offset + (k % side);
      return x[Math.floor(k / side) * parts.outputs + o] / upstream[o];
    });
  // An upstream gradient is at least 1/2 in size.
  const known = { side, error: 2 * parts.error };
  return {
    name: `${name} × ${name}`,
    analytic: block(parts.analytic),
    numeric: block(parts.numeric),
    ...known,
  };
}

/** Whether the matrix with `shift` added to its diagonal is positive definite: whether it has a Cholesky factor. */
function isDefinite(matrix: Float64Array, side: number, shift: number): boolean {
  const l = matrix.slice();
  for (let j = 0; j < side; j++) {
    for (let i = j; i < side; i++) {
      let rest = matrix[i * side + j] + (i === j ? shift : 0);
      for (let k = 0; k < j; k++) rest -= l[i * side + k] * l[j * side + k];
      if (i === j && !(rest > 0)) return false;
      l[i * side + j] = i === j ? Math.sqrt(rest) : rest / l[j * side + j];
    }
  }
  return true;
}

const isSymmetric = (matrix: Float64Array, side: number, largest: number) =>
  matrix.every((h, k) => Math.abs(h - matrix[(k % side) * side + Math.floor(k / side)]) <= 1e-6 * largest);

export const semidefinite: Hypothesis = (evidence) => {
  const own = ownBlock(evidence);
  if (own === undefined) return [];
  const { name, analytic, numeric, side, error } = own;
  const largest = analytic.reduce((most, h) => Math.max(most, Math.abs(h)), 0);
  const isSemidefinite = isSymmetric(analytic, side, largest) && isDefinite(analytic, side, 1e-9 * largest);
  if (!isSemidefinite || isDefinite(numeric, side, 1e-3 * largest + side * error)) return [];
  return [
    {
      kind: "missing-term",
      inside: () => true,
      message: `xᵀH x is never below 0 in ${name}, and by the slopes it may be: so it is with Gauss-Newton's and Fisher's matrices, which leave out the second derivatives of what the loss is a function of`,
    },
  ];
};
