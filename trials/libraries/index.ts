import type { Library } from "../trial.ts";
import { jaxJs } from "./jax-js.ts";
import { tfjsCore } from "./tfjs-core.ts";

export const libraries: readonly Library[] = [tfjsCore, jaxJs];
