// A layer is defined by its two passes; `defineLayer` infers its types, makes it print as code, and sees to it that
// an error inside a pass names the layer.

import { describe } from "../arguments/describe.ts";
import { named, printCall } from "../arguments/print-call.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { blame } from "./blame.ts";
import { buildAs, checkDefinition, checkPasses } from "./check-definition.ts";
import type { Definition, Forward, Initial, InitialTree, Input, InputGradient, Layer } from "./contract.ts";
import { freeze } from "./kernel-of.ts";
import { OutputShapes } from "./output-shapes.ts";
import { rememberSymbolic } from "./symbolic-of.ts";

/**
 * Makes a factory of layers from a function that builds their two passes.
 *
 * `forward` returns `[output, cache]`, or `[output, cache, buffersAfter]`; `backward` returns the gradient of `input`
 * and of each parameter under its own name. A parameter may not be called `input`. Options of a factory need a type
 * annotation: `({ epsilon = 1e-5 }: { epsilon?: number } = {})`. Several outputs go by name, `[{ hidden, cell }, cache]`, and
 * `backward` gets their gradients under these names. Both passes throw, in the name of the layer and the output, where an
 * output is no tensor, and where a gradient has not the shape of its output.
 *
 * @example
 * import { defineLayer, multiply, ones, sum } from "@nudge/core";
 *
 * // y = x * gain      x: [n, size]  gain: [size]  ->  y: [n, size]
 * const scale = defineLayer("scale", (size: number) => ({
 *   parameters: { gain: ones([size]) },
 *   forward: (x, { gain }) => [multiply(x, gain), x],
 *   backward: (dy, x, { gain }) => ({ input: multiply(dy, gain), gain: sum(multiply(dy, x), 0) }),
 * }));
 * console.log(`${scale(3)}`);
 * // scale(3)
 */
export function defineLayer<
  A extends readonly unknown[],
  R extends Forward<B>,
  // biome-ignore lint/complexity/noBannedTypes: the type of a tree without entries
  P extends InitialTree = {},
  // biome-ignore lint/complexity/noBannedTypes: the type of a tree without entries
  B extends InitialTree = {},
  I extends Input = Tensor,
  G extends InputGradient<I> = InputGradient<I>,
>(
  name: string,
  build: (...args: A) => Definition<P, R, B, I, G>,
): (...args: A) => Layer<P, R[1], B, I, G, R[0]> {
  checkDefinition("defineLayer", name, build);
  return named(name, (...args) => {
    const definition = buildAs(name, () => build(...args));
    const printed = printCall(name, args);
    checkPasses(printed, "layer", definition);
    const parameters: { readonly [name: string]: Initial | InitialTree | undefined } =
      definition.parameters ?? {};
    if ("input" in parameters) {
      throw new Error(
        `${printed}: a parameter may not be called "input", the name of the gradient of the input`,
      );
    }
    const shapes = new OutputShapes();
    const layer: Layer<P, R[1], B, I, G, R[0]> = {
      name,
      args: Object.freeze(args),
      parameters: Object.freeze({ ...parameters }) as P,
      buffers: Object.freeze({ ...definition.buffers }) as B,
      children: Object.freeze([...(definition.children ?? [])]),
      forward(input, values, pass, buffers) {
        try {
          const returned = definition.forward(input, values, pass, buffers);
          if (Array.isArray(returned)) {
            shapes.note(returned[1], returned[0]);
            return returned;
          }
          throw new TypeError(`forward must return [output, cache], got ${describe(returned)}`);
        } catch (error) {
          throw blame(error, layer);
        }
      },
      backward(outputGradient, cache, values, needs = { input: true }) {
        try {
          shapes.check(cache, outputGradient);
          return definition.backward(outputGradient, cache, values, needs);
        } catch (error) {
          throw blame(error, layer);
        }
      },
      ...(definition.surrogate && { surrogate: definition.surrogate }),
      toString: () => printed,
    };
    rememberSymbolic(layer, definition.symbolic);
    return freeze(layer, definition.kernel);
  });
}
