import { describeTensors } from "../tensor/input.ts";
import { toTensor } from "../tensor/rows.ts";
import { type Dtype, isTensor, type Tensor } from "../tensor/tensor.ts";

/** Predictions or targets as a contiguous tensor of finite numbers; throws, beginning with `caller`, where they are none. */
export function readRows(caller: string, x: Tensor, what: "predictions" | "targets"): Tensor {
  if (isTensor(x)) return toTensor(x, x.dtype as Dtype, caller, what);
  throw new Error(`${caller}: expected ${what} as one tensor, got ${describeTensors(x)}`);
}
