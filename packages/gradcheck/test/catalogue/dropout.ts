// Bugs in dropout. The right one draws from the generator of the pass, which a checker replays.
import { defineLayer, map, multiply, type Pass, type Rng, type Tensor } from "@nudge/core";
import { dense, sequential } from "../../../layers/src/index.ts";
import { mulberry32 } from "../corpus/draw.ts";
import { bugsOfLayer } from "./entry.ts";

const drop = 0.2;

interface Wrong {
  /** The mask that backward uses, given that of forward. */
  backward?(mask: Tensor, dropout: { stream: Rng; training: boolean }): Tensor;
  /** What forward draws from. */
  uniform?(pass: Pass): () => number;
  /** Whether the mask is drawn. */
  active?(pass: Pass): boolean;
}

/** y = x m / (1 - p), with m drawn anew for each pass in training. */
const dropout = ({ backward, uniform, active }: Wrong = {}) => {
  const layer = defineLayer("dropout", () => ({
    forward: (x, _, pass) => {
      const draw = uniform?.(pass) ?? (() => pass.rng.uniform());
      const scale = map(x, () => (draw() < drop ? 0 : 1 / (1 - drop)));
      const mask = (active?.(pass) ?? pass.training) ? scale : map(x, () => 1);
      const cache = backward?.(mask, { stream: pass.rng, training: pass.training }) ?? mask;
      return [multiply(x, mask), cache];
    },
    backward: (dy, mask) => ({ input: multiply(dy, mask) }),
  }));
  return sequential(dense(4, 6), layer(), dense(6, 3));
};

/** A generator that no pass knows of. */
const outside = () => mulberry32(777);

const redrawn = () => {
  const draw = outside();
  const layer = defineLayer("dropout", () => ({
    forward: (x, _, { rng }) => {
      const mask = map(x, () => (rng.uniform() < drop ? 0 : 1 / (1 - drop)));
      return [multiply(x, mask), mask];
    },
    backward: (dy, _) => ({ input: map(dy, (d) => (draw() < drop ? 0 : d / (1 - drop))) }),
  }));
  return sequential(dense(4, 6), layer(), dense(6, 3));
};

export const dropouts = bugsOfLayer(
  dropout(),
  [5, 4],
  [
    {
      row: 31,
      name: "1/(1-p) forgotten in backward",
      kinds: ["factor", "input-gradient"],
      layer: () => dropout({ backward: (mask) => map(mask, (m) => (m > 0 ? 1 : 0)) }),
    },
    { row: 32, name: "backward draws a new mask", kinds: ["nondeterministic-backward"], layer: redrawn },
    {
      row: 32,
      name: "backward draws a new mask, the same at each call",
      kinds: ["input-gradient", "support"],
      layer: () =>
        dropout({
          backward: (mask, { stream }) => map(mask, () => (stream.uniform() < drop ? 0 : 1 / (1 - drop))),
        }),
    },
    {
      row: 33,
      name: "mask drawn outside of the pass, in evaluation too",
      kinds: ["nondeterministic-forward"],
      layer: () => {
        const draw = outside();
        return dropout({ uniform: () => draw, active: () => true });
      },
    },
    {
      row: 33,
      name: "active in evaluation, but for backward",
      kinds: ["second-point"],
      layer: () =>
        dropout({
          active: () => true,
          backward: (mask, { training }) => (training ? mask : map(mask, () => 1)),
        }),
    },
  ],
);
