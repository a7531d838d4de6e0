// A compiled step: loss and gradient of a whole stack of layers in straight-line code, with the bits of the plain passes.
// A host that forbids to compile code takes the plain passes.
import type { InitialTree, Input, Output } from "../../layer/contract.ts";
import { kernelOf } from "../../layer/kernel-of.ts";
import type { Loss } from "../../layer/loss.ts";
import type { Model } from "../../layer/model.ts";
import { fresh } from "../../tensor/fresh.ts";
import { matrix } from "../../tensor/kernels/product/matrix.ts";
import { product } from "../../tensor/kernels/product/product.ts";
import { mayCompile } from "../../tensor/may-compile.ts";
import type { TypedArray } from "../../tensor/tensor.ts";
import { isTensor, type Tensor } from "../../tensor/tensor.ts";
import { emit } from "./emit.ts";
import { planOf } from "./plan.ts";

/**
 * Gives the loss and writes its gradient to dθ, for tensors that came through the door: contiguous, of the model's
 * precision. Gives undefined, to be computed by the plain passes, for rows that it is not made for.
 */
type Program = (inputs: Input, targets: Tensor) => number | undefined;

type Step = (n: number, x: TypedArray, xo: number, target: Tensor) => number | undefined;

/**
 * The program of a model and a loss; undefined when there is a layer in it, or a loss, that is not to be compiled, and where
 * the host compiles nothing.
 */
export function compile(model: Model<InitialTree, Output>, loss: Loss<unknown, Output>): Program | undefined {
  const { dtype, theta, gradient } = model;
  const stages = planOf(model);
  const lossKernel = kernelOf(loss);
  if (stages === undefined || lossKernel === undefined || !mayCompile()) return undefined;

  /** The step for up to `rows` rows: a function of its own, so that its arrays are constants to the host's compiler. */
  const build = (rows: number): Step => {
    const { arrays, code } = emit(stages, dtype);
    const scope: Record<string, unknown> = { theta, gradient, product, matrix, loss: lossKernel };
    for (const [name, length] of arrays) scope[name] = fresh([rows * length], dtype).data;
    for (const [k, { functions }] of stages.entries())
      for (const [i, { forward, backward }] of functions.entries())
        Object.assign(scope, { [`f${k}_${i}`]: forward, [`df${k}_${i}`]: backward });
    return new Function(...Object.keys(scope), code)(...Object.values(scope));
  };

  let capacity = 0;
  let step: Step;
  return (inputs, targets) => {
    if (!isTensor(inputs) || inputs.shape.length !== 2 || inputs.shape[1] !== stages[0].inputs)
      return undefined;
    const [n] = inputs.shape;
    if (n > capacity) {
      capacity = Math.max(n, 2 * capacity);
      step = build(capacity);
    }
    try {
      return step(n, inputs.data, inputs.offset, targets);
    } catch {
      return undefined; // The passes throw it again, and say in which layer.
    }
  };
}
