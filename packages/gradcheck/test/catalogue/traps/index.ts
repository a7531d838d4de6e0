// Correct maps that are hard to judge, and mutants that hide in them; not one of the corpus.
import { harmless } from "./harmless.ts";
import { kinks } from "./kinks.ts";
import { limits } from "./limits.ts";
import { scales } from "./scales.ts";
import type { Trap } from "./trap.ts";

export const traps: readonly Trap[] = [...scales, ...limits, ...kinks, ...harmless];
