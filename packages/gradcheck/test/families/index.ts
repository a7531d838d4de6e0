// All families of subjects that checkers misjudge.
import type { Family } from "./family.ts";

export const families: readonly Family[] = [];
