// Drains a check: at once, or in chunks between which the event loop goes on.
import type { Progress, Steps } from "../words/progress.ts";

/** Runs a check to its end. */
export function drain<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** Options of the `Async` twins. */
export interface AsyncOptions {
  /** Stops the check; the promise then rejects with the reason. */
  signal?: AbortSignal;
  /** Called about fifty times a second while the check runs, and at its end. */
  onProgress?: (progress: Progress) => void;
}

const slice = 20;

/**
 * Runs a check in slices of 20 ms and lets the event loop go on in between. When the signal is aborted, it stops and
 * gives what was found so far.
 */
export async function drainUntil<T>(steps: Steps<T>, { signal, onProgress }: AsyncOptions): Promise<T> {
  let progress: Progress | undefined;
  try {
    for (;;) {
      const until = performance.now() + slice;
      let step = steps.next(signal?.aborted);
      for (; !step.done && performance.now() < until; step = steps.next(signal?.aborted))
        progress = step.value;
      if (!step.done) progress = step.value;
      if (progress !== undefined) onProgress?.(progress);
      if (step.done) return step.value;
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  } finally {
    steps.return(undefined as never);
  }
}

/** Runs a check in slices of 20 ms. Rejects with the reason of the signal when that is aborted. */
export async function drainAsync<T>(steps: Steps<T>, options: AsyncOptions): Promise<T> {
  options.signal?.throwIfAborted();
  const result = await drainUntil(steps, options);
  options.signal?.throwIfAborted();
  return result;
}
