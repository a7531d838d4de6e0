import { checkTensor, commonDtype } from "./elementwise.ts";
import { empty } from "./empty.ts";
import * as kernels from "./kernels/matmul.ts";
import { formatShape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/** The product of two matrices: a: [n, k], b: [k, m] -> [n, m]. */
export function matmul(a: Tensor, b: Tensor): Tensor {
  checkTensor("matmul", a);
  checkTensor("matmul", b);
  const dtype = commonDtype("matmul", a, b);
  if (a.shape.length !== 2 || b.shape.length !== 2) {
    throw new Error(`matmul: expected two matrices, got ${formatShape(a.shape)} and ${formatShape(b.shape)}`);
  }
  const [n, k] = a.shape;
  const [rows, m] = b.shape;
  if (k !== rows) {
    throw new Error(
      `matmul: cannot multiply ${formatShape(a.shape)} by ${formatShape(b.shape)}: ${k} columns against ${rows} rows`,
    );
  }
  const out = empty([n, m], dtype);
  kernels.matmul(
    n,
    k,
    m,
    out.data,
    0,
    m,
    1,
    a.data,
    a.offset,
    a.stride[0],
    a.stride[1],
    b.data,
    b.offset,
    b.stride[0],
    b.stride[1],
  );
  return out;
}
