// Any function of a vector θ, with its gradient.
import { full, type Tensor, tensor } from "@nudge/core";
import { describe } from "@nudge/core/internal";
import { ArgumentError } from "../words/argument-error.ts";
import { codeOfName } from "../words/code.ts";
import type { Subject } from "./subject.ts";

/** A function of a vector, and what is said to be its gradient. */
export interface FunctionSubject {
  /**
   * What the report calls it.
   *
   * @defaultValue "f"
   */
  readonly name?: string;
  /** The point to check at. */
  readonly theta: ArrayLike<number>;
  /** f(θ) */
  value(theta: Float64Array): number;
  /** df/dθ, one entry for each of θ. */
  gradient(theta: Float64Array): ArrayLike<number>;
}

export function subjectOfFunction(subject: FunctionSubject): Subject {
  const { name, theta, value, gradient } = subject;
  if (name !== undefined && typeof name !== "string")
    throw new ArgumentError(`name must be a string, got ${describe(name)}`);
  if (typeof value !== "function" || typeof gradient !== "function")
    throw new ArgumentError("value and gradient must be functions of theta");
  if (!Array.isArray(theta) && !ArrayBuffer.isView(theta))
    throw new ArgumentError(`theta must be an array of numbers, got ${describe(theta)}`);
  const bad = Array.from(theta).findIndex((x) => !Number.isFinite(x));
  if (bad >= 0) throw new ArgumentError(`theta[${bad}] is ${describe(theta[bad])}, not a finite number`);
  const vector = (x: unknown) => (x as Tensor).data as Float64Array;
  return {
    name: name ?? "f",
    tensors: { theta: tensor(Array.from(theta)) },
    scalar: true,
    forward(tensors) {
      const f = value(vector(tensors.theta).slice());
      if (typeof f !== "number") throw new TypeError(`value must give a number, got ${typeof f}`);
      return [full([], f), undefined];
    },
    backward: (_upstream, _cache, tensors) => ({
      theta: tensor(Array.from(gradient(vector(tensors.theta).slice()))),
    }),
    call: {
      verb: "gradcheckFunction",
      subject: codeOfName(name, "{ theta, value, gradient }"),
      options: {},
    },
  };
}
