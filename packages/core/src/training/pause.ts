// Long work is a generator that stops where it may pause: some go through it at once, others let the event loop go on.

/** Work that comes to T, with places to pause. */
export type Work<T> = Generator<void, T, void>;

/** What work comes to, without a pause. */
export function drain<T>(work: Work<T>): T {
  let next = work.next();
  while (!next.done) next = work.next();
  return next.value;
}

/** A function that is called between two pieces of work, and now and then gives a promise to wait for. */
export type Pause = () => Promise<void> | undefined;

/** What work comes to, with pauses. */
export async function drainWith<T>(pause: Pause, work: Work<T>): Promise<T> {
  let next = work.next();
  for (; !next.done; next = work.next()) await pause();
  return next.value;
}

/** How long the event loop may wait, in milliseconds. */
const longestWait = 10;

/** Calls a function when the event loop has gone round. A timer, which every host has, takes a millisecond or more. */
function afterTurn(f: () => void): void {
  const { setImmediate } = globalThis as { setImmediate?: (f: () => void) => void };
  if (setImmediate === undefined) setTimeout(f, 0);
  else setImmediate(f);
}

/** Pauses for the event loop to go round, every 10 ms. */
export function pauses(): Pause {
  let until = performance.now() + longestWait;
  return () => {
    if (performance.now() < until) return undefined;
    return new Promise((resolve) =>
      afterTurn(() => {
        until = performance.now() + longestWait;
        resolve();
      }),
    );
  };
}
