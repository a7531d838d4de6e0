// y = x with all axes from startAxis on made one      x: [n, a, b, ...]   ->   y: [n, a · b · ...]
import { defineLayer, expectShape, formatShape, tensors } from "@nudge/core";
import { checkArguments, count, sizeOf } from "@nudge/core/internal";

/**
 * Makes all axes from `startAxis` on one, in row-major order: `x: [n, a, b, ...]` -> `y: [n, a · b · ...]`.
 *
 * `startAxis` is 1 unless given: one row of numbers for each example. Throws when it is not a whole number above 0, or
 * when the input has no such axis.
 *
 * @example
 * import { createModel, toArray } from "@nudge/core";
 * import { flatten } from "@nudge/layers";
 *
 * console.log(toArray(createModel(flatten()).predict([[[1, 2], [3, 4]]])));
 * // [ [ 1, 2, 3, 4 ] ]
 */
export const flatten = /* @__PURE__ */ defineLayer("flatten", (startAxis: number = 1) => {
  checkArguments("flatten", count(), { startAxis });
  return {
    forward: (x) => {
      expectShape(x, ["..."]);
      const { shape } = x;
      if (shape.length <= startAxis)
        throw new Error(`expected input with at least ${startAxis + 1} axes, got ${formatShape(shape)}`);
      return [tensors.reshape(x, [...shape.slice(0, startAxis), sizeOf(shape.slice(startAxis))]), shape];
    },

    backward: (dy, shape) => ({ input: tensors.reshape(dy, shape) }),

    symbolic: (x, _, graph) =>
      graph.reshape(x, [...x.shape.slice(0, startAxis), sizeOf(x.shape.slice(startAxis))]),
  };
});
