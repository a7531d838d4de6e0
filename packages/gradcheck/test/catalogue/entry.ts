// An entry of the catalogue of bugs in backward passes: a mutant and its correct twin. A mutant counts as killed when
// it is rejected while its twin is accepted. The subject of an entry is a small map, a layer, or a model with a loss;
// whatever a mutant remembers between calls starts anew with each check.
import { createModel, type Layer, type Loss, type Pass, type Tensor } from "@nudge/core";
import {
  type DiagnosisKind,
  type FindingKind,
  type GradcheckLayerOptions,
  type GradcheckModelOptions,
  type GradcheckOptions,
  type GradcheckReport,
  gradcheck,
  gradcheckMap,
  type InputOrShape,
} from "../../src/index.ts";
import type { Tensors } from "../corpus/definition.ts";
import { drawAll, mulberry32 } from "../corpus/draw.ts";

type Kind = DiagnosisKind | FindingKind;

export interface Entry {
  /** The number of the bug in the catalogue. */
  readonly row: number;
  readonly name: string;
  /** What a helpful checker calls it, best first; empty where nothing simple describes it. */
  readonly kinds: readonly Kind[];
  /** Checks a fresh copy of the mutant. */
  mutant(options?: GradcheckOptions): GradcheckReport;
  /** Checks its correct twin on the same data. */
  twin(options?: GradcheckOptions): GradcheckReport;
}

interface Bug {
  readonly row: number;
  readonly name: string;
  readonly kinds?: readonly Kind[];
}

const labelOf = ({ row, name, kinds = [] }: Bug) => ({ row, name, kinds });

/** Two passes over named tensors. */
export interface Passes<C> {
  forward(tensors: Tensors, pass: Pass): readonly [y: Tensor, cache: C];
  /** The gradients of the checked tensors. */
  backward(dy: Tensor, cache: C, tensors: Tensors): Tensors;
}

/** A map, with its tensors as they are drawn: `*W[4,3]{-2,2}`, the star on checked ones. */
export interface DrawnMap<C> extends Passes<C> {
  readonly data: string;
  readonly seed?: number;
  /** The tensors that replace drawn ones. */
  change?(drawn: Tensors): Tensors;
}

/** Checks a map on data drawn from its own seed and that of the options. */
export function checkMap<C>(
  { data, seed = 1, change, forward, backward }: DrawnMap<C>,
  options: GradcheckOptions = {},
) {
  const { tensors: drawn, checked } = drawAll(data, mulberry32(seed + (options.seed ?? 0)));
  const all: Tensors = { ...drawn, ...change?.(drawn) };
  return gradcheckMap(
    {
      tensors: Object.fromEntries(checked.map((name) => [name, all[name]])) as Tensors,
      forward: (tensors, pass) => forward({ ...all, ...tensors }, pass),
      backward: (dy, cache: C, tensors) => backward(dy, cache, { ...all, ...tensors }),
    },
    options,
  );
}

interface MapBug<C> extends Bug {
  /** The gradients that replace right ones. */
  gradients?(right: Tensors, dy: Tensor, cache: C, tensors: Tensors): Tensors;
  /** The passes that replace right ones, made anew for each check. */
  passes?(right: Passes<C>): Partial<Passes<C>>;
}

/** Mutants of a map. */
export function bugsOfMap<C>(twin: DrawnMap<C>, bugs: readonly MapBug<NoInfer<C>>[]): Entry[] {
  return bugs.map(({ gradients, passes, ...bug }) => ({
    ...labelOf(bug),
    twin: (options) => checkMap(twin, options),
    mutant: (options) => {
      const backward: Passes<C>["backward"] = (dy, cache, tensors) => {
        const right = twin.backward(dy, cache, tensors);
        return { ...right, ...gradients?.(right, dy, cache, tensors) };
      };
      return checkMap({ ...twin, backward, ...passes?.(twin) }, options);
    },
  }));
}

interface LayerBug extends Bug {
  layer(): Layer;
}

/** Mutants of a layer, or of a layer inside it. */
export function bugsOfLayer(twin: Layer, input: InputOrShape, bugs: readonly LayerBug[]): Entry[] {
  return bugs.map(({ layer, ...bug }) => {
    const check = (subject: Layer, options?: GradcheckOptions) =>
      gradcheck(subject, { input, ...options } as GradcheckLayerOptions);
    return {
      ...labelOf(bug),
      twin: (options) => check(twin, options),
      mutant: (options) => check(layer(), options),
    };
  });
}

type Gradients<L extends Layer> = ReturnType<L["backward"]>;

/** A layer with another backward pass: `change` gets the right gradients, and gives those that replace them. */
export function spoil<L extends Layer>(
  layer: L,
  change: (
    right: Gradients<L>,
    dy: Tensor,
    cache: Parameters<L["backward"]>[1],
    parameters: Parameters<L["backward"]>[2],
  ) => { readonly [name: string]: unknown },
): L {
  return {
    ...layer,
    backward(dy: Tensor, cache: unknown, parameters: Parameters<L["backward"]>[2]) {
      const right = layer.backward(dy, cache, parameters) as Gradients<L>;
      return { ...right, ...change(right, dy, cache, parameters) };
    },
  };
}

interface LossBug<C> extends Bug {
  /** The gradient of the prediction in the place of the right one. */
  gradient(right: Tensor, cache: C): Tensor;
}

/** Mutants of a loss, checked with a network in front of it. */
export function bugsOfLoss<C>(
  twin: Loss<C>,
  layer: Layer,
  { input, target }: Omit<GradcheckModelOptions, "loss" | keyof GradcheckOptions>,
  bugs: readonly LossBug<NoInfer<C>>[],
): Entry[] {
  return bugs.map(({ gradient, ...bug }) => {
    const check = (loss: Loss<C>, options: GradcheckOptions = {}) =>
      gradcheck(createModel(layer, { seed: options.seed ?? 0 }), {
        ...options,
        input,
        target,
        loss: loss as Loss,
      });
    const mutant: Loss<C> = { ...twin, backward: (cache) => gradient(twin.backward(cache), cache) };
    return {
      ...labelOf(bug),
      twin: (options) => check(twin, options),
      mutant: (options) => check(mutant, options),
    };
  });
}
