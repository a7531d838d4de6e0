// Any function of numbers, with its gradient: of a vector θ, or of tensors by name.
import { full } from "@nudge/core";
import { describe } from "@nudge/core/internal";
import { ArgumentError } from "../words/argument-error.ts";
import { codeOfName } from "../words/code.ts";
import { isPromise, type TensorsByName } from "./form.ts";
import type { Subject } from "./subject.ts";
import { formOfTheta, type GradientSubject, type Point } from "./theta.ts";

/** A function of a vector or of named tensors, and what is said to be its gradient. */
export interface FunctionSubject<T extends ArrayLike<number> | TensorsByName = ArrayLike<number>>
  extends GradientSubject<T> {
  /** f(θ) */
  value(theta: Point<T>): number;
}

export function subjectOfFunction<T extends ArrayLike<number> | TensorsByName>(
  subject: FunctionSubject<T>,
): Subject {
  const { name, value, gradient } = subject;
  if (name !== undefined && typeof name !== "string")
    throw new ArgumentError(`name must be a string, got ${describe(name)}`);
  if (typeof value !== "function" || typeof gradient !== "function")
    throw new ArgumentError("value and gradient must be functions of theta");
  const { tensors, point, gradients } = formOfTheta(subject.theta, subject.parts);
  return {
    name: name ?? "f",
    tensors,
    scalar: true,
    forward(t) {
      const f = value(point(t) as Point<T>);
      if (typeof f !== "number")
        throw new TypeError(`value must give a number, got ${isPromise(f) ? "a Promise" : describe(f)}`);
      return [full([], f), undefined];
    },
    backward: (_upstream, _cache, t) => gradients(gradient(point(t) as Point<T>), "gradient"),
    call: {
      verb: "gradcheckFunction",
      subject: codeOfName(name, "{ theta, value, gradient }"),
      options: {},
    },
  };
}
