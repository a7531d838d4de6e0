// What layers that hold other layers have in common: their children are counted from 0, in every tree.
import type { InitialTree, Input, InputGradient, Layer, Output, Tensor } from "@nudge/core";
import { isLayer, made, printCall, refusal } from "@nudge/core/internal";

/** The parameters of layers inside a layer: each one's own under its number, counted from 0. */
export type ParametersOf<L extends readonly Layer[]> = number extends L["length"]
  ? InitialTree
  : { readonly [K in keyof L as K & `${number}`]: L[K] extends Layer ? L[K]["parameters"] : never };

/** What the last of layers gives: the output of a sequence of them. */
export type OutputOf<L extends readonly Layer[]> = L extends readonly [...Layer[], infer Last extends Layer]
  ? ReturnType<Last["forward"]>[0]
  : Output;

/** A layer made of others, with their parameters. */
export type Composite<L extends readonly Layer[], O extends Output = Tensor> = Layer<
  ParametersOf<L>,
  unknown,
  InitialTree,
  Input,
  InputGradient<Input>,
  O
>;

/** One value for each layer, under the layer's number. */
export type Numbered<T> = { readonly [number: string]: T };

export const numbered = <T>(values: readonly T[]): Numbered<T> => Object.fromEntries(values.entries());

/** Throws unless all of `layers` are layers, and there is at least one. */
export function expectLayers(name: string, layers: readonly unknown[]): void {
  if (layers.length === 0) throw new Error(`${name}: expected at least one layer, got none`);
  for (const [k, layer] of layers.entries()) {
    if (Array.isArray(layer)) {
      const hint = isLayer(layer[0]) ? `: did you mean ${printCall(name, layer)}?` : "";
      throw refusal(name, `layer ${k} must be a layer`, layer, hint);
    }
    made("a layer", isLayer).read(name, `layer ${k}`, layer);
  }
}
