// Writes docs/api/<package>.md: every export of every entry with its full type, sorted, so that a change of what people
// rely on shows in review as a change of that page. `test/docs.test.ts` compares.
//
//   npm run api
//
// API Extractor would need built declarations and a release tag at every export: this reads the sources, and the test
// shares the program that compiles the snippets.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

interface Entry {
  /** What people import: "@nudge/gradcheck/vitest". */
  readonly name: string;
  readonly source: string;
}

/** The entries of a package that are modules; `internal` is for the sister packages, and may change at any time. */
function entriesOf(folder: string): Entry[] {
  const { name, exports } = JSON.parse(readFileSync(`packages/${folder}/package.json`, "utf8"));
  return Object.entries<Record<string, string>>(exports).flatMap(([path, { "@nudge/source": source }]) =>
    source === undefined || path === "./internal"
      ? []
      : [{ name: `${name}${path.slice(1)}`, source: `packages/${folder}/${source}` }],
  );
}

const packages = ["core", "layers", "gradcheck"].map((folder) => ({ folder, entries: entriesOf(folder) }));

export const sources = packages.flatMap(({ entries }) => entries.map(({ source }) => source));

const printer = ts.createPrinter({ removeComments: true });
const print = (node: ts.Node) => printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile());

/** How a symbol is declared: types as they are written, values with the types that are inferred, classes without bodies. */
function declare(name: string, symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const flags = ts.TypeFormatFlags.NoTruncation;
  const isType = (node: ts.Node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
  const types = symbol.declarations!.filter(isType);
  if (types.length > 0) return types.map(print).join("\n");

  const type = checker.getTypeOfSymbol(symbol);
  const typeOf = (member: ts.Symbol) =>
    checker.typeToString(checker.getTypeOfSymbol(member), undefined, flags);
  if (symbol.flags & ts.SymbolFlags.Class) {
    const members = [...symbol.members!.values()].filter(
      ({ flags, valueDeclaration }) =>
        flags & ts.SymbolFlags.ClassMember &&
        !(ts.getCombinedModifierFlags(valueDeclaration!) & ts.ModifierFlags.Private),
    );
    const lines = members.map((member) => `    ${member.name}: ${typeOf(member)};`);
    const made = type.getConstructSignatures().map((one) => checker.signatureToString(one, undefined, flags));
    return [`export class ${name} {`, ...made.map((one) => `    new ${one};`), ...lines, "}"].join("\n");
  }
  const calls = type.getCallSignatures();
  if (calls.length === 0) return `export const ${name}: ${typeOf(symbol)};`;
  return calls
    .map((call) => `export function ${name}${checker.signatureToString(call, undefined, flags)};`)
    .join("\n");
}

/** The pages: path -> text. */
export function renderReports(program: ts.Program): ReadonlyMap<string, string> {
  const checker = program.getTypeChecker();

  function reportOf({ name, source }: Entry): string {
    const file = program.getSourceFile(source)!;
    const globals = file.statements.filter((node) => ts.isModuleDeclaration(node)).map(print);
    const module = checker.getSymbolAtLocation(file);
    const exports = (module ? checker.getExportsOfModule(module) : [])
      .map((symbol) => ({
        name: symbol.name,
        symbol: symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((one) => declare(one.name, one.symbol, checker));
    return `## ${name}\n\n\`\`\`typescript\n${[...globals, ...exports].join("\n\n")}\n\`\`\`\n`;
  }

  return new Map(
    packages.map(({ folder, entries }) => [
      `docs/api/${folder}.md`,
      `<!-- Written by npm run api; not to be edited. -->\n\n${entries.map(reportOf).join("\n")}`,
    ]),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { config } = ts.readConfigFile("tsconfig.base.json", ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ".");
  const program = ts.createProgram(sources, { ...options, types: ["node"] });
  for (const [path, text] of renderReports(program)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
