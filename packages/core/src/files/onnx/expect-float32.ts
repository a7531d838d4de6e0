// Numbers stand in a file of ONNX as float32. What is beyond that would be read as infinite.
import { quoted } from "../../arguments/describe.ts";
import type { InitialTree, Output } from "../../layer/contract.ts";
import type { Model } from "../../layer/model.ts";
import { leavesOf, type Tree } from "../../layer/tree.ts";
import { map } from "../../tensor/map.ts";
import { firstNonFinite } from "../../tensor/non-finite.ts";
import type { Tensor, TypedArray } from "../../tensor/tensor.ts";
import { foldFormula } from "../graph/formula.ts";
import type { ModelGraph, Node } from "../graph/node.ts";

const isBeyond = (value: number) => Number.isFinite(value) && !Number.isFinite(Math.fround(value));

/** The numbers that a node brings with it. */
function numbersOf(y: Node): TypedArray | readonly number[] {
  if (y.kind === "constant") return y.values;
  if (y.kind !== "map") return [];
  return foldFormula<readonly number[]>(
    y.formula,
    (value) => [value],
    () => [],
    (_, of) => of.flat(),
  );
}

/** Throws where a number of the graph is beyond float32, with its tensor and index where it is a parameter or a buffer. */
export function expectFloat32(
  caller: string,
  { parameters, buffers }: Model<InitialTree, Output>,
  { nodes }: ModelGraph,
): void {
  for (const y of nodes) {
    const lost = numbersOf(y).find(isBeyond);
    if (lost === undefined) continue;
    for (const [name, x] of [parameters, buffers].flatMap((tree) => leavesOf(tree as Tree<Tensor>))) {
      const at = firstNonFinite(map(x, (value) => (value === lost ? Number.POSITIVE_INFINITY : 0)));
      if (at) throw new Error(`${caller}: ${quoted(name)} is ${lost} at [${at.join(", ")}], beyond float32`);
    }
    throw new Error(`${caller}: a layer takes the number ${lost}, beyond float32`);
  }
}
