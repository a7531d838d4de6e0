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

/** The parameters of a sequence: each layer's own under its number, counted from 0. */
export type ParametersOf<L extends readonly Layer[]> = number extends L["length"]
  ? InitialTree
  : { readonly [K in keyof L as K & `${number}`]: L[K] extends Layer ? L[K]["parameters"] : never };

/** One value for each layer, under the layer's number. */
type Numbered<T> = { readonly [number: string]: T };

type Gradients = { readonly input: InputGradient<Input> } & Numbered<Values<InitialTree>>;

const numbered = <T>(values: readonly T[]): Numbered<T> => Object.fromEntries(values.entries());

function expectLayers(layers: readonly unknown[]): void {
  if (layers.length === 0) throw new Error("sequential: expected at least one layer, got none");
  for (const [k, layer] of layers.entries()) {
    if (typeof (layer as Layer | null | undefined)?.forward === "function") continue;
    const got = typeof layer === "function" ? 'a function: are its "()" missing?' : String(layer);
    throw new Error(`sequential: expected layer ${k} to be a layer, got ${got}`);
  }
}

const define = defineLayer("sequential", (...layers: readonly Layer[]) => {
  expectLayers(layers);
  return {
    parameters: numbered(layers.map((layer) => layer.parameters)),
    buffers: numbered(layers.map((layer) => layer.buffers)),
    children: layers,
    chained: true,

    forward: (input: Input, parameters, { training, rng }, buffers) => {
      let x = input;
      const steps = layers.map((layer, k) => {
        const step = layer.forward(x, parameters[k], { training, rng: rng.fork() }, buffers[k]);
        x = step[0];
        return step;
      });
      const caches = steps.map(([, cache]) => cache);
      const buffersAfter = numbered(steps.map(([, , after], k) => after ?? buffers[k]));
      return [x as Tensor, caches, buffersAfter];
    },

    // The chain rule, from the last layer to the first: the input of layer k is the output of layer k - 1, and so
    // the gradient that comes out of one is what goes into the other.
    backward: (dy, caches, parameters) => {
      let gradient: InputGradient<Input> = dy;
      const gradients: Values<InitialTree>[] = [];
      for (let k = layers.length - 1; k >= 0; k--) {
        if (!isTensor(gradient)) throw new Error(`layer ${k + 1}, ${layers[k + 1]}, gives no input gradient`);
        const { input, ...own } = layers[k].backward(gradient, caches[k], parameters[k]);
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
