// y = f_k(... f_1(f_0(x)))      each layer takes the output of the one before it
import {
  defineLayer,
  type InitialTree,
  type Input,
  type InputGradient,
  isTensor,
  type Layer,
  type Tensor,
  type Values,
} from "@nudge/core";
import { childrenOf } from "@nudge/core/internal";
import { expectLayers, type Numbered, numbered, type ParametersOf } from "./children.ts";

type Gradients = { readonly input: InputGradient<Input> } & Numbered<Values<InitialTree>>;

const define = /* @__PURE__ */ defineLayer("sequential", (...layers: readonly Layer[]) => {
  expectLayers("sequential", layers);
  return {
    parameters: numbered(layers.map((layer) => layer.parameters)),
    buffers: numbered(layers.map((layer) => layer.buffers)),
    children: layers,
    kernel: { kind: "sequence" },

    forward: (input: Input, parameters, pass, buffers) => {
      let x = input;
      const steps = childrenOf(layers, parameters, pass, buffers).map((child) => {
        const step = child.layer.forward(x, child.parameters, child.pass, child.buffers);
        x = step[0];
        return step;
      });
      const caches = steps.map(([, cache]) => cache);
      const buffersAfter = numbered(steps.map(([, , after], k) => after ?? buffers[k]));
      return [x as Tensor, caches, buffersAfter];
    },

    // The chain rule, from the last layer to the first: the input of layer k is the output of layer k - 1, and so
    // the gradient that comes out of one is what goes into the other.
    backward: (dy, caches, parameters, needs) => {
      let gradient: InputGradient<Input> = dy;
      const gradients: Values<InitialTree>[] = [];
      for (let k = layers.length - 1; k >= 0; k--) {
        if (!isTensor(gradient)) throw new Error(`layer ${k + 1}, ${layers[k + 1]}, gives no input gradient`);
        const { input, ...own } = layers[k].backward(
          gradient,
          caches[k],
          parameters[k],
          k > 0 ? undefined : needs,
        );
        gradients[k] = own;
        gradient = input;
      }
      return { input: gradient, ...numbered(gradients) } as Gradients;
    },
  };
});

/**
 * Layers one after another: the output of each is the input of the next.
 *
 * The parameters of layer k are under `k`, counted from 0, and its random numbers come from the k-th fork of the
 * pass's stream. A layer listed twice has two sets of parameters. Throws without layers, and when an argument is none.
 *
 * @example
 * import { createModel } from "@nudge/core";
 * import { dense, relu, sequential } from "@nudge/layers";
 *
 * const model = createModel(sequential(dense(4, 16), relu(), dense(16, 3)));
 * console.log(`${model.layer} has ${model.theta.length} parameters`);
 * // sequential(dense(4, 16), relu(), dense(16, 3)) has 131 parameters
 */
export const sequential = define as <const L extends readonly Layer[]>(
  ...layers: L
) => Layer<ParametersOf<L>>;
