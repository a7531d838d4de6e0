import type { Library } from "../trial.ts";

export const libraries: readonly Library[] = [];
