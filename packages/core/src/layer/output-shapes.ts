import { sameShape } from "../arguments/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";

/**
 * The shapes of the outputs of a layer, by the caches that came with them: a gradient of another shape would be broadcast, and give
 * a wrong gradient rather than an error. A cache that is no object, or that came with outputs of several shapes, says nothing.
 */
export class OutputShapes {
  readonly #shapes = new WeakMap<object, readonly number[] | undefined>();

  note(cache: unknown, output: Tensor): void {
    if (typeof cache !== "object" || cache === null) return;
    const known = this.#shapes.get(cache);
    if (known === output.shape) return;
    const differs = this.#shapes.has(cache) && !(known !== undefined && sameShape(known, output.shape));
    this.#shapes.set(cache, differs ? undefined : output.shape);
  }

  of(cache: unknown): readonly number[] | undefined {
    return typeof cache === "object" && cache !== null ? this.#shapes.get(cache) : undefined;
  }
}
