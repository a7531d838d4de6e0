import { contiguous } from "./contiguous.ts";
import { allFinite } from "./kernels/finite.ts";
import type { Tensor } from "./tensor.ts";

/** The index of the first NaN or infinity of a tensor in row-major order, or undefined when there is none. */
export function firstNonFinite(x: Tensor): number[] | undefined {
  const { data, offset, shape, size } = contiguous(x);
  if (allFinite(data, offset, size)) return undefined;
  let rest = data.subarray(offset, offset + size).findIndex((value) => !Number.isFinite(value));
  return shape.reduceRight<number[]>((index, length) => {
    index.unshift(rest % length);
    rest = Math.floor(rest / length);
    return index;
  }, []);
}
