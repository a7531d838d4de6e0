// Where a source can be changed so that it should behave otherwise, and how: the operators of mutation testing that people's
// slips resemble. What is said in messages is left as it is.

import ts from "typescript";
import { type Rng, rng } from "../../packages/core/src/index.ts";

/** A change of a source, from one character to another. */
export interface Mutant {
  readonly file: string;
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

function mutantAt(file: ts.SourceFile, node: ts.Node, change: string): Mutant {
  const { text } = file;
  const [start, end] = [node.getStart(file), node.getEnd()];
  const first = text.lastIndexOf("\n", start) + 1;
  const last = `${text}\n`.indexOf("\n", end);
  // A part of an expression stays one; a literal is one anyway.
  const changed = ts.isBinaryExpression(node) ? `(${change})` : change;
  const flat = (lines: string) => lines.trim().replaceAll(/\s+/g, " ");
  return {
    file: file.fileName,
    line: file.getLineAndCharacterOfPosition(start).line + 1,
    before: flat(text.slice(first, last)),
    after: flat(text.slice(first, start) + changed + text.slice(end, last)),
    source: text.slice(0, start) + changed + text.slice(end),
  };
}

/** The mutants of a source, those of one place together. */
function placesIn(name: string, text: string): Mutant[][] {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const places: Mutant[][] = [];
  const visit = (node: ts.Node) => {
    if (isLeftAlone(node)) return;
    const changes = changesOf(node);
    if (changes.length > 0) places.push(changes.map((change) => mutantAt(file, node, change)));
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return places;
}

/** One mutant each of `count` places, drawn from all. */
export function drawMutants(sources: ReadonlyMap<string, string>, count: number, seed: number): Mutant[] {
  const stream: Rng = rng(seed);
  const places = [...sources].flatMap(([name, text]) => placesIn(name, text));
  const order = [...stream.permutation(places.length)].slice(0, count);
  return order.map((k) => places[k][stream.integer(places[k].length)]);
}
