// All families of subjects that checkers misjudge.
import { batchSize } from "./batch-size.ts";
import { edges } from "./edges.ts";
import { exceptions } from "./exceptions.ts";
import type { Family } from "./family.ts";
import { hiddenByUpstream } from "./hidden-by-upstream.ts";
import { keptState } from "./kept-state.ts";

export const families: readonly Family[] = [keptState, batchSize, hiddenByUpstream, edges, exceptions];
