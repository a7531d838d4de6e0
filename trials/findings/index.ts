import type { Finding } from "../trial.ts";
import { brain } from "./brain.ts";
import { convnetjs } from "./convnetjs.ts";
import { jaxJs } from "./jax-js.ts";
import { jsPytorch } from "./js-pytorch.ts";
import { mathjs } from "./mathjs.ts";
import { mlFnn } from "./ml-fnn.ts";
import { neataptic } from "./neataptic.ts";
import { nlpjs } from "./nlpjs.ts";
import { synaptic } from "./synaptic.ts";
import { tfjsCore } from "./tfjs-core.ts";

/** By the name of the library. */
export const findings: Readonly<Record<string, readonly Finding[]>> = {
  "brain.js": brain,
  convnetjs,
  "js-pytorch": jsPytorch,
  mathjs,
  "ml-fnn": mlFnn,
  neataptic,
  nlpjs,
  synaptic,
  "jax-js": jaxJs,
  "tfjs-core": tfjsCore,
};
