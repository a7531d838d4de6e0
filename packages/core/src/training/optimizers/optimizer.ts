// An optimizer is a rule on the flat vector θ: its hyper-parameters, the state it starts with, and one step.
import { hasFunctions } from "../../arguments/has-functions.ts";
import { printCall } from "../../arguments/print-call.ts";
import { made } from "../../arguments/reader.ts";
import type { DescentKernel } from "../../layer/kernel.ts";
import { freeze } from "../../layer/kernel-of.ts";
import type { TypedArray } from "../../tensor/empty.ts";
import type { Dtype } from "../../tensor/tensor.ts";

/** What an optimizer remembers from step to step: arrays, most of them as long as θ, under names of its own. */
export interface OptimizerState {
  readonly [name: string]: TypedArray | undefined;
}

/** A rule that moves θ against its gradient. It keeps nothing itself, so that one optimizer may serve many models. */
export interface Optimizer<S extends OptimizerState = OptimizerState> {
  readonly name: string;
  /** The rate of a step, unless a schedule gives another. */
  readonly learningRate: number;
  /** The state before the first step, for a vector of this length and precision. */
  init(length: number, dtype: Dtype): S;
  /** Takes step number `step`, counted from 1, with the given rate: writes to `theta` and `state`. */
  step(theta: TypedArray, gradient: TypedArray, state: S, at: { step: number; rate: number }): void;
  /** The code that makes it. */
  toString(): string;
}

/** What an optimizer does, apart from how it prints. */
export type OptimizerRule<S extends OptimizerState> = Pick<Optimizer<S>, "learningRate" | "init" | "step">;

/** The frozen optimizer of a rule, which prints as the call of `name` with its options. */
export function makeOptimizer<S extends OptimizerState>(
  name: string,
  options: object | undefined,
  rule: OptimizerRule<S>,
  kernel?: DescentKernel,
): Optimizer<S> {
  const printed = printCall(name, [options]);
  return freeze({ name, ...rule, toString: () => printed }, kernel);
}

export const optimizerReader = () =>
  made<Optimizer>(
    "an optimizer such as adam()",
    (value) => hasFunctions(value, "init", "step") && "learningRate" in value,
  );
