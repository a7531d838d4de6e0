// Spoils a gradient as people do: one entry of it, or all entries of a tensor.
import type { Rng } from "@nudge/core";
import type { Graph } from "./graph.ts";

export interface Spoilt {
  /** What was done, as in "x1, all entries: times 1.01". */
  readonly what: string;
  /** Changes the gradients by all leaves, in place. */
  readonly spoil: (gradients: Float64Array) => void;
}

const factors = [1 + 1e-4, 1.01, 1.1, 2, -1, 0];

export function drawSpoilt({ leaves }: Graph, stream: Rng): Spoilt {
  const leaf = stream.integer(leaves.length);
  const offset = leaves.slice(0, leaf).reduce((sum, { values }) => sum + values.length, 0);
  const { length } = leaves[leaf].values;
  const entry = stream.integer(length);
  const kind = stream.integer(factors.length + 1);
  if (kind === factors.length) {
    const other = (entry + 1 + stream.integer(Math.max(length - 1, 1))) % length;
    return {
      what: `x${leaf}, entries ${entry} and ${other}: exchanged`,
      spoil: (gradients) => {
        const [i, j] = [offset + entry, offset + other];
        [gradients[i], gradients[j]] = [gradients[j], gradients[i]];
      },
    };
  }
  const factor = factors[kind];
  const all = stream.uniform() < 0.5;
  const [from, to] = all ? [0, length] : [entry, entry + 1];
  return {
    what: `x${leaf}, ${all ? "all entries" : `entry ${entry}`}: times ${factor}`,
    spoil: (gradients) => {
      for (let i = from; i < to; i++) gradients[offset + i] *= factor;
    },
  };
}
