// Unknown options are refused, with the one that was probably meant.
import { describe } from "./describe.ts";

/** The least number of letters to insert, delete or replace to make one word of the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

function nearest(word: string, candidates: readonly string[]): string | undefined {
  const near = (candidate: string) => distance(word.toLowerCase(), candidate.toLowerCase());
  const [best] = [...candidates].sort((a, b) => near(a) - near(b));
  return best !== undefined && near(best) <= Math.ceil(word.length / 3) ? best : undefined;
}

/**
 * Throws when `options` is no object (as in `adam(0.01)`) or has a key that is not among `allowed`; `name` is the function
 * or layer that was called.
 *
 * @example
 * import { checkOptions } from "@nudge/core/internal";
 *
 * try {
 *   checkOptions("train", { batchsize: 16 }, ["epochs", "batchSize"]);
 * } catch (error) {
 *   console.log(`${error}`);
 * }
 * // Error: train: unknown option "batchsize", did you mean "batchSize"?
 */
export function checkOptions(name: string, options: object, allowed: readonly string[]): void {
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw new Error(`${name}: expected options such as { ${allowed[0]}: ... }, got ${describe(options)}`);
  for (const key of Object.keys(options)) {
    if (allowed.includes(key)) continue;
    const meant = nearest(key, allowed);
    const hint = meant
      ? `, did you mean "${meant}"?`
      : `; the options are ${allowed.map((option) => `"${option}"`).join(", ")}`;
    throw new Error(`${name}: unknown option "${key}"${hint}`);
  }
}
