import type { Library } from "../trial.ts";
import { brain } from "./brain.ts";
import { convnetjs } from "./convnetjs.ts";
import { jaxJs } from "./jax-js.ts";
import { mlFnn } from "./ml-fnn.ts";
import { neataptic } from "./neataptic.ts";
import { synaptic } from "./synaptic.ts";
import { tfjsCore } from "./tfjs-core.ts";

export const libraries: readonly Library[] = [brain, convnetjs, jaxJs, mlFnn, neataptic, synaptic, tfjsCore];
