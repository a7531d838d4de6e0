// Stands for vitest in a bundle of tests: collects them as the files are loaded, and runs one after another. It starts in a
// tenth of a second.
import { expect } from "vitest";
import type { Ran, Recorded } from "./record.ts";

export { expect };

type Body = (...row: unknown[]) => unknown;
const tests = new Map<string, { readonly file: string; readonly run: () => unknown }>();
let file = "";
let within = "";

/** Says of which file the tests are that are defined from here on. */
export function startFile(name: string): void {
  file = name;
}

/** `each` of a table: a row that is a list gives several arguments. */
const withEach = (define: (name: string, body: Body) => void) =>
  Object.assign(define, {
    each: (table: readonly unknown[]) => (name: string, body: Body) => {
      for (const row of table) {
        const values = Array.isArray(row) ? row : [row];
        define(
          name.replaceAll(/%\w/g, () => String(values[0])),
          () => body(...values),
        );
      }
    },
  });

export const test = withEach((name, run) => {
  const id = `${file}: ${within}${name}`;
  const others = [...tests.keys()].filter((other) => other.startsWith(id)).length;
  tests.set(others === 0 ? id : `${id} (${others + 1})`, { file, run });
});
export const describe = withEach((name, body) => {
  const outer = within;
  within = `${outer}${name}, `;
  body();
  within = outer;
});

let before: Recorded["found"] | undefined;
const found: { [name: string]: unknown } = {};

/** Holds what a test found to what it found in the sources as they are. */
export function expectAsBefore(name: string, value: unknown): void {
  if (before === undefined) found[name] = value;
  else expect(value).toEqual(before[name]);
}

async function runTest(id: string): Promise<void> {
  try {
    await tests.get(id)?.run();
  } catch (error) {
    console.log(`${id}\n${String(error).slice(0, 500)}`);
    process.exit(1);
  }
}

/** Runs all tests of sources that set the number of each place in `reached` when they run through it, and prints what was seen. */
export async function recordTests(reached: Uint8Array): Promise<void> {
  const take = () => {
    const places = [...reached.keys()].filter((place) => reached[place] === 1);
    reached.fill(0);
    return places;
  };
  const atLoad = take();
  const ran: Ran[] = [];
  for (const [id, { file }] of tests) {
    const start = performance.now();
    await runTest(id);
    ran.push({ id, file, seconds: (performance.now() - start) / 1000, places: take() });
  }
  console.log(JSON.stringify({ tests: ran, atLoad, found } satisfies Recorded));
}

/** Runs some tests, each of which may take so many seconds, and stops at the first that fails. */
export async function followPlan(
  plan: readonly (readonly [id: string, seconds: number])[],
  foundBefore: Recorded["found"],
): Promise<void> {
  before = foundBefore;
  for (const [id, seconds] of plan) {
    console.log(`${seconds} s for ${id}`);
    await runTest(id);
  }
}
