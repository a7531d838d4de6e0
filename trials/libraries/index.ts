import type { Library } from "../trial.ts";
import { jsPytorch } from "./js-pytorch.ts";
import { mathjs } from "./mathjs.ts";

export const libraries: readonly Library[] = [jsPytorch, mathjs];
