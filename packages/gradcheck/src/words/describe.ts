// Numbers and places in words.

function withDigits(x: number, significant: number): string {
  const size = Math.abs(x);
  return size === 0 || (size >= 1e-3 && size < 1e5)
    ? Number(x.toPrecision(significant)).toString()
    : x.toExponential(significant - 1);
}

/** A number with four significant digits. */
export const digits = (x: number) => withDigits(x, 4);

/** Two numbers with four significant digits, and with more where it takes more to tell them apart. */
export function digitsApart(a: number, b: number): [string, string] {
  let significant = 4;
  while (significant < 17 && a !== b && withDigits(a, significant) === withDigits(b, significant))
    significant++;
  return [withDigits(a, significant), withDigits(b, significant)];
}

/** "dense.weight[2, 1]", and without an index where there is none. */
export const place = (name: string, index: readonly number[]) =>
  index.length === 0 ? name : `${name}[${index.join(", ")}]`;

/** "1 entry", "3 entries". */
export const count = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

/** "a, b and c". */
export const listWords = (words: readonly string[]): string =>
  words.length === 1 ? words[0] : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;

/** "0, 2 and 5 to 7": numbers in rising order. */
export function listRanges(indices: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < indices.length; ) {
    let end = i;
    while (end + 1 < indices.length && indices[end + 1] === indices[end] + 1) end++;
    if (end - i >= 2) parts.push(`${indices[i]} to ${indices[end]}`);
    else for (let j = i; j <= end; j++) parts.push(String(indices[j]));
    i = end + 1;
  }
  return listWords(parts);
}
