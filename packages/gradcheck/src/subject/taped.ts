// What the functions of a library with an autograd gave, read as if it came from a stranger.
import { describeReturned, isPromise, isTensorLike, type TensorLike } from "./form.ts";

/** Numbers in any form. */
export function expectNumbers<N extends TensorLike>(what: string, numbers: N): N {
  if (isTensorLike(numbers)) return numbers;
  throw new TypeError(`${what} must give a number or arrays of them, got ${describeReturned(numbers)}`);
}

/** What is there at once. */
export function expectNow<V>(what: string, variable: V): V {
  if (!isPromise(variable)) return variable;
  throw new TypeError(`${what} must give its output at once, got ${describeReturned(variable)}`);
}

/** A gradient for each variable. */
export function expectEach(what: string, given: unknown, { length }: readonly unknown[]): void {
  if (Array.isArray(given) && given.length === length) return;
  const expected = `an array of ${length}, one for each variable`;
  const got = Array.isArray(given) ? `one of ${given.length}` : describeReturned(given);
  throw new TypeError(`${what} must give ${expected}, got ${got}`);
}
