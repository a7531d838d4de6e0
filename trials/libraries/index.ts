import type { Library } from "../trial.ts";
import { brain } from "./brain.ts";
import { convnetjs } from "./convnetjs.ts";
import { mlFnn } from "./ml-fnn.ts";
import { neataptic } from "./neataptic.ts";
import { synaptic } from "./synaptic.ts";

export const libraries: readonly Library[] = [brain, convnetjs, mlFnn, neataptic, synaptic];
