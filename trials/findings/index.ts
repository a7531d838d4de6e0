import type { Finding } from "../trial.ts";
import { findings as jsPytorch } from "./js-pytorch.ts";
import { findings as mathjs } from "./mathjs.ts";

/** By the name of the library. */
export const findings: Readonly<Record<string, readonly Finding[]>> = {
  "js-pytorch": jsPytorch,
  mathjs,
};
