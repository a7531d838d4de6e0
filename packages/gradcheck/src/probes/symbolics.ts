// A net that is written out does then what the `symbolic` of its layers says, and not what forward does: the two have to be
// the same, or what is checked is not what is run elsewhere.
import { copy, formatShape, type Input, isTensor, type Output, rng, slice, type Tensor } from "@nudge/core";
import { mapTree, sameShape, symbolicOf } from "@nudge/core/internal";
import type { Attempts } from "../sandbox/attempts.ts";
import type { Stage } from "../subject/sequence.ts";
import { place } from "../words/describe.ts";
import { failure } from "../words/findings.ts";
import { indexOf } from "../words/index-of.ts";
import type { Finding } from "../words/report.ts";
import { tensorGraph } from "./tensor-graph.ts";

/** Rounding may differ, formulas may not: a share of the largest number. */
const tolerance = 1e-9;
/** Of so many rows, each by itself. */
const rows = 4;

/** What `symbolic` gives, and where that is something else than what forward gives of row `k`; undefined where it is the same. */
function difference(symbolic: Tensor, forward: Tensor, k: number): string | undefined {
  if (!sameShape(symbolic.shape, forward.shape))
    return `${formatShape(symbolic.shape)} where forward gives ${formatShape(forward.shape)}`;
  const [given, expected] = [copy(symbolic).data, copy(forward).data];
  const size = expected.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 0);
  const isSame = (x: number, i: number) =>
    Object.is(x, expected[i]) || Math.abs(x - expected[i]) <= tolerance * size;
  const at = given.findIndex((x, i) => !isSame(x, i));
  if (at < 0) return undefined;
  const [, ...index] = indexOf(at, forward.shape);
  return `${given[at]} where forward gives ${expected[at]}, at ${place("y", [k, ...index])}`;
}

/** What the `symbolic` of a stage gives of one row; undefined where it has none, or takes what cannot be written out. */
function symbolically({ layer, parameters, buffers }: Stage, x: Tensor): Tensor | undefined {
  try {
    const given = symbolicOf(layer)?.(
      copy(x),
      mapTree(parameters, copy) as never,
      tensorGraph,
      mapTree(buffers, copy) as never,
    );
    return isTensor(given) ? given : undefined;
  } catch {
    // It is refused, with the layer that cannot, where the net is written out.
    return undefined;
  }
}

/** Runs stages one after another on row `k`, and says of the first whose `symbolic` is not its forward what that gives. */
function compare(stages: readonly Stage[], row: Tensor, k: number, attempts: Attempts): string | undefined {
  let x: Input = row;
  for (const stage of stages) {
    const { layer } = stage;
    // θ itself stays out of reach.
    const parameters = mapTree(stage.parameters, copy);
    const pass = { training: false, rng: rng(0) };
    const given = isTensor(x) ? symbolically(stage, x) : undefined;
    const buffers = mapTree(stage.buffers, copy);
    const y = attempts.run("forward", (): Output => layer.forward(x, parameters, pass, buffers)[0]);
    const found = given && isTensor(y) && difference(given, y, k);
    if (found) return `${layer}: its \`symbolic\` gives ${found}`;
    x = y;
  }
  return undefined;
}

/** Whether the layers that can be written out do the same then, in evaluation. */
export function probeSymbolics(stages: readonly Stage[], input: Input, attempts: Attempts): Finding[] {
  if (!isTensor(input) || !stages.some(({ layer }) => symbolicOf(layer))) return [];
  try {
    for (let k = 0; k < Math.min(rows, input.shape[0]); k++) {
      const found = compare(stages, copy(slice(input, 0, k, k + 1)), k, attempts);
      if (found !== undefined)
        return [failure("declaration", `${found}: it is written out as another function than is checked`)];
    }
  } catch {
    // Not every layer takes a row alone, or is run in evaluation.
  }
  return [];
}
