// Any function of a vector θ, with its gradient.
import { full, type Tensor, tensor } from "@nudge/core";
import { codeOfName } from "../words/code.ts";
import type { Subject } from "./subject.ts";

export interface FunctionSubject {
  readonly name?: string;
  readonly theta: ArrayLike<number>;
  /** f(θ) */
  value(theta: Float64Array): number;
  /** df/dθ, one entry for each of θ. */
  gradient(theta: Float64Array): ArrayLike<number>;
}

export function subjectOfFunction(subject: FunctionSubject): Subject {
  const { name, theta, value, gradient } = subject;
  if (typeof value !== "function" || typeof gradient !== "function")
    throw new Error("gradcheckFunction: value and gradient must be functions of theta");
  if (!Array.isArray(theta) && !ArrayBuffer.isView(theta))
    throw new Error(`gradcheckFunction: theta must be an array of numbers, got ${theta}`);
  const bad = Array.from(theta).findIndex((x) => !Number.isFinite(x));
  if (bad >= 0) throw new Error(`gradcheckFunction: theta[${bad}] is ${theta[bad]}, not a finite number`);
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
