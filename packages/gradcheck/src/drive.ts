// Drains a check: at once, or in chunks between which the event loop goes on.
import type { Progress } from "./check.ts";

/** Runs a check to its end. */
export function drain<T>(steps: Generator<Progress, T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** Options of the `Async` twins. */
export interface AsyncOptions {
  /** Stops the check; the promise then rejects with the reason. */
  signal?: AbortSignal;
  /** Called about fifty times a second while the check runs. */
  onProgress?: (progress: Progress) => void;
}

const slice = 20;

/** Runs a check in slices of 20 ms and lets the event loop go on in between. */
export async function drainAsync<T>(
  steps: Generator<Progress, T>,
  { signal, onProgress }: AsyncOptions,
): Promise<T> {
  try {
    for (;;) {
      signal?.throwIfAborted();
      const until = performance.now() + slice;
      let step = steps.next();
      while (!step.done && performance.now() < until) step = steps.next();
      if (step.done) return step.value;
      onProgress?.(step.value);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  } finally {
    steps.return(undefined as never);
  }
}
