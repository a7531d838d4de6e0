// Where perturbed copies come from: what steps in the entries of a tensor make of the output of its layer. A parameter in
// column j of an affine layer, y = x W + b, changes column j of its output, an entry in row i of an input changes row i
// of it; of any other layer all may change.
import { type AffineKernel, type Input, isTensor, type Slice, type Tensor } from "@nudge/core";
import type { Tree } from "@nudge/core/internal";
import type { Stage } from "../subject/sequence.ts";
import { Lines, lasting } from "./buffers.ts";
import { type RecordedPass, runStage } from "./recorded-pass.ts";
import { type Copies, type Workspace, write } from "./workspace.ts";

/** Makes the copies for entries from `first` of the tensor on, two of each: at the positions above and below its own. */
type Perturb = (first: number, positions: Float64Array) => Copies;

/** How the copies of a tensor are made. */
export interface Perturbation {
  readonly perturb: Perturb;
  /** The stage that comes next. */
  readonly next: number;
}

export const isMatrix = (x: Input): x is Tensor => isTensor(x) && x.dimension === 2;

/** How the copies of a tensor of stage `from` are made. */
export function perturbationOf(
  pass: RecordedPass,
  { name, offset }: Slice,
  from: number,
  workspace: Workspace,
): Perturbation {
  const { kernel, prefix } = pass.stages[from];
  const [x, y] = [pass.activations[from], pass.activations[from + 1]];
  if (kernel !== undefined && isMatrix(x) && isMatrix(y)) {
    if (from === 0 && name === "input") return { perturb: moveRows(x, workspace), next: from };
    if (kernel.kind === "affine") {
      const columns = columnsOf(pass.stages[from], kernel, [x.shape[1], y.shape[1]]);
      for (const moved of ["weight", "bias"] as const)
        if (columns && name === prefix + kernel[moved])
          return { perturb: moveColumns(pass, from, kernel, columns, moved, workspace), next: from + 1 };
    }
  }
  return { perturb: runAlone(pass, offset, from, workspace), next: from + 1 };
}

/** The layer runs once for each copy. */
function runAlone(
  { theta, stages, activations }: RecordedPass,
  offset: number,
  from: number,
  workspace: Workspace,
): Perturb {
  const { shape } = activations[from + 1] as Tensor;
  return (first, positions) => {
    const stack = workspace.at(from + 1);
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
function moveRows(x: Tensor, workspace: Workspace): Perturb {
  const width = x.shape[1];
  const rows = workspace.guard(new Lines(x, 0, workspace.slots));
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
  pass: RecordedPass,
  from: number,
  kernel: AffineKernel,
  { weight, bias }: Columns,
  moved: "weight" | "bias",
  workspace: Workspace,
): Perturb {
  const stage = pass.stages[from];
  const x = pass.activations[from] as Tensor;
  const { slots } = workspace;
  const columns = workspace.guard(new Lines(weight, 1, slots));
  const biases = lasting([slots]);
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
