// Correct maps that are hard to judge, and mutants that hide in them; not one of the corpus.
import { draws } from "./draws.ts";
import { inexact } from "./inexact.ts";
import { kinks } from "./kinks.ts";
import { masks } from "./masks.ts";
import { memory } from "./memory.ts";
import { networks } from "./networks.ts";
import { scales } from "./scales.ts";
import { shapes } from "./shapes.ts";
import { steep } from "./steep.ts";
import type { Trap } from "./trap.ts";
import { unused } from "./unused.ts";

export const traps: readonly Trap[] = [
  ...scales,
  ...steep,
  ...masks,
  ...unused,
  ...kinks,
  ...networks,
  ...inexact,
  ...memory,
  ...draws,
  ...shapes,
];
