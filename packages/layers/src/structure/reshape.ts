// y = x with the entries of each row in another shape      x: [n, ...]   ->   y: [n, ...shape]
import { defineLayer, expectShape, formatShape, tensors } from "@nudge/core";
import { checkArguments, count, list, sizeOf } from "@nudge/core/internal";

/**
 * Gives the entries of each row another shape, in row-major order: `x: [n, ...]` -> `y: [n, ...shape]`.
 *
 * Throws when `shape` is no list of whole numbers above 0, and when a row has another number of entries.
 *
 * @example
 * import { createModel, toArray } from "@nudge/core";
 * import { reshape } from "@nudge/layers";
 *
 * console.log(toArray(createModel(reshape([2, 2])).predict([[1, 2, 3, 4]])));
 * // [ [ [ 1, 2 ], [ 3, 4 ] ] ]
 */
export const reshape = /* @__PURE__ */ defineLayer("reshape", (shape: readonly number[]) => {
  checkArguments("reshape", list("a list of lengths", count()), { shape });
  const size = sizeOf(shape);
  return {
    forward: (x) => {
      expectShape(x, ["..."]);
      const [n, ...row] = x.shape;
      if (n === undefined || sizeOf(row) !== size)
        throw new Error(`expected input with ${size} entries to a row, got ${formatShape(x.shape)}`);
      return [tensors.reshape(x, [n, ...shape]), x.shape];
    },

    backward: (dy, shape) => ({ input: tensors.reshape(dy, shape) }),

    symbolic: (x, _, graph) => graph.reshape(x, [1, ...shape]),
  };
});
