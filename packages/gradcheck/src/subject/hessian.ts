// The second derivatives of a function of θ, given as H v or as H, beside its gradient g. The map θ -> g(θ) has the Jacobian H, so
// that an upstream gradient u goes back as uᵀH, which is H u: H is symmetric.
import { formatShape, isTensor, type Slice, type Tensor, tensor } from "@nudge/core";
import { describe, sameShape, slicesOf, type Tree } from "@nudge/core/internal";
import { ArgumentError } from "../words/argument-error.ts";
import { codeOfName } from "../words/code.ts";
import { entryOfTheta } from "./blocks.ts";
import { isNamed, type TensorLike, type TensorsByName } from "./form.ts";
import { passesOfMatrix } from "./hessian-matrix.ts";
import { numbersOf } from "./numbers.ts";
import type { Subject } from "./subject.ts";
import { formOfTheta, type GradientOf, type GradientSubject, type Point } from "./theta.ts";

/** The gradient of a function of a vector or of named tensors, and what is said to be its Hessian, by products or as a matrix. */
export type HessianSubject<T extends ArrayLike<number> | TensorsByName = ArrayLike<number>> =
  GradientSubject<T> &
    (
      | {
          /** H v, in the form of the gradient; v comes in that of θ. */
          hessianProduct(theta: Point<T>, v: Point<T>): GradientOf<T>;
          readonly hessian?: never;
        }
      | {
          /** H: [n, n] for the n entries of θ, those of several tensors one after another. */
          hessian(theta: Point<T>): TensorLike;
          readonly hessianProduct?: never;
        }
    );

const split = (values: Float64Array, parts: readonly Slice[]): Tree<Tensor> =>
  Object.fromEntries(
    parts.map(({ name, shape, offset, length }) => [
      name,
      tensor(values.slice(offset, offset + length), [...shape]),
    ]),
  );

/** Gradients by name, one after another. */
function joined(gradients: unknown, parts: readonly Slice[]): Float64Array {
  const values = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  for (const { name, shape, offset } of parts) {
    const x = (gradients as { readonly [name: string]: unknown } | undefined)?.[name];
    if (!isTensor(x) || !sameShape(x.shape, shape)) {
      const got = isTensor(x) ? formatShape(x.shape) : describe(x);
      throw new TypeError(`gradient must give ${name} ${formatShape(shape)}, got ${got}`);
    }
    values.set(numbersOf(x), offset);
  }
  return values;
}

function checkFunctions({
  name,
  gradient,
  hessianProduct,
  hessian,
}: { readonly [K in keyof HessianSubject]?: unknown }): void {
  if (name !== undefined && typeof name !== "string")
    throw new ArgumentError(`name must be a string, got ${describe(name)}`);
  if (typeof gradient !== "function") throw new ArgumentError("gradient must be a function of theta");
  if ((hessianProduct === undefined) === (hessian === undefined))
    throw new ArgumentError(
      "give either hessianProduct, a function of theta and v, or hessian, one of theta",
    );
  if (hessian === undefined && typeof hessianProduct !== "function")
    throw new ArgumentError("hessianProduct must be a function of theta and v");
  if (hessianProduct === undefined && typeof hessian !== "function")
    throw new ArgumentError("hessian must be a function of theta");
}

export function subjectOfHessian<T extends ArrayLike<number> | TensorsByName>(
  subject: HessianSubject<T>,
): Subject {
  checkFunctions(subject);
  const { name, gradient, hessianProduct, hessian } = subject;
  const form = formOfTheta(subject.theta, subject.parts);
  const parts = slicesOf(form.tensors);
  const point = (tensors: Tree<Tensor>) => form.point(tensors) as Point<T>;
  const pointOf = (values: Float64Array) => point(split(values, parts));
  const gradientAt = (theta: Point<T>) => joined(form.gradients(gradient(theta), "gradient"), parts);
  const common = {
    name: `Hessian of ${name ?? "f"}`,
    placeOfOutput: (entry: number) => `${entryOfTheta(parts, entry)} of the gradient`,
  };
  const call = (given: string) => ({
    verb: "gradcheckHessian" as const,
    subject: codeOfName(name, `{ theta, gradient, ${given} }`),
    options: {},
  });

  if (hessianProduct === undefined) {
    const isUnnamed = subject.parts === undefined && !isNamed(subject.theta);
    return {
      ...common,
      ...passesOfMatrix({
        theta: joined(form.tensors, parts),
        parts,
        nameOf: isUnnamed ? () => "hessian" : (rows, columns) => `${rows} × ${columns}`,
        gradient: (theta) => gradientAt(pointOf(theta)),
        hessian: (theta) => hessian(pointOf(theta)),
      }),
      call: call("hessian"),
    };
  }
  return {
    ...common,
    tensors: form.tensors,
    scalar: false,
    forward: (t) => [tensor(gradientAt(point(t))), undefined],
    backward(upstream, _cache, t) {
      const v = pointOf(Float64Array.from(numbersOf(upstream)));
      return form.gradients(hessianProduct(point(t), v), "hessianProduct");
    },
    hessian: { form: "product", parts },
    call: call("hessianProduct"),
  };
}
