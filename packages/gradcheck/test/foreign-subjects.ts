// Subjects in a worker or a process, for tests: their sources, and files of them in a folder of their own.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The folder of what is shipped for other languages. */
export const helpers = resolve(import.meta.dirname, "../helpers");

/** The address of a module. */
export const moduleOf = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`);

/**
 * The command of a process that answers what it is asked for the k-th time with `answers[k]`, and from then on with what is right:
 * it has one tensor x, its own number.
 */
export const answering = (answers: readonly string[], more = "") => [
  process.execPath,
  "-e",
  `const x = { shape: [], data: [process.pid] };
   const answers = ${JSON.stringify(answers)};
   process.stdin.on("data", () => {
     const answer = answers.shift() ?? JSON.stringify({ nudge: 1, tensors: { x }, output: x, gradients: { x } });
     process.stdout.write(answer + "\\n");
   });
   ${more}`,
];

/** A folder for files that a test writes. */
export function folderOf(files: { readonly [name: string]: string }) {
  const folder = mkdtempSync(join(tmpdir(), "nudge-foreign-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return { path: (name: string) => join(folder, name), remove: () => rmSync(folder, { recursive: true }) };
}

/** The first fence of each language under a heading of the guide. */
export function guideOf(heading: string): { readonly [language: string]: string } {
  const text = readFileSync("docs/checking-code-you-did-not-write.md", "utf8");
  const [, section] = text.split(`\n## ${heading}\n`);
  const fences = [...section.split("\n## ")[0].matchAll(/^```(\w+)\n(.*?)^```$/gms)];
  return Object.fromEntries(fences.reverse().map(([, language, code]) => [language, code]));
}

/** The first Python that has these modules; undefined where there is none. */
export function pythonWith(...modules: readonly string[]): string | undefined {
  const code = `import importlib.util, sys
sys.exit(any(importlib.util.find_spec(name) is None for name in sys.argv[1:]))`;
  return ["python3", "/usr/bin/python3"].find(
    (program) => spawnSync(program, ["-c", code, ...modules]).status === 0,
  );
}

/** Numbers that are hard to carry over: of every size, and what JSON has no numbers for. */
export function hardNumbers(): Float64Array {
  const bits = new BigUint64Array(200);
  let state = 1n;
  for (let i = 0; i < bits.length; i++) {
    // Knuth's linear congruential generator of 64 bits.
    state = (state * 6364136223846793005n + 1442695040888963407n) & (2n ** 64n - 1n);
    bits[i] = state;
  }
  const drawn = new Float64Array(bits.buffer).filter(Number.isFinite);
  const special = [
    0,
    -0,
    Number.NaN,
    Infinity,
    -Infinity,
    Number.MIN_VALUE,
    Number.MAX_VALUE,
    2 ** 53 + 2,
    0.1,
  ];
  return Float64Array.from([...drawn, ...special]);
}
