// y = f_k(... f_1(f_0(x)))      each layer takes the output of the one before it
import {
  type Dtype,
  defineLayer,
  type InitialTree,
  type Input,
  type InputGradient,
  isTensor,
  type Layer,
  type Output,
  type OutputGradient,
  type Tensor,
  type Values,
  zeros,
} from "@nudge/core";
import { childrenOf, describeTensors, formatNames, runChild } from "@nudge/core/internal";
import { type Composite, expectLayers, type Numbered, numbered, type OutputOf } from "./children.ts";

type Gradients = { readonly input: InputGradient<Input> } & Numbered<Values<InitialTree>>;

/**
 * The gradient that layer k gives of its input, as that of the output of the layer before it. Several outputs take one of each;
 * null, that of whole numbers, is 0 to the output that they came from.
 */
function asOutputGradient(
  layers: readonly Layer[],
  k: number,
  gradient: InputGradient<Input>,
  output: Output,
): OutputGradient<Output> {
  if (isTensor(gradient) && isTensor(output)) return gradient;
  const given = Object.values(isTensor(gradient) ? [gradient] : (gradient ?? {}));
  if (given.every((one) => one === null))
    throw new Error(`layer ${k}, ${layers[k]}, gives no input gradient`);
  if (isTensor(output)) return gradient as OutputGradient<Output>;
  const names = Object.keys(output);
  const named: { readonly [name: string]: Tensor | null } = isTensor(gradient) ? {} : (gradient ?? {});
  if (`${Object.keys(named).sort()}` !== `${[...names].sort()}`) {
    const [before, got] = [`layer ${k - 1}, ${layers[k - 1]}`, describeTensors(gradient)];
    throw new Error(
      `layer ${k}, ${layers[k]}, must give the gradients of ${formatNames(names)}, the outputs of ${before}, got ${got}`,
    );
  }
  return Object.fromEntries(
    names.map((name) => [name, named[name] ?? zeros(output[name].shape, output[name].dtype as Dtype)]),
  );
}

const define = /* @__PURE__ */ defineLayer("sequential", (...layers: readonly Layer[]) => {
  expectLayers("sequential", layers);
  return {
    parameters: numbered(layers.map((layer) => layer.parameters)),
    buffers: numbered(layers.map((layer) => layer.buffers)),
    children: layers,
    kernel: { kind: "sequence" },

    forward: (input: Input, parameters, pass, buffers) => {
      let x: Output = input;
      const steps = childrenOf(layers, parameters, pass, buffers).map((child, k) => {
        const step = runChild(child, x, layers[k - 1]);
        x = step[0];
        return step;
      });
      const buffersAfter = numbered(steps.map(([, , after], k) => after ?? buffers[k]));
      return [x, steps, buffersAfter];
    },

    symbolic: (x, parameters, graph, buffers) =>
      layers.reduce((y, layer, k) => graph.apply(layer, y, parameters[k], buffers[k]), x),

    // The chain rule, from the last layer to the first: the input of layer k is the output of layer k - 1, and so
    // the gradient that comes out of one is what goes into the other.
    backward: (dy, steps, parameters, needs) => {
      let dOutput: OutputGradient<Output> = dy;
      let dInput: InputGradient<Input> = null;
      const gradients: Values<InitialTree>[] = [];
      for (let k = layers.length - 1; k >= 0; k--) {
        const { input, ...own } = layers[k].backward(
          dOutput,
          steps[k][1],
          parameters[k],
          k > 0 ? undefined : needs,
        );
        gradients[k] = own;
        dInput = input;
        if (k > 0) dOutput = asOutputGradient(layers, k, input, steps[k - 1][0]);
      }
      return { input: dInput, ...numbered(gradients) } as Gradients;
    },
  };
});

/**
 * Layers one after another: the output of each is the input of the next; several outputs are inputs of the same names.
 *
 * The parameters of layer k are under `k`, counted from 0, and its random numbers come from the k-th fork of the
 * pass's stream. A layer listed twice has two sets of parameters. Throws without layers, when an argument is none, and,
 * naming both, when a layer does not take what the one before it gives.
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
) => Composite<L, OutputOf<L>>;
