// The graph of a model: what it does with one row, a list of operations in their order.
import type { GraphWindow } from "../../layer/graph.ts";
import type { Dtype, TypedArray } from "../../tensor/tensor.ts";
import type { Application } from "./formula.ts";

/** What a node computes of those before it. */
export type Operation =
  | { readonly kind: "input" }
  | { readonly kind: "constant"; readonly values: TypedArray }
  /** Entry by entry; entry k of the formula is that of operand k, which broadcasts. */
  | { readonly kind: "map"; readonly formula: Application; readonly operands: readonly Node[] }
  | { readonly kind: "matmul"; readonly x: Node; readonly weight: Node }
  | { readonly kind: "sum" | "mean" | "max"; readonly x: Node; readonly axis: number }
  | { readonly kind: "reshape"; readonly x: Node }
  | { readonly kind: "concatenate"; readonly parts: readonly Node[]; readonly axis: number }
  | { readonly kind: "convolve"; readonly x: Node; readonly weight: Node; readonly window: GraphWindow }
  | { readonly kind: "maxPool"; readonly x: Node; readonly window: GraphWindow }
  | {
      readonly kind: "averagePool";
      readonly x: Node;
      readonly window: GraphWindow;
      readonly countPadding: boolean;
    };

/** A node with the shape of what it gives, for a batch of one row. */
export type Node<K extends Operation["kind"] = Operation["kind"]> = Extract<Operation, { kind: K }> & {
  readonly shape: readonly number[];
};

export interface ModelGraph {
  readonly dtype: Dtype;
  readonly nodes: readonly Node[];
  readonly input: Node;
  readonly output: Node;
}
