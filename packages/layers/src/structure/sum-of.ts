// y = f_0(x) + f_1(x) + ...      x: any shape   ->   y: as the outputs, which have one shape
import { add, defineLayer, expectShape, type Input, type Layer } from "@nudge/core";
import { backwardBranches, forwardBranches } from "./branches.ts";
import { type Composite, expectLayers, numbered } from "./children.ts";

const define = /* @__PURE__ */ defineLayer("sumOf", (...layers: readonly Layer[]) => {
  expectLayers("sumOf", layers);
  return {
    parameters: numbered(layers.map((layer) => layer.parameters)),
    buffers: numbered(layers.map((layer) => layer.buffers)),
    children: layers,

    forward: (x: Input, parameters, pass, buffers) => {
      const { outputs, caches, buffersAfter } = forwardBranches(layers, x, parameters, pass, buffers);
      for (const [k, output] of outputs.entries())
        expectShape(output, outputs[0].shape, `output of layer ${k}`);
      return [outputs.reduce((y, output) => add(y, output)), caches, buffersAfter];
    },

    symbolic: (x, parameters, graph, buffers) =>
      layers
        .map((layer, k) => graph.apply(layer, x, parameters[k], buffers[k]))
        .reduce((y, output) => graph.add(y, output)),

    // dy/df_k = 1: every layer gets all of dy
    backward: (dy, caches, parameters) =>
      backwardBranches(
        layers,
        layers.map(() => dy),
        caches,
        parameters,
      ),
  };
});

/**
 * Layers side by side on the same input, their outputs added up: `y = f_0(x) + f_1(x) + ...`, outputs of one shape -> `y`
 * of that shape.
 *
 * The parameters of layer k are under `k`, counted from 0. Throws without layers, when an argument is none, and when the
 * outputs differ in shape.
 *
 * @example
 * import { createModel, formatShape } from "@nudge/core";
 * import { dense, sequential, sumOf, tanh } from "@nudge/layers";
 *
 * const model = createModel(sumOf(dense(4, 2), sequential(dense(4, 2), tanh())));
 * console.log(formatShape(model.predict([[1, 2, 3, 4]]).shape));
 * // [1, 2]
 */
export const sumOf = define as unknown as <const L extends readonly Layer[]>(...layers: L) => Composite<L>;
