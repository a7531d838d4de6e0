// Formulas of single entries, as trees of operations.
import { describe } from "../../arguments/describe.ts";
import type { Arithmetic, Formula, Term } from "../../layer/graph.ts";

/** The operations, with how many numbers each takes. */
const operations = {
  add: 2,
  subtract: 2,
  multiply: 2,
  divide: 2,
  maximum: 2,
  minimum: 2,
  ifPositive: 3,
  abs: 1,
  exp: 1,
  expm1: 1,
  log: 1,
  sqrt: 1,
  tanh: 1,
  sigmoid: 1,
  softplus: 1,
  erfc: 1,
} satisfies Record<keyof Arithmetic<unknown, unknown>, number>;

export type OperationName = keyof typeof operations;

/** A node of the tree. What is written out is of this class, so that no text comes in with it. */
class Application implements Term {
  constructor(
    readonly operation: OperationName | "entry",
    readonly of: readonly (Application | number)[],
  ) {}
}

/** Arithmetic whose every operation is made by `make`. */
export function arithmeticOf<Operand, Result>(
  make: (name: OperationName, of: readonly Operand[]) => Result,
): Arithmetic<Operand, Result> {
  const entries = Object.entries(operations).map(([name, count]) => [
    name,
    (...of: Operand[]) => {
      if (of.length === count) return make(name as OperationName, of);
      throw new Error(`${name} takes ${count} operands, got ${of.length}`);
    },
  ]);
  return Object.fromEntries(entries);
}

function scalar(value: Term | number): Application | number {
  if (typeof value === "number" || value instanceof Application) return value;
  throw new Error(`expected a number, or a term of the formula, got ${describe(value)}`);
}

const arithmetic = /* @__PURE__ */ arithmeticOf(
  (name, of: readonly (Term | number)[]): Term => new Application(name, of.map(scalar)),
);

/** As text, what is taken twice stands there twice. */
const LARGEST = 10_000;

/** What a formula of so many entries computes. It has to take all of them, as the shape of what it gives is made of theirs. */
export function applicationOf(formula: Formula, entries: number): Application {
  const of = Array.from({ length: entries }, (_, k) => new Application("entry", [k]));
  const made = scalar(formula(arithmetic, ...of));
  const used = new Set<number>();
  const size = foldFormula<number>(
    made,
    () => 0,
    (k) => {
      used.add(k);
      return 0;
    },
    (_, sizes) => sizes.reduce((total, size) => total + size, 1),
  );
  if (!(made instanceof Application) || used.size !== entries)
    throw new Error(
      `expected a formula that takes all of its entries, ${entries}, got one that takes ${used.size}`,
    );
  if (size <= LARGEST) return made;
  throw new Error(`expected a formula of at most ${LARGEST} operations, got ${size}`);
}

/** The value of a tree: numbers by `number`, entries by `entry`, operations by `apply`, once each. */
export function foldFormula<T>(
  formula: Application | number,
  number: (value: number) => T,
  entry: (k: number) => T,
  apply: (name: OperationName, of: readonly T[]) => T,
): T {
  const known = new Map<Application, T>();
  const fold = (node: Application | number): T => {
    if (typeof node === "number") return number(node);
    if (node.operation === "entry") return entry(node.of[0] as number);
    const value = known.has(node) ? (known.get(node) as T) : apply(node.operation, node.of.map(fold));
    known.set(node, value);
    return value;
  };
  return fold(formula);
}

export type { Application };
