import type { Library } from "../trial.ts";
import { brain } from "./brain.ts";
import { convnetjs } from "./convnetjs.ts";
import { jaxJs } from "./jax-js.ts";
import { jsPytorch } from "./js-pytorch.ts";
import { mathjs } from "./mathjs.ts";
import { mlFnn } from "./ml-fnn.ts";
import { neataptic } from "./neataptic.ts";
import { nlpjs } from "./nlpjs.ts";
import { pytorch } from "./pytorch.ts";
import { synaptic } from "./synaptic.ts";
import { tfjsCore } from "./tfjs-core.ts";

export const libraries: readonly Library[] = [
  tfjsCore,
  jaxJs,
  convnetjs,
  brain,
  synaptic,
  neataptic,
  mlFnn,
  jsPytorch,
  nlpjs,
  mathjs,
  pytorch,
];
