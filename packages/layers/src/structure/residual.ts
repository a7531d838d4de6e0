// y = x + f(x)      x: [n, ...]   f: a layer that keeps the shape   ->   y: as x
import { add, defineLayer, expectShape, type Layer, type Tensor } from "@nudge/core";
import { backwardBranches, forwardBranches } from "./branches.ts";
import { type Composite, expectLayers, numbered } from "./children.ts";

const define = /* @__PURE__ */ defineLayer("residual", (layer: Layer) => {
  expectLayers("residual", [layer]);
  return {
    parameters: numbered([layer.parameters]),
    buffers: numbered([layer.buffers]),
    children: [layer],

    forward: (x, parameters, pass, buffers) => {
      expectShape(x, ["..."]);
      const { outputs, caches, buffersAfter } = forwardBranches([layer], x, parameters, pass, buffers);
      expectShape(outputs[0], x.shape, `${layer} to keep the shape`);
      return [add(x, outputs[0]), caches, buffersAfter];
    },

    symbolic: (x, parameters, graph, buffers) =>
      graph.add(x, graph.apply(layer, x, parameters[0], buffers[0])),

    // dx = dy + dy f'(x): one part goes past the layer, the other through it
    backward: (dy, caches, parameters) => {
      const through = backwardBranches([layer], [dy], caches, parameters);
      const input = through.input as Tensor | null;
      return { ...through, input: input === null ? dy : add(dy, input) } as {
        readonly input: Tensor;
      } & typeof through;
    },
  };
});

/**
 * A layer with a shortcut past it: `y = x + layer(x)`, any shape -> the same shape.
 *
 * The layer's parameters are under `0`. Throws when the layer does not keep the shape of its input.
 *
 * Source: He, Zhang, Ren and Sun, Deep residual learning for image recognition, 2016.
 *
 * @example
 * import { createModel } from "@nudge/core";
 * import { dense, relu, residual, sequential } from "@nudge/layers";
 *
 * const model = createModel(residual(sequential(dense(4, 8), relu(), dense(8, 4))));
 * console.log(model.slices.map(({ name }) => name).join(", "));
 * // 0.0.weight, 0.0.bias, 0.2.weight, 0.2.bias
 */
export const residual = define as unknown as <const L extends Layer>(layer: L) => Composite<[L]>;
