// Data for training: inputs and targets, row by row.
import ndarray from "ndarray";
import type { Input } from "../layer/contract.ts";
import { mapInput } from "../layer/tree.ts";
import { empty, type TypedArray } from "../tensor/empty.ts";
import type { Dtype, Tensor } from "../tensor/tensor.ts";
import { countRows, type Inputs, type Rows, toTensor, toTensors } from "./door.ts";

/** Inputs and targets, equally many rows of each: tensors, nested arrays or typed rows; labels as whole numbers. */
export interface Data {
  readonly inputs: Inputs;
  readonly targets: Rows;
}

/** Data past the door: contiguous tensors of one precision with `rows` rows each. */
export interface Dataset {
  readonly inputs: Input;
  readonly targets: Tensor;
  readonly rows: number;
}

/** Data as tensors. Throws, beginning with `caller`, when they are empty, ragged, not finite or of unequal length. */
export function toDataset({ inputs, targets }: Data, dtype: Dtype, caller: string): Dataset {
  const x = toTensors(inputs, dtype, caller, "inputs");
  const y = toTensor(targets, dtype, caller, "targets");
  return { inputs: x, targets: y, rows: countRows(x, caller, "inputs", y) };
}

/** Rows `start` to `end` (left out) of a dataset, as views. */
export function sliceRows({ inputs, targets, rows }: Dataset, start: number, end: number): Dataset {
  const slice = ({ data, shape: [, ...row], offset, size }: Tensor) =>
    ndarray<TypedArray>(data, [end - start, ...row], undefined, offset + (start * size) / rows);
  return { inputs: mapInput(inputs, slice), targets: slice(targets), rows: end - start };
}

/** The rows of a dataset with the given numbers, in that order, as fresh tensors. */
export function gatherRows({ inputs, targets, rows }: Dataset, order: Int32Array): Dataset {
  const gather = ({ data, shape: [, ...row], offset, size, dtype }: Tensor) => {
    const gathered = empty([order.length, ...row], dtype as Dtype);
    const length = size / rows;
    let next = 0;
    for (const index of order) {
      const start = offset + index * length;
      for (let k = start; k < start + length; k++) gathered.data[next++] = data[k];
    }
    return gathered;
  };
  return { inputs: mapInput(inputs, gather), targets: gather(targets), rows: order.length };
}
