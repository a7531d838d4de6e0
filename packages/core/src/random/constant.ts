import { checkShape } from "../arguments/check-shape.ts";
import { refusal } from "../arguments/refusal.ts";
import { full } from "../tensor/fill.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Rng } from "./rng.ts";

/**
 * An initializer that draws nothing: the same value everywhere, as in a bias that starts at 0.1.
 *
 * @throws if the shape is not made of whole numbers, or the value is not finite.
 * @example
 * import { constant, rng } from "@nudge/core";
 * console.log(constant([32], 0.1)(rng(0)).get(31)); // 0.1
 */
export function constant(shape: readonly number[], value: number): (rng: Rng) => Tensor {
  checkShape("constant", shape);
  if (!Number.isFinite(value)) throw refusal("constant", "expected a finite number", value);
  return () => full(shape, value);
}
