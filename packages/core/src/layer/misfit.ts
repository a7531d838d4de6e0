// What stands behind a layer, another layer or a loss, takes what that gives: one tensor, or tensors of the same names. What it
// takes is declared nowhere. So where it throws, it is run once more, on an input that notes what is read of it.
import { fresh } from "../tensor/fresh.ts";
import { formatNames, type Input, type Output } from "../tensor/input.ts";
import { isTensor } from "../tensor/tensor.ts";
import { reword } from "./blame.ts";

type Printed = { toString(): string };

/** The names that are read of an input, and whether all it has are listed. */
function readsOf(input: Input, run: (input: Input) => unknown) {
  const names = new Set<string>();
  let isListed = false;
  const watched = new Proxy(input, {
    get(target, name) {
      if (typeof name === "string") names.add(name);
      return Reflect.get(target, name);
    },
    ownKeys(target) {
      isListed = true;
      return Reflect.ownKeys(target);
    },
  });
  try {
    run(watched);
  } catch {
    // It is known to throw.
  }
  return { names: [...names], isListed };
}

/** What was thrown behind a layer, with what that layer gives, where it may have expected something else. */
export function misfit(
  error: unknown,
  before: Printed,
  output: Output,
  behind: Printed,
  run: (x: Input) => unknown,
): unknown {
  if (!(error instanceof Error)) return error;
  const { names, isListed } = readsOf(output, run);
  const tensor = fresh([], "float64");
  const wanted = names.filter((name) => !(name in tensor));
  const isOne = isTensor(output);
  const isMet = isOne ? wanted.length === 0 : wanted.length > 0 && wanted.every((name) => name in output);
  if (isOne && isMet && !isListed) return error;
  const given = `${isOne ? "the one output" : `the outputs ${formatNames(Object.keys(output))}`} of ${before}`;
  if (isMet || isListed) return reword(error, `${error.message}; what came is ${given}`);
  const expected = wanted.length > 0 ? formatNames(wanted) : "one tensor";
  return reword(error, `${behind}: expected ${expected}, got ${given}`);
}
