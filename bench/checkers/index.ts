import { nudgeGradcheck, nudgeWithoutShortcuts } from "./nudge.ts";
import { plainLoop } from "./plain-loop.ts";

export const checkers = [nudgeGradcheck, nudgeWithoutShortcuts, plainLoop];
