// Runs a check to its end: at once, or in slices of time between which the event loop goes on.
import { outsideArena } from "@nudge/core/internal";
import type { GradcheckProgress, Steps } from "../words/progress.ts";
import type { GradcheckReport, Verb } from "../words/report.ts";
import { type Kind, kindsOf } from "./kinds.ts";
import type { GradcheckAsyncOptions } from "./options.ts";
import { prepare } from "./prepare.ts";
import { asyncOptions } from "./readers.ts";

/** Takes all steps of a check. */
export function drain<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** How long the event loop may wait, in milliseconds. */
const longestWait = 20;

/**
 * Takes the steps of a check in slices of 20 ms and lets the event loop go on in between. When the signal is aborted, it
 * stops and gives what was found so far.
 */
export async function drainInSlices<T>(
  steps: Steps<T>,
  { signal, onProgress }: GradcheckAsyncOptions,
): Promise<T> {
  let progress: GradcheckProgress | undefined;
  try {
    for (;;) {
      const until = performance.now() + longestWait;
      // A check may begin in a step of training, whose memory is written over before the check is through.
      const step = outsideArena(() => {
        let next = steps.next(signal?.aborted);
        for (; !next.done && performance.now() < until; next = steps.next(signal?.aborted))
          progress = next.value ?? progress;
        return next;
      });
      if (!step.done) progress = step.value ?? progress;
      if (progress !== undefined) onProgress?.(progress);
      if (step.done) return step.value;
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  } finally {
    steps.return(undefined as never);
  }
}

/** Checks a subject of one of these kinds at once; `caller` is how refusals begin. */
export function check(
  caller: string,
  kinds: readonly Kind[],
  subject: unknown,
  options: unknown,
): GradcheckReport {
  return outsideArena(() => drain(prepare(caller, kinds, subject, options)));
}

/** The same in slices. Rejects with the reason of the signal when that is aborted. */
export async function checkAsync(
  caller: string,
  kinds: readonly Kind[],
  subject: unknown,
  options: GradcheckAsyncOptions | undefined,
): Promise<GradcheckReport> {
  const steps = outsideArena(() => prepare(caller, kinds, subject, options, asyncOptions));
  const { signal, onProgress } = options ?? {};
  signal?.throwIfAborted();
  const report = await drainInSlices(steps, { signal, onProgress });
  signal?.throwIfAborted();
  return report;
}

/** What a verb does. */
export const run = (verb: Verb, subject: unknown, options: unknown): GradcheckReport =>
  check(verb, kindsOf(verb), subject, options);

/** What the `Async` twin of a verb does. */
export const runAsync = (
  verb: Verb,
  subject: unknown,
  options: GradcheckAsyncOptions | undefined,
): Promise<GradcheckReport> => checkAsync(`${verb}Async`, kindsOf(verb), subject, options);
