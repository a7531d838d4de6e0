// Where a source can be changed so that it should behave otherwise, and how: the operators of mutation testing that people's
// slips resemble. What is said in messages is left as it is.

import ts from "typescript";
import { type Rng, rng } from "../../packages/core/src/index.ts";

/** A change of a source, from one character to another. */
export interface Mutant {
  readonly file: string;
  /** The number of its place among all. */
  readonly place: number;
  /** The line that it begins in, from 1 on. */
  readonly line: number;
  /** The lines that it is in, without the space between words, before and after. */
  readonly before: string;
  readonly after: string;
  /** The whole file with the change. */
  readonly source: string;
}

const turned: { readonly [operator: string]: string } = {
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
  "===": "!==",
  "!==": "===",
  "&&": "||",
  "||": "&&",
};
const loosened: { readonly [operator: string]: string } = { "<": "<=", "<=": "<", ">": ">=", ">=": ">" };
const terms = ["+", "-", "*", "/", "**"];

/** Whether a node is the power of another, or its sign. */
const isExponent = (node: ts.Node): boolean =>
  (ts.isPrefixUnaryExpression(node.parent) && isExponent(node.parent)) ||
  (ts.isBinaryExpression(node.parent) &&
    node.parent.right === node &&
    node.parent.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken);

/** Whether a whole number counts or numbers something, and is not a factor or a limit. */
function isCount({ parent }: ts.NumericLiteral): boolean {
  if (ts.isBinaryExpression(parent)) return ["+", "-"].includes(parent.operatorToken.getText());
  return (
    ts.isElementAccessExpression(parent) || ts.isCallExpression(parent) || ts.isArrayLiteralExpression(parent)
  );
}

/** An exponent of two that makes 8 times as much, a count that is one off, or a tenth and ten times as much. */
function otherNumbers(node: ts.NumericLiteral): string[] {
  const value = Number(node.text);
  if (value === 0) return ["1"];
  if (isExponent(node)) return value > 4 ? [`${value + 3}`, `${value - 3}`] : [`${value + 1}`];
  return Number.isInteger(value) && isCount(node)
    ? [`${value + 1}`, `${value - 1}`]
    : [`${value * 10}`, `${value / 10}`];
}

const isCondition = (node: ts.Node) =>
  (ts.isIfStatement(node.parent) && node.parent.expression === node) ||
  (ts.isConditionalExpression(node.parent) && node.parent.condition === node);

/** Whether an expression is a number that another may well be equal to, as measured numbers never are. */
const isWhole = (expression: string) => /^\d+$|\.(length|size)$/.test(expression);

/** What could stand in the place of a node. */
function changesOf(node: ts.Node): string[] {
  const changes: string[] = [];
  if (isCondition(node)) changes.push("true", "false");
  if (ts.isNumericLiteral(node)) changes.push(...otherNumbers(node));
  if (ts.isBinaryExpression(node)) {
    const [left, operator, right] = [node.left, node.operatorToken, node.right].map((part) => part.getText());
    for (const other of [turned[operator], isWhole(left) || isWhole(right) ? loosened[operator] : undefined])
      if (other !== undefined) changes.push(`${left} ${other} ${right}`);
    if (terms.includes(operator)) changes.push(left);
    if (operator === "+" || operator === "*") changes.push(right);
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    changes.push(node.operand.getText());
  if (ts.isPropertyAccessExpression(node) && node.expression.getText() === "Math") {
    if (node.name.text === "min") changes.push("Math.max");
    if (node.name.text === "max") changes.push("Math.min");
  }
  return changes;
}

/** Types do nothing; templates only say something. */
const isLeftAlone = (node: ts.Node) =>
  ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isTemplateExpression(node);

/** Where an expression can be changed. */
interface Place {
  readonly file: ts.SourceFile;
  readonly node: ts.Node;
  readonly changes: readonly string[];
}

function mutantAt({ file, node }: Place, place: number, change: string): Mutant {
  const { text } = file;
  const [start, end] = [node.getStart(file), node.getEnd()];
  const first = text.lastIndexOf("\n", start) + 1;
  const last = `${text}\n`.indexOf("\n", end);
  // A part of an expression stays one; a literal is one anyway.
  const changed = ts.isBinaryExpression(node) ? `(${change})` : change;
  const flat = (lines: string) => lines.trim().replaceAll(/\s+/g, " ");
  return {
    file: file.fileName,
    place,
    line: file.getLineAndCharacterOfPosition(start).line + 1,
    before: flat(text.slice(first, last)),
    after: flat(text.slice(first, start) + changed + text.slice(end, last)),
    source: text.slice(0, start) + changed + text.slice(end),
  };
}

function placesIn(name: string, text: string): Place[] {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const places: Place[] = [];
  const visit = (node: ts.Node) => {
    if (isLeftAlone(node)) return;
    const changes = changesOf(node);
    if (changes.length > 0) places.push({ file, node, changes });
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return places;
}

/** The places of all sources. */
export const findPlaces = (sources: ReadonlyMap<string, string>): Place[] =>
  [...sources].flatMap(([name, text]) => placesIn(name, text));

/** One mutant each of `count` places, drawn from all. */
export function drawMutants(places: readonly Place[], count: number, seed: number): Mutant[] {
  const stream: Rng = rng(seed);
  const drawn = [...stream.permutation(places.length)].slice(0, count);
  return drawn.map((k) =>
    mutantAt(places[k], k, places[k].changes[stream.integer(places[k].changes.length)]),
  );
}

/** The sources with a mark at each place, which sets the entry of its number in an array `__reached`. */
export function markPlaces(places: readonly Place[]): Map<string, string> {
  const pieces = new Map<ts.SourceFile, { at: number; text: string }[]>();
  for (const [k, { file, node }] of places.entries()) {
    const own = pieces.get(file) ?? [];
    pieces.set(file, own);
    own.push({ at: node.getStart(file), text: `(__reached[${k}] = 1, ` });
    own.push({ at: node.getEnd(), text: ")" });
  }
  const marked = ([file, own]: [ts.SourceFile, { at: number; text: string }[]]) => {
    let { text } = file;
    for (const { at, text: piece } of own.sort((a, b) => b.at - a.at))
      text = text.slice(0, at) + piece + text.slice(at);
    return [file.fileName, text] as const;
  };
  return new Map([...pieces].map(marked));
}
