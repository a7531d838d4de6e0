// A whole Hessian H, of which every entry is to be measured by itself: output i is gᵢ at a copy of θ of its own, so that the gradient
// by that copy is row i. The copies lie in blocks, as H does.
import { formatShape, type Slice, type Tensor, tensor } from "@nudge/core";
import { describe, sameShape } from "@nudge/core/internal";
import { sameBits } from "../words/distance.ts";
import { toBlocks, toRows } from "./blocks.ts";
import { isTensorLike, toTensor } from "./form.ts";
import { numbersOf } from "./numbers.ts";
import type { Subject } from "./subject.ts";

/** A gradient and its Hessian, as functions of all entries of θ. */
interface WholeHessian {
  readonly theta: Float64Array;
  /** The tensors of θ. */
  readonly parts: readonly Slice[];
  /** What a block is called, by the tensors of its rows and columns. */
  nameOf(rows: string, columns: string): string;
  gradient(theta: Float64Array): Float64Array;
  /** Not to be trusted in any way. */
  hessian(theta: Float64Array): unknown;
}

/** H as it was returned, row-major. */
function readMatrix(returned: unknown, n: number): Tensor["data"] {
  const matrix = isTensorLike(returned) ? toTensor(returned) : undefined;
  if (matrix && sameShape(matrix.shape, [n, n])) return numbersOf(matrix);
  const got = matrix ? formatShape(matrix.shape) : describe(returned);
  throw new TypeError(`hessian must give ${formatShape([n, n])}, got ${got}`);
}

/** A function of θ that is asked once at each point. */
function asked<T>(f: (theta: Float64Array) => T): (theta: Float64Array) => T {
  const known: { readonly theta: Float64Array; readonly value: T }[] = [];
  return (theta) => {
    const found = known.find((one) => sameBits(one.theta, theta));
    if (found !== undefined) return found.value;
    const value = f(theta.slice());
    known.push({ theta: theta.slice(), value });
    return value;
  };
}

export function passesOfMatrix({
  theta,
  parts,
  nameOf,
  gradient,
  hessian,
}: WholeHessian): Pick<Subject, "tensors" | "scalar" | "forward" | "backward" | "hessian"> {
  const n = theta.length;
  const blocks = parts.flatMap((rows) =>
    parts.map((columns) => ({ name: nameOf(rows.name, columns.name), rows, columns })),
  );
  return {
    tensors: toBlocks(blocks, new Array<Float64Array>(n).fill(theta)),
    scalar: true,
    forward(t) {
      const at = asked(gradient);
      const output = new Float64Array(n);
      let i = 0;
      for (const copy of toRows(blocks, t, n)) {
        output[i] = at(copy)[i];
        i++;
      }
      return [tensor(output), undefined];
    },
    backward(_upstream, _cache, t) {
      const at = asked((copy) => Float64Array.from(readMatrix(hessian(copy), n)));
      const rows: Float64Array[] = [];
      for (const copy of toRows(blocks, t, n))
        rows.push(at(copy).subarray(rows.length * n, (rows.length + 1) * n));
      return toBlocks(blocks, rows);
    },
    hessian: { form: "matrix", parts, blocks },
  };
}
