// What `backward` returned for the parameters goes into dθ, once it is known to be complete and of the right shapes.
import { assign } from "ndarray-ops";
import { describe } from "../tensor/describe.ts";
import { formatShape, sameShape } from "../tensor/shape.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";
import type { Layer } from "./contract.ts";
import { isLeaf, type Tree } from "./tree.ts";

/** The innermost layer that owns the parameters at a path. */
function owner(layer: Layer, [key, ...rest]: readonly string[]): Layer {
  const child = layer.children.find(({ parameters }) => parameters === layer.parameters[key!]);
  return child === undefined ? layer : owner(child, rest);
}

/**
 * Writes the gradients that `layer.backward` returned into `views`, a tree of views into dθ.
 * Throws with the layer and the name of the slice when one is missing, of a wrong shape, or of no parameter.
 */
export function writeGradients(layer: Layer, returned: Tree<unknown>, views: Tree<Tensor>): void {
  const refuse = (path: readonly string[], rule: string) =>
    new Error(`${owner(layer, path)}: backward must give ${rule}`);

  const write = (gradients: Tree<unknown>, tree: Tree<Tensor>, path: readonly string[]) => {
    for (const key of Object.keys(gradients)) {
      if (tree[key] !== undefined || gradients[key] === undefined || (path.length === 0 && key === "input"))
        continue;
      throw refuse([...path, key], `gradients of parameters alone, got one of ${[...path, key].join(".")}`);
    }
    for (const [key, view] of Object.entries(tree)) {
      if (view === undefined) continue;
      const gradient = gradients[key];
      const at = [...path, key];
      if (!isLeaf(view)) {
        write((gradient ?? {}) as Tree<unknown>, view, at);
      } else if (!isTensor(gradient) || !sameShape(gradient.shape, view.shape)) {
        const got = isTensor(gradient) ? formatShape(gradient.shape) : describe(gradient);
        throw refuse(at, `the gradient of ${at.join(".")} ${formatShape(view.shape)}, got ${got}`);
      } else {
        assign(view, gradient);
      }
    }
  };
  write(returned, views, []);
}
