// The end of a step in a tiny net, where loops take as long as the passes: whether the gradient is finite, and the move of
// plain gradient descent, a line for each entry of θ.
import { kernelOf } from "../../layer/kernel-of.ts";
import { mayCompile } from "../../tensor/may-compile.ts";
import type { TypedArray } from "../../tensor/tensor.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { range } from "./frame.ts";

/** Up to so many entries are written out. */
const WRITTEN_OUT = 256;

interface Update {
  /** The sum of dθ in some order: finite only where all entries are. */
  sum(): number;
  move(rate: number): void;
}

/** The update of all of θ; undefined where it is large, the optimizer has another rule, or the host compiles nothing. */
export function compileUpdate(
  optimizer: Optimizer,
  theta: TypedArray,
  gradient: TypedArray,
): Update | undefined {
  const kernel = kernelOf(optimizer);
  if (theta.length > WRITTEN_OUT || kernel === undefined || !mayCompile()) return undefined;
  const entries = range(theta.length);
  const partial = (k: number) =>
    ["0", ...entries.filter((i) => i % 4 === k).map((i) => `gradient[${i}]`)].join(" + ");
  const code = `"use strict";
    return {
      sum: () => ${range(4).map(partial).join(" + ")},
      move(rate) {
        const keep = 1 - rate * ${kernel.weightDecay};
        ${entries.map((i) => `theta[${i}] = keep * theta[${i}] - rate * gradient[${i}];`).join("\n")}
      },
    };`;
  return new Function("theta", "gradient", code)(theta, gradient);
}
