// A model as a table: its layers, their parameters and, for an input of known shape, their outputs.

import { checkShape } from "../arguments/check-shape.ts";
import { formatShape } from "../arguments/shape.ts";
import { columns } from "../drawing/columns.ts";
import { rng } from "../random/rng.ts";
import { zeros } from "../tensor/fill.ts";
import { tensorsIn } from "../tensor/input.ts";
import type { Dtype, Tensor } from "../tensor/tensor.ts";
import type { InitialTree, Input, Layer, Values } from "./contract.ts";
import { runSequence, type SequenceLayer, sequenceOf } from "./sequence.ts";
import type { Slice } from "./theta.ts";

/** The shape of one row of the input, or of each of several inputs by name. */
export type InputShape = readonly number[] | { readonly [name: string]: readonly number[] };

/** What of a model its table shows. */
interface Parts {
  readonly layer: Layer;
  readonly dtype: Dtype;
  readonly slices: readonly Slice[];
  readonly parameters: Values<InitialTree>;
  readonly buffers: Values<InitialTree>;
}

const layersOf = ({ layer, parameters, buffers }: Parts): SequenceLayer[] =>
  sequenceOf(layer, parameters, { training: false, rng: rng(0) }, buffers);

/** The table of a model without shapes, or with one more column: the output shape of each layer. */
export function tabulate(model: Parts, shapes?: readonly string[]): string {
  const { slices } = model;
  const layers = layersOf(model);
  const width = Math.max(...layers.map(({ path }) => path.length));
  const count = (path: string) =>
    slices
      .filter(({ name }) => path === "" || name.startsWith(`${path}.`))
      .reduce((total, { length }) => total + length, 0);

  const rows = [
    ["layer", "output", "parameters"],
    ...layers.map(({ path, layer }, k) => {
      return [`${path === "" ? "" : `${path.padEnd(width)}  `}${layer}`, shapes?.[k] ?? "", `${count(path)}`];
    }),
    ["total", "", `${count("")}`],
  ].map(([name, shape, parameters]) => (shapes ? [name, shape, parameters] : [name, parameters]));

  return columns(rows, shapes ? "llr" : "lr").join("\n");
}

/** The table with output shapes, found by running one row of zeros through the model in evaluation mode. */
export function summarize(model: Parts, inputShape: InputShape): string {
  const { dtype } = model;
  const row = (shape: readonly number[]) => {
    checkShape("summary", shape);
    return zeros([1, ...shape], dtype);
  };
  const isNamed = typeof inputShape === "object" && inputShape !== null && !Array.isArray(inputShape);
  const input: Input = isNamed
    ? Object.fromEntries(Object.entries(inputShape).map(([name, shape]) => [name, row(shape)]))
    : row(inputShape as readonly number[]);
  const outputs = runSequence(layersOf(model), input);
  const print = ([name, { shape }]: [string, Tensor]) =>
    `${name === "" ? "" : `${name} `}${formatShape(["n", ...shape.slice(1)])}`;
  const shapes = Array.from(outputs, (output) => tensorsIn(output).map(print).join(", "));
  return tabulate(model, shapes);
}
