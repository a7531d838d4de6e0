import { checkShape } from "../arguments/check-shape.ts";
import { refusal } from "../arguments/refusal.ts";
import { formatShape, sizeOf } from "../arguments/shape.ts";
import { fresh } from "../tensor/fresh.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Rng } from "./rng.ts";

/**
 * A random orthogonal matrix times `gain`, its rows along the first axis and its columns along all others: every one
 * equally likely (the Haar measure). It keeps the length of signals, also over many layers or steps of time.
 *
 *     M Mᵀ = gain² I  when the matrix is wide or square,  Mᵀ M = gain² I  when it is tall
 *
 * Source: Saxe, McClelland and Ganguli, Exact solutions to the nonlinear dynamics of learning, 2014.
 * @throws if the shape has less than two axes or is not made of whole numbers, or if the gain is not finite.
 * @example
 * import { orthogonal, rng, square, sum } from "@nudge/core";
 * const q = orthogonal([2, 3])(rng(0));
 * console.log(sum(square(q)).toFixed(4)); // 2.0000
 */
export function orthogonal(shape: readonly number[], gain = 1): (rng: Rng) => Tensor {
  checkShape("orthogonal", shape);
  if (shape.length < 2)
    throw new Error(`orthogonal: expected a shape with at least two axes, got ${formatShape(shape)}`);
  if (!Number.isFinite(gain)) throw refusal("orthogonal", "expected a finite gain", gain);
  const rows = shape[0];
  const columns = sizeOf(shape.slice(1));
  return (rng) => {
    const basis = orthonormal(Math.min(rows, columns), Math.max(rows, columns), rng);
    const x = fresh(shape, "float64");
    for (let i = 0; i < x.data.length; i++) {
      const row = Math.floor(i / columns);
      const column = i % columns;
      x.data[i] = gain * (rows <= columns ? basis[row][column] : basis[column][row]);
    }
    return x;
  };
}

// Gram and Schmidt's Q of a normal matrix. Its R has a positive diagonal, as Q needs in order to be Haar distributed:
// Mezzadri, How to generate random matrices from the classical compact groups, 2007. Twice, so that what rounding
// leaves of the earlier vectors goes too.
function orthonormal(count: number, length: number, rng: Rng): Float64Array[] {
  const basis: Float64Array[] = [];
  for (let k = 0; k < count; k++) {
    const vector = new Float64Array(length);
    for (let i = 0; i < length; i++) vector[i] = rng.normal();
    for (const earlier of [...basis, ...basis]) {
      const projection = dot(vector, earlier);
      for (let i = 0; i < length; i++) vector[i] -= projection * earlier[i];
    }
    const norm = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < length; i++) vector[i] /= norm;
    basis.push(vector);
  }
  return basis;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
