// The catalogue of bugs in backward passes. Rows are numbered 1 to 80; two are left out.
import { activations } from "./activations.ts";
import { broadcasting } from "./broadcasting.ts";
import { dropouts } from "./dropout.ts";
import type { Entry } from "./entry.ts";
import { graphs } from "./graph.ts";
import { losses } from "./losses.ts";
import { normalisations } from "./normalisation.ts";
import { places } from "./places.ts";
import { precision } from "./precision.ts";
import { regularisation } from "./regularisation.ts";
import { sequences } from "./sequences.ts";
import { softmaxes } from "./softmax.ts";
import { states } from "./state.ts";

export const catalogue: readonly Entry[] = [
  ...broadcasting,
  ...losses,
  ...activations,
  ...softmaxes,
  ...regularisation,
  ...dropouts,
  ...normalisations,
  ...graphs,
  ...places,
  ...sequences,
  ...states,
  ...precision,
].toSorted((a, b) => a.row - b.row);

/** Rows without a mutant, and why. */
export const leftOut: ReadonlyMap<number, string> = new Map([
  [69, "gradients stored in float32 are right, and get a note"],
  [77, "a wrong forward with its own right derivative cannot be seen: the check is of the pair"],
]);

export interface KillRate {
  readonly mutants: number;
  /** Mutants that were rejected while their twin was accepted. */
  readonly killed: number;
  readonly survivors: readonly string[];
}

/** How many mutants of the catalogue the checker kills. */
export function killRate(): KillRate {
  const survivors = catalogue.filter(
    ({ mutant, twin }) => mutant().verdict !== "fail" || twin().verdict !== "pass",
  );
  return {
    mutants: catalogue.length,
    killed: catalogue.length - survivors.length,
    survivors: survivors.map(({ row, name }) => `${row}: ${name}`),
  };
}
