// A loss knows the rows of a batch by their place in it; training knows which rows of the data these are.
import { reword } from "./blame.ts";

type Say = (row: number) => string;
const sayings = new WeakMap<Error, { readonly row: number; readonly say: Say }>();

/** An error about a row of what was given, that can be said again of another row. */
export function rowError(row: number, say: Say): Error {
  const error = new Error(say(row));
  sayings.set(error, { row, say });
  return error;
}

/** Says an error about row k of a batch of row `placeOf(k)`, and gives the same error back; any other as it is. */
export function relocate(error: unknown, placeOf: ((row: number) => number) | undefined): unknown {
  const said = error instanceof Error ? sayings.get(error) : undefined;
  if (said === undefined || placeOf === undefined) return error;
  const { row, say } = said;
  const { message } = error as Error;
  return reword(
    error as Error,
    message.replace(say(row), () => say(placeOf(row))),
  );
}
