// JSON as a file holds it, which may be hostile: `JSON.parse` takes the last of two equal keys in silence, nests as deep as the
// text does, and makes of three characters, `{},`, an object of fifty bytes and more.
import { harmless, quoted } from "../arguments/describe.ts";

/** How many objects, arrays and keys a text may hold: those of a header of 37 000 tensors. */
const most = 2 ** 18;

/** How many commas, each of which is before an entry of 8 bytes or more: the losses of so many epochs. */
const mostCommas = 2 ** 22;

const isSpace = (char: string) => char === " " || char === "\n" || char === "\r" || char === "\t";

/** Where a string that begins at `start` ends: at its closing quote, or behind the text. */
function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
  return i;
}

const tooMany = `holds more than ${most} objects, arrays and keys`;

/** What is wrong with text beyond its syntax: too much in it, nesting deeper than `deepest`, or a key that an object has twice. */
function flawOf(text: string, deepest: number): string | undefined {
  /** The keys of what is open, from the outside in; those of an array stay empty. */
  const open: Set<string>[] = [];
  let [parts, commas] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === "{" || char === "[") {
      if (open.length === deepest) return `is nested deeper than ${deepest} at character ${i}`;
      if (++parts > most) return tooMany;
      open.push(new Set());
    } else if (char === "}" || char === "]") open.pop();
    else if (char === ",") {
      if (++commas > mostCommas) return `holds more than ${mostCommas} commas`;
    } else if (char === '"') {
      const start = i;
      i = endOfString(text, start);
      let next = i + 1;
      while (isSpace(text[next])) next++;
      if (text[next] !== ":") continue;
      if (++parts > most) return tooMany;
      const key = text.slice(start, i + 1);
      const name = nameOf(key);
      const keys = open.at(-1);
      if (keys?.has(name)) return `has the key ${quoted(name)} twice, the second time at character ${start}`;
      keys?.add(name);
    }
  }
  return undefined;
}

/** A key as it is meant: `"\u0061"` is `a`. What is no string is found when the whole is parsed. */
function nameOf(key: string): string {
  if (!key.includes("\\")) return key.slice(1, -1);
  try {
    return JSON.parse(key);
  } catch {
    return key;
  }
}

/**
 * The value of a text of JSON. Throws, beginning with `what`, where it is none, an object has a key twice, arrays and objects are
 * nested deeper than `deepest`, or there are too many of them.
 */
export function parseStrictJson(text: string, what: string, deepest: number): unknown {
  const flaw = flawOf(text, deepest);
  if (flaw !== undefined) throw new Error(`${what} ${flaw}`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${what} is no JSON: ${harmless((error as Error).message)}`);
  }
}
