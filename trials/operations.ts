// A library whose operations are called alike needs a table alone: a row is an operation, where it is tried, and what else it is
// given.
import { inspect } from "node:util";
import { type NestedArray, rng } from "@nudge/core";
import { gradcheckMap, tapeMap } from "@nudge/gradcheck";
import { type Operand, toDrawn } from "./operands.ts";
import type { Trial } from "./trial.ts";

type Operands = Readonly<Record<string, Operand>>;

/** Values are drawn from each. */
const seeds = [1, 2];

/** How rows become trials, for a library whose variables are of type V. */
export function operations<V>(tape: {
  variable(values: unknown): V;
  numbers(variable: V): NestedArray;
  /** What computes f, and the gradient of each variable from them and an upstream gradient. */
  passes(
    f: (...variables: V[]) => V,
    op: string,
  ): {
    forward(...variables: V[]): V;
    gradients(variables: readonly V[], upstream: V): readonly V[];
  };
  /** An operation by its name. */
  operation(name: string): (...given: unknown[]) => V;
}) {
  /** An operation at a point, called in a way of its own. */
  const as = (op: string, how: string, operands: Operands, f: (...variables: V[]) => V): Trial[] => {
    const where = Object.entries(operands).map(([name, operand]) => `${name} ${toDrawn(operand).text}`);
    return seeds.map((seed) => ({
      op,
      at: [...where, how, `seed ${seed}`].filter((part) => part !== "").join(", "),
      check() {
        const random = rng(seed);
        const tensors = Object.fromEntries(
          Object.entries(operands).map(([name, operand]) => [name, toDrawn(operand).draw(random)]),
        );
        const { variable, numbers } = tape;
        const passes = tape.passes(f, op);
        const map = tapeMap({
          name: op,
          tensors,
          forward: (variables: Readonly<Record<string, V>>) => passes.forward(...Object.values(variables)),
          variable,
          numbers,
          gradients: (_, variables, upstream) => passes.gradients(variables, upstream),
        });
        return gradcheckMap(map, { seed });
      },
    }));
  };
  /** op(...operands, ...rest). */
  const call = (op: string, operands: Operands, ...rest: unknown[]): Trial[] =>
    as(
      op,
      rest.map((one) => inspect(one, { depth: null, breakLength: Infinity })).join(", "),
      operands,
      (...variables) => tape.operation(op)(...variables, ...rest),
    );
  return { as, call };
}

export type Operations<V> = ReturnType<typeof operations<V>>;
