import type { Finding } from "../trial.ts";
import { jaxJs } from "./jax-js.ts";
import { tfjsCore } from "./tfjs-core.ts";

/** By the name of the library. */
export const findings: Readonly<Record<string, readonly Finding[]>> = {
  "jax-js": jaxJs,
  "tfjs-core": tfjsCore,
};
