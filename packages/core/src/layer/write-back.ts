// What passes return goes into the arrays of the model, once it is known to be complete and of the right shapes.
import { assign } from "ndarray-ops";
import { copy } from "../tensor/copy.ts";
import { describe } from "../tensor/describe.ts";
import { formatShape, sameShape } from "../tensor/shape.ts";
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

/** Copies a tree into views of the same names and shapes; throws with the layer and the entry when they differ. */
function write(
  layer: Layer,
  kind: Kind,
  returned: Tree<unknown>,
  views: Tree<Tensor>,
  path: readonly string[] = [],
): void {
  const refuse = (key: string, beginning: string, end: string) => {
    const at = [...path, key];
    const entry = `${words[kind].entry} ${at.join(".")}`;
    return new Error(`${ownerOf(layer, kind, at)}: ${beginning} ${entry}${end}`);
  };
  for (const key of Object.keys(returned)) {
    if (returned[key] === undefined || views[key] !== undefined) continue;
    throw refuse(key, "unexpected", `: there is no such ${words[kind].kind}`);
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
      throw refuse(key, "expected", ` ${formatShape(view.shape)}, got ${got}`);
    }
  }
}

/** Writes the gradients that `layer.backward` returned into a tree of views into dθ. */
export function writeGradients(layer: Layer, returned: Tree<unknown>, views: Tree<Tensor>): void {
  const { input, ...gradients } = returned;
  write(layer, "parameters", gradients, views);
}

/** Writes the buffers that `layer.forward` returned over the old ones, which they may still be views of. */
export function writeBuffers(layer: Layer, returned: Tree<Tensor>, buffers: Tree<Tensor>): void {
  write(layer, "buffers", mapTree(returned, copy), buffers);
}
