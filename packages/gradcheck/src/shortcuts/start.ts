// Where the steps of the entries of a tensor begin: what they make of the output of the layer that the tensor belongs
// to. A parameter in column j of an affine layer, y = x W + b, changes column j of its output, an entry in row i of an
// input changes row i of it; of any other layer all may change.
import { type AffineKernel, type Input, isTensor, type Slice, type Tensor } from "@nudge/core";
import type { Tree } from "@nudge/core/internal";
import type { Stage } from "../subject/stages.ts";
import { Lines, room } from "./buffers.ts";
import { type Chain, runStage } from "./chain.ts";
import { type Spread, type Stacks, write } from "./spread.ts";

/** Starts copies from the positions of entries from `first` of the tensor on, two of each: above and below its own. */
type Begin = (first: number, positions: Float64Array) => Spread;

export interface Start {
  readonly begin: Begin;
  /** The stage that comes next. */
  readonly next: number;
}

export const isMatrix = (x: Input): x is Tensor => isTensor(x) && x.dimension === 2;

/** The start of the entries of a tensor of stage `from`. */
export function startOf(chain: Chain, { name, offset }: Slice, from: number, stacks: Stacks): Start {
  const { kernel, prefix } = chain.stages[from];
  const [x, y] = [chain.activations[from], chain.activations[from + 1]];
  if (kernel !== undefined && isMatrix(x) && isMatrix(y)) {
    if (from === 0 && name === "input") return { begin: moveRows(x, stacks), next: from };
    if (kernel.kind === "affine") {
      const columns = columnsOf(chain.stages[from], kernel, [x.shape[1], y.shape[1]]);
      for (const moved of ["weight", "bias"] as const)
        if (columns && name === prefix + kernel[moved])
          return { begin: moveColumns(chain, from, kernel, columns, moved, stacks), next: from + 1 };
    }
  }
  return { begin: runAlone(chain, offset, from, stacks), next: from + 1 };
}

/** The layer runs once for each copy. */
function runAlone(
  { theta, stages, activations }: Chain,
  offset: number,
  from: number,
  stacks: Stacks,
): Begin {
  const { shape } = activations[from + 1] as Tensor;
  return (first, positions) => {
    const stack = stacks.at(from + 1);
    for (const [s, position] of positions.entries()) {
      const index = offset + first + (s >> 1);
      theta.withEntry(index, position, () =>
        write(stack.slots[s], runStage(stages[from], activations[from], shape)),
      );
    }
    return { values: stack.whole };
  };
}

/** Rows of the input, each with one entry moved. */
function moveRows(x: Tensor, stacks: Stacks): Begin {
  const width = x.shape[1];
  const rows = stacks.keep(new Lines(x, 0, stacks.slots));
  return (first, positions) => {
    for (const [s, position] of positions.entries()) {
      const entry = first + (s >> 1);
      rows.take(s, Math.floor(entry / width), entry % width, position);
    }
    return { axis: 0, values: rows.matrix, at: rows.at };
  };
}

/** The parameters of a layer by its column: weight [in, out] and bias [out]. */
interface Columns {
  readonly weight: Tensor;
  readonly bias: Tensor | undefined;
}

/** What a layer declares to be its weight and bias; undefined where these are not of the shapes of such. */
function columnsOf(
  { parameters }: Stage,
  kernel: AffineKernel,
  [inputs, outputs]: readonly number[],
): Columns | undefined {
  const weight = parameters[kernel.weight];
  const bias = kernel.bias === undefined ? undefined : parameters[kernel.bias];
  const isOf = (x: unknown, ...shape: number[]): x is Tensor => isTensor(x) && `${x.shape}` === `${shape}`;
  if (!isOf(weight, inputs, outputs) || !(bias === undefined || isOf(bias, outputs))) return undefined;
  return { weight, bias };
}

/** The layer on columns of its weight and bias, in each of which one parameter is moved. */
function moveColumns(
  chain: Chain,
  from: number,
  kernel: AffineKernel,
  { weight, bias }: Columns,
  moved: "weight" | "bias",
  stacks: Stacks,
): Begin {
  const stage = chain.stages[from];
  const x = chain.activations[from] as Tensor;
  const { slots } = stacks;
  const columns = stacks.keep(new Lines(weight, 1, slots));
  const biases = room([slots]);
  const parameters: Tree<Tensor> = {
    ...stage.parameters,
    [kernel.weight]: columns.matrix,
    ...(kernel.bias !== undefined && { [kernel.bias]: bias && biases }),
  };
  const width = weight.shape[1];
  return (first, positions) => {
    for (const [s, position] of positions.entries()) {
      const entry = first + (s >> 1);
      const column = entry % width;
      const row = moved === "weight" ? Math.floor(entry / width) : 0;
      columns.take(s, column, row, moved === "weight" ? position : weight.data[column]);
      if (bias) biases.data[s] = moved === "bias" ? position : bias.data[column];
    }
    return { axis: 1, values: runStage(stage, x, [x.shape[0], slots], parameters), at: columns.at };
  };
}
