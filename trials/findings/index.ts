import type { Finding } from "../trial.ts";
import { findings as jsPytorch } from "./js-pytorch.ts";
import { findings as mathjs } from "./mathjs.ts";
import { findings as nlpjs } from "./nlpjs.ts";

/** By the name of the library. */
export const findings: Readonly<Record<string, readonly Finding[]>> = {
  "js-pytorch": jsPytorch,
  mathjs,
  nlpjs,
};
