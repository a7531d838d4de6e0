import type { Finding } from "../trial.ts";

/** By the name of the library. */
export const findings: Readonly<Record<string, readonly Finding[]>> = {};
