// Functions of tensors whose names are also those of layers: in a file that imports both, `tanh` is the layer.

import { sigmoid, tanh } from "./functions.ts";
import { reshape } from "./reshape.ts";

/**
 * The functions of tensors that have the name of a layer in `@nudge/layers`: `tensors.reshape`, `tensors.sigmoid` and
 * `tensors.tanh`.
 *
 * @example
 * import { tensor, tensors, toArray } from "@nudge/core";
 *
 * console.log(toArray(tensors.sigmoid(tensor([-1000, 0, 1000]))));
 * // [ 0, 0.5, 1 ]
 */
export const tensors = { reshape, sigmoid, tanh };
