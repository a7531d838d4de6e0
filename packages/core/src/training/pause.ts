// Long work is a generator that stops where it may pause: some go through it at once, others let the event loop go on.

/** Work that comes to T, with places to pause. */
export type Work<T> = Generator<void, T, void>;

/** What work comes to, without a pause. */
export function drain<T>(work: Work<T>): T {
  let next = work.next();
  while (!next.done) next = work.next();
  return next.value;
}
