// y = [f_0(x), f_1(x), ...], joined along an axis      x: any shape   ->   y: as the outputs, one axis as long as all
import { concatenate, defineLayer, type Input, type Layer, slice } from "@nudge/core";
import { readOptions } from "@nudge/core/internal";
import { type AxisOptions, readersOfAxis } from "../arguments/axis.ts";
import { backwardBranches, forwardBranches } from "./branches.ts";
import { type Composite, expectLayers, numbered } from "./children.ts";

type Arguments = readonly (Layer | AxisOptions)[];

/** The layers, and the options that may stand behind them. */
function separate(args: Arguments): { layers: Layer[]; axis: number } {
  const last = args.at(-1);
  const hasOptions =
    typeof last === "object" && last !== null && !Array.isArray(last) && !("forward" in last);
  const options = hasOptions ? (last as AxisOptions) : undefined;
  const { axis } = readOptions("concat", options, readersOfAxis());
  const layers = (hasOptions ? args.slice(0, -1) : args) as Layer[];
  expectLayers("concat", layers);
  return { layers, axis };
}

const define = /* @__PURE__ */ defineLayer("concat", (...args: Arguments) => {
  const { layers, axis } = separate(args);
  return {
    parameters: numbered(layers.map((layer) => layer.parameters)),
    buffers: numbered(layers.map((layer) => layer.buffers)),
    children: layers,

    forward: (x: Input, parameters, pass, buffers) => {
      const { outputs, caches, buffersAfter } = forwardBranches(layers, x, parameters, pass, buffers);
      const lengths = outputs.map(({ shape }) => shape.at(axis) as number);
      return [concatenate(outputs, axis), { caches, lengths }, buffersAfter];
    },

    symbolic: (x, parameters, graph, buffers) =>
      graph.concatenate(
        layers.map((layer, k) => graph.apply(layer, x, parameters[k], buffers[k])),
        axis,
      ),

    // Each entry of y is an entry of one output, so each layer gets its own part of dy.
    backward: (dy, { caches, lengths }, parameters) => {
      let end = 0;
      const parts = lengths.map((length) => {
        end += length;
        return slice(dy, axis, end - length, end);
      });
      return backwardBranches(layers, parts, caches, parameters);
    },
  };
});

/**
 * Layers side by side on the same input, their outputs joined along an axis: `y = [f_0(x), f_1(x), ...]`,
 * outputs `[n, a]` and `[n, b]` -> `y: [n, a + b]`.
 *
 * The parameters of layer k are under `k`, counted from 0. Options may stand last: `axis`, the last axis unless given; 1
 * joins the channels of images. Throws without layers, when an argument is none, and when outputs cannot be joined.
 *
 * @example
 * import { createModel, formatShape } from "@nudge/core";
 * import { concat, dense, relu, sequential } from "@nudge/layers";
 *
 * const model = createModel(concat(dense(4, 2), sequential(dense(4, 3), relu())));
 * console.log(formatShape(model.predict([[1, 2, 3, 4]]).shape));
 * // [1, 5]
 */
export const concat = define as unknown as {
  <const L extends readonly Layer[]>(...layers: L): Composite<L>;
  <const L extends readonly Layer[]>(...layersAndOptions: readonly [...L, AxisOptions]): Composite<L>;
};
