import type { Finding } from "../trial.ts";
import { convnetjs } from "./convnetjs.ts";
import { mlFnn } from "./ml-fnn.ts";
import { neataptic } from "./neataptic.ts";
import { synaptic } from "./synaptic.ts";

/** By the name of the library. */
export const findings: Readonly<Record<string, readonly Finding[]>> = {
  convnetjs,
  "ml-fnn": mlFnn,
  neataptic,
  synaptic,
};
