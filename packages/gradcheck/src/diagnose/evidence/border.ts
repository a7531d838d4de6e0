// Where along its values an entry begins to be wrong.
import { copy, type Slice, type Tensor } from "@nudge/core";
import { CentralDifference } from "../../measure/central-difference.ts";
import { relativeStep } from "../../measure/step.ts";
import { EntryLine } from "../../sandbox/line.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";

/** An error from here on counts: far above the noise, and far below what a mistake makes. */
const visible = 1e-6;
/** Behind a border, a tenth of the way further, the error is at least this. */
const clear = 1e-3;
const halvings = 24;

/** The relative error of the gradient of an entry when it has the given value and all others stay. */
function errorAt(sandbox: Sandbox, index: number, upstream: Tensor, value: number): number {
  const { theta } = sandbox;
  return theta.withEntry(index, value, () => {
    const g = sandbox.differentiate(upstream).gradients.values[index];
    const weights = copy(upstream).data;
    const step = Math.max(Math.abs(value), Number.MIN_VALUE) * relativeStep;
    const line = new EntryLine(theta.values, index, 1);
    const n = new CentralDifference(weights.length).measure(sandbox, line, step).slope(weights);
    const size = Math.max(Math.abs(g), Math.abs(n));
    return size === 0 ? 0 : Math.abs(g - n) / size;
  });
}

/**
 * The value between `right` and `wrong` from which on an entry is wrong; undefined where it is not right at the one and
 * wrong at the other, or where the error grows from nothing so slowly that there is no border.
 */
export function findBorder(
  sandbox: Sandbox,
  { offset }: Slice,
  upstream: Tensor,
  entry: number,
  right: number,
  wrong: number,
): number | undefined {
  const at = (value: number) => errorAt(sandbox, offset + entry, upstream, value);
  if (!(at(right) < visible) || !(at(wrong) > clear)) return undefined;
  let [good, bad] = [right, wrong];
  for (let k = 0; k < halvings; k++) {
    const middle = (good + bad) / 2;
    if (at(middle) > visible) bad = middle;
    else good = middle;
  }
  const further = bad + 0.1 * Math.sign(wrong - right) * Math.max(Math.abs(bad), Math.abs(wrong - right));
  return at(further) > clear ? bad : undefined;
}
