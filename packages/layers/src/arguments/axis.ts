// Layers that work along one axis.
import { expectShape, formatShape, type Tensor } from "@nudge/core";
import { type Readers, wholeNumber } from "@nudge/core/internal";

/** The option of layers that work along one axis. */
export interface AxisOptions {
  /** Counted from the back where negative. @defaultValue -1 */
  readonly axis?: number;
}

/** What the axis must be; it is the last one unless given. */
export const readersOfAxis = (): Readers<Required<AxisOptions>> => ({ axis: wholeNumber(-1) });

/** Throws unless x has the axis, and entries along it. */
export function expectAlong(x: Tensor, axis: number): void {
  expectShape(x, ["..."]);
  const length = x.shape.at(axis);
  if (length === undefined || length === 0)
    throw new Error(`expected input with entries along axis ${axis}, got ${formatShape(x.shape)}`);
}
