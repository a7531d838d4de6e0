// What passes return goes into the arrays of the model, once it is known to be complete and of the right shapes.

import { describe } from "../arguments/describe.ts";
import { formatShape, sameShape } from "../arguments/shape.ts";
import { assign } from "../tensor/contiguous.ts";
import { copy } from "../tensor/copy.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";
import type { Layer } from "./contract.ts";
import { isLeaf, mapTree, type Tree } from "./tree.ts";

type Kind = "parameters" | "buffers";

/** The innermost layer that owns the parameters or buffers at a path. */
function ownerOf(layer: Layer, kind: Kind, [key, ...rest]: readonly string[]): Layer {
  const child = layer.children.find((child) => child[kind] === layer[kind][key]);
  return child === undefined ? layer : ownerOf(child, kind, rest);
}

const words = {
  parameters: { entry: "gradient of", kind: "parameter" },
  buffers: { entry: "buffer", kind: "buffer" },
};

function refusal(layer: Layer, kind: Kind, path: readonly string[], beginning: string, end: string): Error {
  const entry = `${words[kind].entry} ${path.join(".")}`;
  return new Error(`${ownerOf(layer, kind, path)}: ${beginning} ${entry}${end}`);
}

/** Copies a tree into views of the same names and shapes; throws with the layer and the entry when they differ. */
function write(
  layer: Layer,
  kind: Kind,
  returned: Tree<unknown>,
  views: Tree<Tensor>,
  path: readonly string[] = [],
): void {
  for (const key of Object.keys(returned)) {
    if (returned[key] === undefined || (Object.hasOwn(views, key) && views[key] !== undefined)) continue;
    throw refusal(layer, kind, [...path, key], "unexpected", `: there is no such ${words[kind].kind}`);
  }
  for (const key of Object.keys(views)) {
    const view = views[key];
    const value = returned[key];
    if (view === undefined) continue;
    if (!isLeaf(view)) {
      write(layer, kind, (value ?? {}) as Tree<unknown>, view, [...path, key]);
    } else if (isTensor(value) && sameShape(value.shape, view.shape)) {
      assign(view, value);
    } else {
      const got = isTensor(value) ? formatShape(value.shape) : describe(value);
      throw refusal(layer, kind, [...path, key], "expected", ` ${formatShape(view.shape)}, got ${got}`);
    }
  }
}

/** Writes the gradients that `layer.backward` returned into a tree of views into dθ. */
export function writeGradients(layer: Layer, returned: Tree<unknown> | undefined, views: Tree<Tensor>): void {
  const { input, ...gradients } = returned ?? {};
  write(layer, "parameters", gradients, views);
}

/** Writes the buffers that `layer.forward` returned over the old ones, which they may still be views of. */
export function writeBuffers(layer: Layer, returned: Tree<Tensor>, buffers: Tree<Tensor>): void {
  write(layer, "buffers", mapTree(returned, copy), buffers);
}
