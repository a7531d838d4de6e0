// What was probably meant by a name that there is not.

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

/** The candidate that a third of the letters or less make of the word, the nearest one; undefined when there is none. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const near = (candidate: string) => distance(word.toLowerCase(), candidate.toLowerCase());
  const [best] = [...candidates].sort((a, b) => near(a) - near(b));
  return best !== undefined && near(best) <= Math.ceil(word.length / 3) ? best : undefined;
}
