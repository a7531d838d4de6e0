// The snippets of the documentation, each with the output that is documented for it.
import { existsSync, readdirSync, readFileSync } from "node:fs";

export interface Snippet {
  /** Where it stands: "packages/core/src/tensor/map.ts:12". */
  readonly place: string;
  readonly code: string;
  readonly output: string;
}

const packages = ["core", "layers", "gradcheck"].map((name) => `packages/${name}`);
export const entries = [...packages.map((path) => `${path}/src/index.ts`), "packages/core/src/node.ts"];

/** Every ts fence of a README; what it prints stands in the next text fence. */
function inReadme(path: string): Snippet[] {
  const text = readFileSync(path, "utf8");
  const fences = [...text.matchAll(/^```(ts|text)\n(.*?)^```$/gms)];
  return fences.flatMap(({ 1: language, 2: code, index }, k) => {
    if (language !== "ts") return [];
    const next = fences[k + 1];
    return [{ place: placeOf(path, text, index), code, output: next?.[1] === "text" ? next[2] : "" }];
  });
}

/** The `@example` of every docstring; what it prints stands in comments, behind a `console.log` or right under code. */
function inDocstrings(path: string): Snippet[] {
  const text = readFileSync(path, "utf8");
  const docstrings = text.matchAll(/^ *\/\*\*(?:(?!\*\/).)*?@example\n((?:(?!\*\/).)*?) *\*\//gms);
  const snippets = Array.from(docstrings, ({ 1: example, index }) => {
    const lines = example.split("\n").map((line) => line.replace(/^ *\* ?/, ""));
    const code = lines.filter((line) => !line.startsWith("```"));
    return { place: placeOf(path, text, index), code: code.join("\n"), output: outputIn(code) };
  });
  if (snippets.length !== text.split("@example").length - 1)
    throw new Error(`${path}: an @example is not in a docstring of its own`);
  return snippets;
}

function outputIn(code: readonly string[]): string {
  let output = "";
  let underCode = false;
  for (const line of code) {
    const comment = line.startsWith("//");
    const printed = comment
      ? underCode && line.match(/^\/\/ ?(.*)/)
      : line.match(/^console\.log\(.*\); \/\/ (.*)/);
    if (printed) output += `${printed[1]}\n`;
    if (!comment) underCode = line !== "";
  }
  return output;
}

const placeOf = (path: string, text: string, index: number) =>
  `${path}:${text.slice(0, index).split("\n").length}`;

export function findSnippets(): Snippet[] {
  const readmes = [
    ...[".", ...packages].map((path) => `${path}/README.md`).filter((path) => existsSync(path)),
    "docs/checking-code-you-did-not-write.md",
  ];
  const sources = packages.flatMap((path) =>
    readdirSync(`${path}/src`, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => `${path}/src/${name}`),
  );
  return [...readmes.flatMap(inReadme), ...sources.sort().flatMap(inDocstrings)];
}
