// All families of subjects that checkers misjudge.
import { batchSize } from "./batch-size.ts";
import { edges } from "./edges.ts";
import { exceptions } from "./exceptions.ts";
import type { Family } from "./family.ts";
import { keptState } from "./kept-state.ts";
import { narrow } from "./narrow.ts";
import { sharedKinks } from "./shared-kinks.ts";
import { ties } from "./ties.ts";

export const families: readonly Family[] = [
  keptState,
  batchSize,
  edges,
  exceptions,
  sharedKinks,
  ties,
  narrow,
];
