import { brain } from "./brain.ts";
import type { Contestant } from "./contestant.ts";
import { convnetjs } from "./convnetjs.ts";
import { jaxJs } from "./jax-js.ts";
import { mlFnn } from "./ml-fnn.ts";
import { neataptic } from "./neataptic.ts";
import { nudge } from "./nudge.ts";
import { synaptic } from "./synaptic.ts";
import { tfjs } from "./tfjs.ts";

export const contestants: readonly Contestant[] = [
  nudge("float64"),
  nudge("float32"),
  synaptic,
  brain,
  jaxJs("float64"),
  jaxJs("float32"),
  tfjs("wasm"),
  tfjs("cpu"),
  convnetjs,
  mlFnn,
  neataptic,
];
