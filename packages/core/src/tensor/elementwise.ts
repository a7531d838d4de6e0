// How every operation by entries runs: find precision and shape, allocate the result, hand runs of entries to a kernel.

import { describe } from "../arguments/describe.ts";
import { broadcastShape, broadcastStride } from "./broadcast.ts";
import { empty } from "./empty.ts";
import type { BinaryKernel } from "./kernels/binary.ts";
import type { UnaryKernel } from "./kernels/unary.ts";
import { walk } from "./kernels/walk.ts";
import type { TypedArray } from "./tensor.ts";
import { type Dtype, isTensor, type Tensor } from "./tensor.ts";

type Operand = Pick<Tensor, "data" | "shape" | "stride" | "offset">;

export function checkTensor(name: string, x: Tensor): void {
  if (!isTensor(x)) throw new Error(`${name}: expected a tensor, got ${describe(x)}`);
}

/** The precision that two tensors share. */
export function commonDtype(name: string, a: Tensor, b: Tensor): Dtype {
  if (a.dtype !== b.dtype) throw new Error(`${name}: mixed ${a.dtype} and ${b.dtype}`);
  return a.dtype;
}

export function unary(name: string, kernel: UnaryKernel, x: Tensor): Tensor {
  checkTensor(name, x);
  const out = empty(x.shape, x.dtype);
  const { data } = x;
  walk(x.shape, x.offset, x.stride, x.offset, x.stride, (o, n, xo, xs) =>
    kernel(out.data, o, n, data, xo, xs),
  );
  return out;
}

export function binary(name: string, kernel: BinaryKernel, a: Tensor | number, b: Tensor | number): Tensor {
  const dtype = operandDtype(name, a, b);
  const x: Operand = typeof a === "number" ? scalar(a, dtype) : a;
  const y: Operand = typeof b === "number" ? scalar(b, dtype) : b;
  const shape = broadcastShape(name, x.shape, y.shape);
  const out = empty(shape, dtype);
  const xStride = broadcastStride(x.shape, x.stride, shape);
  const yStride = broadcastStride(y.shape, y.stride, shape);
  walk(shape, x.offset, xStride, y.offset, yStride, (o, n, xo, xs, yo, ys) =>
    kernel(out.data, o, n, x.data, xo, xs, y.data, yo, ys),
  );
  return out;
}

function operandDtype(name: string, a: Tensor | number, b: Tensor | number): Dtype {
  for (const operand of [a, b]) {
    if (typeof operand !== "number" && !isTensor(operand)) {
      throw new Error(`${name}: expected a tensor or a number, got ${describe(operand)}`);
    }
  }
  if (typeof a !== "number") return typeof b === "number" ? a.dtype : commonDtype(name, a, b);
  if (typeof b !== "number") return b.dtype;
  throw new Error(`${name}: expected a tensor, got two numbers`);
}

/** A number takes the precision of the tensor beside it. */
function scalar(value: number, dtype: Dtype): Operand {
  const data: TypedArray = dtype === "float32" ? new Float32Array(1) : new Float64Array(1);
  data[0] = value;
  return { data, shape: [], stride: [], offset: 0 };
}
