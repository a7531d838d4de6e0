// What every contestant is given: the sizes of a net, its start weights, and a few batches of rows with their classes.
// It goes to the processes of the contestants through a file of float64 numbers, which Python reads too.
import { readFileSync, writeFileSync } from "node:fs";

/** A net of dense layers, from the number of inputs to the number of classes. */
export interface Net {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly batch: number;
  /** What stands between the dense layers. */
  readonly hidden: "relu" | "tanh";
}

export interface Problem extends Net {
  readonly rate: number;
  /** Of each dense layer: weight [in, out] by rows, bias [out]. */
  readonly layers: readonly { readonly weight: Float64Array; readonly bias: Float64Array }[];
  /** Inputs [batch, in] by rows, and the class of each row. */
  readonly batches: readonly { readonly inputs: Float64Array; readonly labels: Int32Array }[];
}

/** Steps take these in turn, so that no net can settle on one of them. */
export const BATCHES = 4;
/** Small enough for nets that update after every sample. */
export const RATE = 0.01;

export const entriesOf = ({ sizes }: Net): number =>
  sizes.slice(1).reduce((total, outputs, i) => total + (sizes[i] + 1) * outputs, 0);

/** Operations of the matrix products for one sample: forward, and the two of backward, without the input's gradient. */
export const operationsOf = ({ sizes }: Net): number =>
  sizes.slice(1).reduce((total, outputs, i) => total + (i === 0 ? 4 : 6) * sizes[i] * outputs, 0);

export function writeProblem(path: string, { layers, batches, ...net }: Problem): void {
  const parts = [
    ...layers.flatMap(({ weight, bias }) => [weight, bias]),
    ...batches.flatMap(({ inputs, labels }) => [inputs, labels]),
  ];
  const values = Float64Array.from(parts.flatMap((part) => [...part]));
  writeFileSync(`${path}.json`, JSON.stringify(net));
  writeFileSync(path, new Uint8Array(values.buffer));
}

export function readProblem(path: string): Problem {
  const net: Net & { rate: number } = JSON.parse(readFileSync(`${path}.json`, "utf8"));
  const { sizes, batch } = net;
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  const values = new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
  let offset = 0;
  const take = (length: number) => {
    offset += length;
    return values.subarray(offset - length, offset);
  };
  const layers = sizes
    .slice(1)
    .map((outputs, i) => ({ weight: take(sizes[i] * outputs), bias: take(outputs) }));
  const batches = Array.from({ length: BATCHES }, () => ({
    inputs: take(batch * sizes[0]),
    labels: Int32Array.from(take(batch)),
  }));
  return { ...net, layers, batches };
}
