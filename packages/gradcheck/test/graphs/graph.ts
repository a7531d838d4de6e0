// A random expression graph as data: leaves, and steps that each make one node of earlier ones. Nodes are numbered, the leaves
// first. A node is a small matrix; numbers and rows are matrices too.
import { isKinked } from "./operations.ts";

export interface Leaf {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** "product" is that of matrices; "sum" is over all entries, "rows" and "columns" leave one entry a row or a column. */
export interface Step {
  /** A name in `unary` or `binary`, or one of these. */
  readonly op: string;
  /** The nodes that it takes. */
  readonly of: readonly number[];
  /** The constant of `scale` and `offset`. */
  readonly by?: number;
  /** Whether its result is rounded to float32; to the gradient the rounding is the identity. */
  readonly rounded: boolean;
}

export interface Graph {
  /** What it was drawn from. */
  readonly seed: number;
  readonly leaves: readonly Leaf[];
  readonly steps: readonly Step[];
  /** The nodes whose entries, one after another, are the output. */
  readonly outputs: readonly number[];
  /** The upstream gradient, an entry for each of the output. */
  readonly upstream: readonly number[];
}

export const isSmooth = ({ steps }: Graph) => !steps.some(({ op }) => isKinked(op));

/** The graph as a list of equations. */
export function print({ seed, leaves, steps, outputs, upstream }: Graph): string {
  const nameOf = (node: number) => (node < leaves.length ? `x${node}` : `n${node}`);
  return [
    `graph ${seed}`,
    ...leaves.map(({ shape, values }, k) => `  x${k} [${shape}] = ${values.join(", ")}`),
    ...steps.map(({ op, of, by, rounded }, k) => {
      const given = [...of.map(nameOf), ...(by === undefined ? [] : [String(by)])];
      return `  n${leaves.length + k} = ${op}(${given.join(", ")})${rounded ? ", rounded to float32" : ""}`;
    }),
    `  output ${outputs.map(nameOf).join(", ")}; upstream ${upstream.join(", ")}`,
  ].join("\n");
}
