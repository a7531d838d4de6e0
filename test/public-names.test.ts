// What a person meets who imports from the packages: each name means one thing, and each type that a signature speaks of
// can be imported too.
import ts from "typescript";
import { expect, test } from "vitest";

/** The public entries of a package, and the packages it depends on. */
const packages: Readonly<Record<string, { entries: readonly string[]; above: readonly string[] }>> = {
  core: { entries: ["index", "node"], above: [] },
  layers: { entries: ["index"], above: ["core"] },
  gradcheck: { entries: ["index", "matchers/vitest"], above: ["core"] },
};
const pathsOf = (name: string) => packages[name].entries.map((entry) => `packages/${name}/src/${entry}.ts`);

const { config } = ts.readConfigFile("tsconfig.base.json", ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd());
const program = ts.createProgram(Object.keys(packages).flatMap(pathsOf), { ...options, types: ["node"] });
const checker = program.getTypeChecker();

const exportsOf = (name: string): ts.Symbol[] =>
  pathsOf(name).flatMap((path) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(path)!);
    return module === undefined ? [] : checker.getExportsOfModule(module);
  });
const resolved = (symbol: ts.Symbol) =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

test("no name is exported by two packages", () => {
  const owners = new Map<string, string[]>();
  for (const name of Object.keys(packages))
    for (const { name: exported } of exportsOf(name))
      owners.set(exported, [...(owners.get(exported) ?? []), name]);
  expect(owners.size).toBeGreaterThan(100);
  expect([...owners].filter(([, names]) => names.length > 1)).toEqual([]);
});

const isOurs = (symbol: ts.Symbol) =>
  (symbol.declarations ?? []).some((declaration) =>
    /packages\/\w+\/src\//.test(declaration.getSourceFile().fileName),
  );

const printed = ts.NodeBuilderFlags.NoTruncation | ts.NodeBuilderFlags.UseAliasDefinedOutsideCurrentScope;

/** The types and values that a node names to whoever sees its declaration, and not its body. */
function* namedBy(node: ts.Node): Generator<ts.Symbol> {
  if (ts.isBlock(node) || ts.isExpression(node)) return;
  if (
    ts.canHaveModifiers(node) &&
    ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword)
  )
    return;
  if (ts.isIdentifier(node) || ts.isQualifiedName(node)) return;
  const name = ts.isTypeReferenceNode(node)
    ? node.typeName
    : ts.isTypeQueryNode(node)
      ? node.exprName
      : undefined;
  if (name !== undefined) {
    const symbol = checker.getSymbolAtLocation(name);
    if (symbol !== undefined) yield resolved(symbol);
  }
  if (ts.isExpressionWithTypeArguments(node)) {
    const symbol = checker.getSymbolAtLocation(node.expression);
    if (symbol !== undefined) yield resolved(symbol);
  }
  // What is not written down is inferred.
  const inferred =
    (ts.isVariableDeclaration(node) || ts.isParameter(node)) && node.type === undefined
      ? checker.getTypeAtLocation(node)
      : ts.isFunctionDeclaration(node) && node.type === undefined
        ? checker.getReturnTypeOfSignature(checker.getSignatureFromDeclaration(node)!)
        : undefined;
  if (inferred !== undefined) yield* namedIn(checker.typeToTypeNode(inferred, undefined, printed));
  const children: ts.Node[] = [];
  node.forEachChild((child) => void children.push(child));
  for (const child of children) yield* namedBy(child);
}

/** The same of a type that was inferred, whose names have their symbols with them. */
function* namedIn(node: ts.Node | undefined): Generator<ts.Symbol> {
  if (node === undefined) return;
  if (ts.isIdentifier(node)) {
    const { symbol } = node as unknown as { symbol?: ts.Symbol };
    if (symbol !== undefined) yield resolved(symbol);
  }
  const children: ts.Node[] = [];
  node.forEachChild((child) => void children.push(child));
  for (const child of children) yield* namedIn(child);
}

test.each(Object.keys(packages))("every type that a signature of %s names can be imported", (name) => {
  const own = exportsOf(name).map(resolved);
  const importable = new Set([...own, ...packages[name].above.flatMap(exportsOf).map(resolved)]);
  const missing = own.flatMap((symbol) =>
    (symbol.declarations ?? [])
      .flatMap((declaration) => [...namedBy(declaration)])
      .filter((named) => isOurs(named) && (named.flags & (ts.SymbolFlags.Type | ts.SymbolFlags.Value)) !== 0)
      .filter((named) => !(named.flags & ts.SymbolFlags.TypeParameter) && !importable.has(named))
      .map((named) => `${symbol.name} names ${named.name}`),
  );
  expect([...new Set(missing)]).toEqual([]);
});
