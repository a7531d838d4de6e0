import { contiguous } from "../tensor/contiguous.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** The index of the first NaN or infinity of a tensor in row-major order, or undefined when there is none. */
export function firstNonFinite(x: Tensor): number[] | undefined {
  const { data, offset, shape, size } = contiguous(x);
  for (let k = 0; k < size; k++) {
    if (Number.isFinite(data[offset + k])) continue;
    let rest = k;
    return shape.reduceRight<number[]>((index, length) => {
      index.unshift(rest % length);
      rest = Math.floor(rest / length);
      return index;
    }, []);
  }
  return undefined;
}
