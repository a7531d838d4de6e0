// The source of a compiled step, over flat arrays with the rows one after another. Sums are taken in the order of the
// plain passes, each from 0 on, and what those put into a tensor is rounded to its precision: the bits are the same.
// Each part of the step is a function of its own; in one, they would be too much for the host to optimize.
import type { Dtype } from "../../tensor/tensor.ts";
import { byKernel } from "./by-kernel.ts";
import { Frame, lines, range } from "./frame.ts";
import type { Stage } from "./plan.ts";
import { writtenOut } from "./written-out.ts";

/**
 * Up to so many weights the products of a layer are written out, in float64, where no step has to be rounded. Larger
 * ones are faster in the kernel, and functions that are much larger are never optimized.
 */
const WRITTEN_OUT = 128;

export interface Source {
  /** The names of the arrays that the code works in, with the length of a row of each. */
  readonly arrays: ReadonlyMap<string, number>;
  /**
   * The body of a function of `theta`, `gradient`, `product`, `matrix`, `loss`, the arrays, and both directions of each
   * function i of stage k as `f{k}_{i}` and `df{k}_{i}`. It returns the step.
   */
  readonly code: string;
}

export function emit(stages: readonly Stage[], dtype: Dtype): Source {
  const frame = new Frame(stages, dtype);
  const last = stages.length - 1;
  const weightsOf = ({ inputs, outputs, affine }: Stage) => (affine ? inputs * outputs : 0);
  const productsOf = (k: number) =>
    dtype === "float64" && weightsOf(stages[k]) <= WRITTEN_OUT ? writtenOut : byKernel;

  const forward = (k: number) =>
    stages[k].affine ? productsOf(k).forward(frame, k) : frame.eachEntry(k, frame.apply(k, "x[xo + q]", "q"));
  const before = range(last + 1).map((k) => [`forward${k}`, forward(k)]);

  const after: string[][] = [];
  if (stages[last].functions.length > 0)
    after.push(["backThroughLast", frame.eachEntry(last, frame.unapply(last, `d${last}[q]`, "q"))]);
  for (let k = last; k >= 0 && stages[k].affine; k--) {
    after.push([`parameterGradients${k}`, productsOf(k).parameterGradients(frame, k)]);
    // The gradient of the input of the model is not needed.
    if (k > 0 && stages[k - 1].affine)
      after.push([`inputGradient${k}`, productsOf(k).inputGradient(frame, k)]);
  }

  const call = ([name]: string[]) => `${name}(n, x, xo);`;
  const functions = [...before, ...after].map(([name, body]) => `function ${name}(n, x, xo) {\n${body}\n}`);
  const code = lines(
    '"use strict";',
    functions,
    "return function step(n, x, xo, target) {",
    before.map(call),
    `const value = loss(${frame.output(last)}, n, ${stages[last].outputs}, target, d${last});`,
    "if (value === undefined) return undefined;",
    after.map(call),
    "return value;",
    "};",
  );
  return { arrays: frame.arrays, code };
}
