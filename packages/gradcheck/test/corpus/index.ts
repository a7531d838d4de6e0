// The corpus: correct cases, some of them hard to judge, and mutants that a gradient checker should reject.
// A case is a differentiable map Y of named tensors with its backward pass. Under test is L = Σ c ⊙ Y, where the
// upstream gradient c is drawn from {0.5,1.5}, or is 1 where Y is a scalar. A mutant has the data and the formulas of
// its correct twin, but for one bug. Shifting the seed gives as many other corpora as one likes.
import { ones, type Tensor } from "@nudge/core";
import * as linear from "./bases/linear.ts";
import * as losses from "./bases/losses.ts";
import * as networks from "./bases/networks.ts";
import * as places from "./bases/places.ts";
import * as pointwise from "./bases/pointwise.ts";
import * as rows from "./bases/rows.ts";
import * as sequence from "./bases/sequence.ts";
import type { Definition, Diagnosis, Group, Passes, Tensors } from "./definition.ts";
import { drawAll, drawTensor, mulberry32 } from "./draw.ts";
import { linearMutants } from "./mutants/linear.ts";
import { lossMutants } from "./mutants/losses.ts";
import { networkMutants } from "./mutants/networks.ts";
import { placeMutants } from "./mutants/places.ts";
import { pointwiseMutants } from "./mutants/pointwise.ts";
import { rowMutants } from "./mutants/rows.ts";
import { sequenceMutants } from "./mutants/sequence.ts";
import { stateMutants } from "./mutants/state.ts";
import * as harmless from "./traps/harmless.ts";
import * as kinks from "./traps/kinks.ts";
import * as limits from "./traps/limits.ts";
import * as scales from "./traps/scales.ts";

/** A differentiable map of named tensors, as the checker takes it. */
interface MapSubject extends Passes<unknown> {
  readonly name: string;
  readonly tensors: Tensors;
}

/** What a check starts from. */
interface Instance {
  readonly subject: MapSubject;
  readonly upstream: Tensor;
  /** The drawn tensors that are not checked. */
  readonly constants: Tensors;
}

export interface CorpusCase {
  readonly name: string;
  readonly kind: "correct" | "bug";
  /** The correct twin of a mutant. */
  readonly parent?: string;
  readonly group: Group;
  readonly plain: boolean;
  readonly trap: boolean;
  readonly seed: number;
  /** What makes a trap hard, or what the bug is. */
  readonly note: string;
  readonly diagnosis?: Diagnosis;
  /** Returned over right, where the diagnosis is a factor. */
  readonly factor?: number;
  readonly alternatives: readonly Diagnosis[];
  /** A mutant whose first gradient may be right. */
  readonly sideEffect: boolean;
  /** A fresh instance, with its own data, counters, generators and buffers. */
  build(seedOffset?: number): Instance;
}

function build(definition: Definition, seedOffset: number): Instance {
  const uniform = mulberry32(definition.seed + seedOffset);
  const { tensors, checked } = drawAll(definition.data, uniform);
  const all: Tensors = { ...tensors, ...definition.change(tensors) };
  const select = (wanted: boolean) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => checked.includes(name) === wanted));
  const constants = select(false);

  // The twin says how large the output is, so that the instance itself has not run yet.
  const [Y] = (definition.parent ?? definition).instance().forward(all);
  const [low, high] = definition.bug?.upstream ?? [0.5, 1.5];
  const upstream = Y.shape.length === 0 ? ones([]) : drawTensor(Y.shape, low, high, uniform);

  const passes = definition.instance();
  const subject: MapSubject = {
    name: "subject",
    tensors: select(true),
    forward: (given) => passes.forward({ ...constants, ...given }),
    backward: (G, cache, given) => passes.backward(G, cache, { ...constants, ...given }),
  };
  return { subject, upstream, constants };
}

function toCase(definition: Definition): CorpusCase {
  const { name, seed, group, note = "", bug, parent } = definition;
  return {
    name,
    kind: bug ? "bug" : "correct",
    parent: parent?.name,
    group,
    plain: group === "plain",
    trap: group === "trap",
    seed,
    note: bug?.bug ?? note,
    diagnosis: bug?.diagnosis,
    factor: bug?.factor,
    alternatives: bug?.alternatives ?? [],
    sideEffect: group === "state",
    build: (seedOffset = 0) => build(definition, seedOffset),
  };
}

const isDefinition = (exported: unknown): exported is Definition =>
  typeof exported === "object" && exported !== null && "instance" in exported;

const bases = [linear, pointwise, rows, losses, networks, sequence, places];
const traps = [kinks, scales, limits, harmless];

const correct = [...bases, ...traps]
  .flatMap((family) => Object.values<unknown>(family))
  .filter(isDefinition)
  .filter(({ counted }) => counted);

const mutants = [
  ...linearMutants,
  ...pointwiseMutants,
  ...rowMutants,
  ...lossMutants,
  ...networkMutants,
  ...sequenceMutants,
  ...placeMutants,
  ...stateMutants,
];

/** 78 correct cases and 90 mutants. */
export const cases: readonly CorpusCase[] = [...correct, ...mutants].map(toCase);
