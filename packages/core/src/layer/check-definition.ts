// What a layer or a loss is defined by: a name, and a function that builds its two passes.
import { checkArguments, kind } from "../arguments/reader.ts";
import { refusal } from "../arguments/refusal.ts";
import { outsideArena } from "../tensor/arena.ts";
import { blameFactory } from "./blame.ts";

/** It stands in errors and summaries as it is. */
const plainText = kind(
  "a string without control characters",
  (value) => typeof value === "string" && !/[\p{Cc}\p{Bidi_Control}]/u.test(value),
);

/** Throws unless a definition has a name and a function that builds passes. */
export function checkDefinition(caller: string, name: unknown, build: unknown): void {
  checkArguments(caller, plainText, { name });
  checkArguments(
    caller,
    kind("a function that gives the passes", (value) => typeof value === "function"),
    {
      build,
    },
  );
}

/** What a factory builds. Its initial values outlive a step that it may be called in: an arena would write over them. */
export function buildAs<T>(name: string, build: () => T): T {
  try {
    return outsideArena(build);
  } catch (error) {
    throw blameFactory(error, name);
  }
}

/** Throws, in the name of what is made, unless it was given both passes. */
export function checkPasses(printed: string, what: "layer" | "loss", passes: unknown): void {
  if (typeof passes !== "object" || passes === null)
    throw refusal(printed, `expected the passes of a ${what}`, passes);
  const given = passes as { readonly [name: string]: unknown };
  for (const pass of ["forward", "backward"]) {
    if (typeof given[pass] === "function") continue;
    throw new Error(`${printed}: a ${what} needs a ${pass} pass`);
  }
  for (const optional of ["surrogate", "symbolic", "probabilities"])
    if (given[optional] !== undefined && typeof given[optional] !== "function")
      throw refusal(printed, `${optional} must be a function`, given[optional]);
}
