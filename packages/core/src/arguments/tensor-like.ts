/** The fields that make a value a tensor: enough to tell one, and to speak of it. */
export interface TensorLike {
  readonly data: Float64Array | Float32Array;
  readonly shape: number[];
  readonly offset: number;
}

/** Whether a value has the fields of a tensor: the data of one of the two precisions, a shape and an offset. */
export function looksLikeTensor(value: unknown): value is TensorLike {
  if (typeof value !== "object" || value === null) return false;
  const { data, shape, offset } = value as Partial<TensorLike>;
  return (
    (data instanceof Float64Array || data instanceof Float32Array) &&
    Array.isArray(shape) &&
    typeof offset === "number"
  );
}
