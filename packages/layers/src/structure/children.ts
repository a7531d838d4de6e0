// What layers that hold other layers have in common: their children are counted from 0, in every tree.
import type { InitialTree, Layer } from "@nudge/core";
import { describe, printCall } from "@nudge/core/internal";

/** The parameters of layers inside a layer: each one's own under its number, counted from 0. */
export type ParametersOf<L extends readonly Layer[]> = number extends L["length"]
  ? InitialTree
  : { readonly [K in keyof L as K & `${number}`]: L[K] extends Layer ? L[K]["parameters"] : never };

/** One value for each layer, under the layer's number. */
export type Numbered<T> = { readonly [number: string]: T };

export const numbered = <T>(values: readonly T[]): Numbered<T> => Object.fromEntries(values.entries());

/** Throws unless all of `layers` are layers, and there is at least one. */
export function expectLayers(name: string, layers: readonly unknown[]): void {
  if (layers.length === 0) throw new Error(`${name}: expected at least one layer, got none`);
  for (const [k, layer] of layers.entries()) {
    if (typeof (layer as Layer | null | undefined)?.forward === "function") continue;
    const got =
      typeof layer === "function"
        ? 'a function: are its "()" missing?'
        : Array.isArray(layer)
          ? `an array: did you mean ${printCall(name, layer)}?`
          : describe(layer);
    throw new Error(`${name}: expected layer ${k} to be a layer, got ${got}`);
  }
}
