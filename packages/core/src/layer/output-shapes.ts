import { describe } from "../arguments/describe.ts";
import { formatShape, sameShape } from "../arguments/shape.ts";
import { areNamed, describeTensors, formatNames, isPlain } from "../tensor/input.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";

/** The shape of one output, or of each of several by name. */
type Shapes = readonly number[] | { readonly [name: string]: readonly number[] };

const isShape = (shapes: Shapes): shapes is readonly number[] => Array.isArray(shapes);

const shapesOf = (outputs: { readonly [name: string]: Tensor }): Shapes =>
  Object.fromEntries(Object.entries(outputs).map(([name, { shape }]) => [name, shape]));

const sameNames = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((name) => b.includes(name));

function sameShapes(a: Shapes, b: Shapes): boolean {
  if (isShape(a) || isShape(b)) return isShape(a) && isShape(b) && sameShape(a, b);
  const names = Object.keys(a);
  return sameNames(names, Object.keys(b)) && names.every((name) => sameShape(a[name], b[name]));
}

/** The outputs by name that `forward` gave in the place of one tensor; throws unless they are. */
function expectNamed(output: unknown): { readonly [name: string]: Tensor } {
  if (areNamed(output)) return output;
  const other = isPlain(output) ? Object.entries(output).find(([, x]) => !isTensor(x)) : undefined;
  const [what, got] = other === undefined ? ["", output] : [` ${other[0]}`, other[1]];
  throw new TypeError(`expected a tensor as the output${what} of forward, got ${describe(got)}`);
}

function otherShape(output: string, shape: readonly number[], gradient: unknown): Error {
  const got = isTensor(gradient) ? formatShape(gradient.shape) : describe(gradient);
  return new Error(`expected gradient of the ${output} ${formatShape(shape)}, got ${got}`);
}

function expectShapes(shapes: { readonly [name: string]: readonly number[] }, gradients: unknown): void {
  const names = Object.keys(shapes);
  const given: { readonly [name: string]: unknown } = isTensor(gradients) ? {} : Object(gradients);
  if (!sameNames(names, Object.keys(given)))
    throw new Error(
      `expected the gradients of the outputs ${formatNames(names)}, got ${describeTensors(gradients)}`,
    );
  for (const name of names) {
    const gradient = given[name];
    if (!isTensor(gradient) || !sameShape(shapes[name], gradient.shape))
      throw otherShape(`output ${name}`, shapes[name], gradient);
  }
}

/**
 * The shapes of the outputs of a layer, by the caches that came with them: a gradient of another shape would be broadcast, and give
 * a wrong gradient rather than an error. A cache that is no object, or that came with outputs of several shapes, says nothing.
 */
export class OutputShapes {
  readonly #shapes = new WeakMap<object, Shapes | undefined>();

  /** Throws unless the output is a tensor, or tensors by name. */
  note(cache: unknown, output: unknown): void {
    const shapes = isTensor(output) ? output.shape : shapesOf(expectNamed(output));
    if (typeof cache !== "object" || cache === null) return;
    const known = this.#shapes.get(cache);
    if (known === shapes) return;
    const differs = this.#shapes.has(cache) && !(known !== undefined && sameShapes(known, shapes));
    this.#shapes.set(cache, differs ? undefined : shapes);
  }

  /** Throws unless gradients are tensors, of the names and shapes of the outputs that came with the cache. */
  check(cache: unknown, gradient: unknown): void {
    const shapes = typeof cache === "object" && cache !== null ? this.#shapes.get(cache) : undefined;
    if (shapes !== undefined && !isShape(shapes)) expectShapes(shapes, gradient);
    else if (isTensor(gradient)) {
      if (shapes !== undefined && !sameShape(shapes, gradient.shape))
        throw otherShape("output", shapes, gradient);
    } else if (shapes !== undefined || !areNamed(gradient))
      throw new Error(`expected the gradient of the output as a tensor, got ${describeTensors(gradient)}`);
  }
}
