// The documentation is true: every snippet in a README or docstring compiles, and prints what stands under it; and the
// report of the public API is that of the sources.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { afterAll, expect, test } from "vitest";
import { renderReports, sources } from "../scripts/api-report.ts";
import { entries, findSnippets } from "./snippets.ts";

const snippets = findSnippets();

// Where the packages can be imported by name.
const folder = mkdtempSync(resolve("examples/node_modules/.snippets-"));
afterAll(() => rmSync(folder, { recursive: true }));
const files = snippets.map(({ code }, k) => {
  const file = join(folder, `${k}.mts`);
  writeFileSync(file, `${code}\nexport {};\n`);
  return file;
});

const { config } = ts.readConfigFile("tsconfig.base.json", ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ".");
const program = ts.createProgram([...sources, ...files], {
  ...options,
  types: ["node"],
  noUnusedLocals: false,
});

// Before anything else is asked of the program: the compiler prints a union in the order in which it met its members.
const reports = renderReports(program);

const printed: string[] = JSON.parse(
  execFileSync(
    process.execPath,
    ["--conditions=@nudge/source", "--import", "tsx", resolve("test/run-snippets.mjs"), ...files],
    { encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } },
  ),
);

const maskTimes = (text: string) => text.replace(/\d+(\.\d+)? m?s\b/g, "<time>");

test.each(snippets.map((snippet, k) => ({ ...snippet, file: files[k], actual: printed[k] })))(
  "$place compiles and prints what it says",
  ({ file, output, actual }) => {
    const errors = ts.getPreEmitDiagnostics(program, program.getSourceFile(file));
    expect(errors.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))).toEqual([]);
    expect(output, "it prints nothing").not.toBe("");
    expect(maskTimes(actual)).toBe(maskTimes(output));
  },
);

test.each(entries)("everything but types that %s exports has an @example", (entry) => {
  const checker = program.getTypeChecker();
  const exports = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry)!)!);
  const values = exports
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .filter((symbol) => symbol.flags & ts.SymbolFlags.Value);
  const bare = values.filter((symbol) =>
    symbol.getJsDocTags(checker).every(({ name }) => name !== "example"),
  );
  expect(values.length).toBeGreaterThan(0);
  expect(bare.map(({ name }) => name)).toEqual([]);
});

test.each([...reports])("%s is what the packages export", (path, text) => {
  expect(readFileSync(path, "utf8"), "if the change is meant, run: npm run api").toBe(text);
});

test("the types that the public API names are exported", () => {
  const isType = (node: ts.Node) =>
    ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isClassDeclaration(node);
  const declared = program
    .getSourceFiles()
    .filter(({ fileName }) => /packages\/\w+\/src\//.test(fileName))
    .flatMap(({ statements }) => statements.filter(isType).map(({ name }) => name!.text));
  const text = [...reports.values()].join("\n").replaceAll(/"[^"]*"/g, "");
  const exported = [...text.matchAll(/^export \w+ (\w+)/gm)].map(([, name]) => name);
  const named = new Set(text.match(/\w+/g));
  expect(declared.length).toBeGreaterThan(0);
  expect(declared.filter((name) => named.has(name) && !exported.includes(name))).toEqual([]);
});
