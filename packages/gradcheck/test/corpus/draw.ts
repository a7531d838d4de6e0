// How the data of a case is drawn: one stream of random numbers per case, tensors in the order they are listed.
import { type Tensor, tensor } from "@nudge/core";
import type { Tensors } from "./definition.ts";

/** The generator mulberry32: each call gives the next number in [0, 1). */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A tensor of `low + (high - low) u`, row-major. */
export function drawTensor(
  shape: readonly number[],
  low: number,
  high: number,
  uniform: () => number,
): Tensor {
  const length = shape.reduce((product, size) => product * size, 1);
  return tensor(
    Float64Array.from({ length }, () => low + (high - low) * uniform()),
    [...shape],
  );
}

/** Draws tensors described as `*W[4,3]{-2,2} X[5]`; those with a star are checked. */
export function drawAll(data: string, uniform: () => number): { tensors: Tensors; checked: string[] } {
  const tensors: Record<string, Tensor> = {};
  const checked: string[] = [];
  for (const [, star, name, shape, low = "-1", high = "1"] of data.matchAll(
    /(\*?)(\w+)\[([\d,]*)\](?:\{([^,]+),([^}]+)\})?/g,
  )) {
    tensors[name] = drawTensor(shape === "" ? [] : shape.split(",").map(Number), +low, +high, uniform);
    if (star) checked.push(name);
  }
  return { tensors, checked };
}
