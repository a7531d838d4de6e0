/** The fields that make a value a tensor: enough to tell one, and to speak of it. */
export interface TensorLike {
  readonly data: Float64Array | Float32Array;
  readonly shape: number[];
  readonly stride: number[];
  readonly offset: number;
  readonly dtype: string;
  readonly size: number;
  readonly get: (...index: number[]) => number;
}

/** What the loops over the entries of a tensor can go through: as many axes as NumPy had for long. */
export const mostAxes = 32;

/** How many entries a tensor may have, which in float64 are two gigabytes: what is larger was meant to be something else. */
export const mostEntries = 2 ** 28;

/** Whether a value has the fields and methods of a view of data in one of the two precisions. */
export function looksLikeTensor(value: unknown): value is TensorLike {
  if (typeof value !== "object" || value === null) return false;
  const { data, shape, stride, offset, dtype, size, get } = value as Partial<TensorLike>;
  return (
    ((data instanceof Float64Array && dtype === "float64") ||
      (data instanceof Float32Array && dtype === "float32")) &&
    Array.isArray(shape) &&
    Array.isArray(stride) &&
    typeof offset === "number" &&
    typeof size === "number" &&
    typeof get === "function"
  );
}

/** What is wrong with a view of data, in words that follow "a tensor [2, 3]"; undefined where all its entries lie in the data. */
export function flawOf({ data, shape, stride, offset }: TensorLike): string | undefined {
  if (shape.length > mostAxes) return `of ${shape.length} axes, which are more than ${mostAxes}`;
  if (stride.length !== shape.length) return `with ${stride.length} strides`;
  let first = offset;
  let last = offset;
  let size = 1;
  for (let axis = 0; axis < shape.length; axis++) {
    const length = shape[axis];
    const step = stride[axis];
    if (!(Number.isSafeInteger(length) && length >= 0)) return "whose lengths are no whole numbers";
    if (!Number.isSafeInteger(step)) return "whose strides are no whole numbers";
    size *= length;
    if (step > 0) last += (length - 1) * step;
    else first += (length - 1) * step;
  }
  if (size === 0) return undefined;
  if (size > mostEntries) return "of more than 2^28 entries";
  if (!Number.isSafeInteger(offset)) return "whose offset is no whole number";
  return first >= 0 && last < data.length ? undefined : `that reaches outside its data of ${data.length}`;
}
