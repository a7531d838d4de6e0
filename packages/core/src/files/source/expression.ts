// A formula of single entries as an expression.
import { foldFormula, type OperationName } from "../graph/formula.ts";
import type { Node } from "../graph/node.ts";
import type { FunctionName } from "./language.ts";
import type { Writer } from "./writer.ts";

interface Expression {
  readonly text: string;
  /** Whether it can be an operand without parentheses. */
  readonly isSimple: boolean;
}

const signs: { readonly [name in OperationName]?: string } = {
  add: "+",
  subtract: "-",
  multiply: "*",
  divide: "/",
};

const simple = (text: string): Expression => ({ text, isSimple: true });
const compound = (text: string): Expression => ({ text, isSimple: false });

/** The formula of a node, of the entries of its operands. */
export function expression(
  writer: Writer,
  formula: Node<"map">["formula"],
  entry: (operand: number) => string,
): string {
  const apply = (name: OperationName, of: readonly Expression[]): Expression => {
    const [x, a, b] = of.map(({ text, isSimple }) => (isSimple ? text : `(${text})`));
    if (name === "ifPositive") return compound(`${x} > 0 ? ${a} : ${b}`);
    const sign = signs[name];
    if (sign !== undefined) return compound(`${x} ${sign} ${a}`);
    return simple(writer.call(name as FunctionName, ...of.map(({ text }) => text)));
  };
  const number = (value: number) => simple(writer.language.number(value));
  return foldFormula(formula, number, (k) => simple(entry(k)), apply).text;
}
