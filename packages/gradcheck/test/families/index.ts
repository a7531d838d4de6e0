// All families of subjects that checkers misjudge.
import { batchSize } from "./batch-size.ts";
import { byDirections } from "./by-directions.ts";
import { cancellation } from "./cancellation.ts";
import { edges } from "./edges.ts";
import { exceptions } from "./exceptions.ts";
import type { Family } from "./family.ts";
import { float32 } from "./float32.ts";
import { grids } from "./grids.ts";
import { hiddenByUpstream } from "./hidden-by-upstream.ts";
import { keptState } from "./kept-state.ts";
import { mixedPrecision } from "./mixed-precision.ts";
import { narrow } from "./narrow.ts";
import { rest } from "./rest.ts";
import { sharedKinks } from "./shared-kinks.ts";
import { ties } from "./ties.ts";

export const families: readonly Family[] = [
  keptState,
  batchSize,
  hiddenByUpstream,
  edges,
  exceptions,
  sharedKinks,
  ties,
  narrow,
  mixedPrecision,
  cancellation,
  grids,
  float32,
  rest,
  byDirections,
];
