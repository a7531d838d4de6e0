// Channels are axis 1: x: [n, channels, ...]. What is done for each channel is done for each row of [channels, all else].
import { copy, expectShape, formatShape, isTensor, type Tensor, tensors, transpose } from "@nudge/core";
import { sizeOf } from "@nudge/core/internal";

/** How many entries a channel has: all else of [n, channels, ...]. */
export const spaceOf = (shape: readonly number[]) => sizeOf(shape.slice(2));

/** Throws unless x is [n, channels], or that with more axes. */
export function expectChannels(x: Tensor, channels: number): void {
  if (!isTensor(x) || x.dimension <= 2) expectShape(x, ["n", channels]);
  else if (x.shape[1] !== channels)
    throw new Error(`expected input ${formatShape(["n", channels, "..."])}, got ${formatShape(x.shape)}`);
}

/** One value for each channel (or one for all), in a shape that broadcasts against x: [channels] -> [channels, 1, ...]. */
export function alongChannels(values: Tensor, x: { readonly shape: readonly number[] }): Tensor {
  return tensors.reshape(values, values.size === 1 ? [] : [values.size, ...x.shape.slice(2).map(() => 1)]);
}

/** [n, channels, ...] -> [channels, n ...], each channel in a row. */
export function channelRows(x: Tensor): Tensor {
  const [n, channels] = x.shape;
  const rest = spaceOf(x.shape);
  return tensors.reshape(transpose(tensors.reshape(x, [n, channels, rest]), [1, 0, 2]), [channels, n * rest]);
}

/** The way back from `channelRows` to the given shape. */
export function fromChannelRows(rows: Tensor, shape: readonly number[]): Tensor {
  const [n, channels] = shape;
  return tensors.reshape(
    copy(transpose(tensors.reshape(rows, [channels, n, spaceOf(shape)]), [1, 0, 2])),
    shape,
  );
}
