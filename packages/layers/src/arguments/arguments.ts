// The arguments of factories. What is out of range throws: `dense: expected inputs to be a whole number above 0, got -1`.
import {
  expectShape,
  formatShape,
  type InitialTree,
  type Input,
  type InputGradient,
  type Layer,
  type Tensor,
} from "@nudge/core";
import { checkOptions } from "@nudge/core/internal";

type Values = Readonly<Record<string, unknown>>;

/** What came in the place of an argument, for an error message. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "function" ? "a function" : String(value);
}

/** The numbers of an array, or of what looks like one; undefined of anything else. */
export function listOf(values: ArrayLike<number>): readonly number[] | undefined {
  const isList = typeof values === "object" && typeof values?.length === "number";
  return isList ? Array.from(values) : undefined;
}

const rule = (expected: string, holds: (value: unknown) => boolean) => (name: string, values: Values) => {
  for (const [what, value] of Object.entries(values)) {
    if (holds(value)) continue;
    throw new Error(`${name}: expected ${what} to be ${expected}, got ${show(value)}`);
  }
};

export const checkSizes = rule("a whole number above 0", (v) => Number.isInteger(v) && (v as number) > 0);
export const checkFinite = rule("a finite number", Number.isFinite);
export const checkPositive = rule("a number above 0", (v) => Number.isFinite(v) && (v as number) > 0);
export const checkShare = rule("at least 0 and below 1", (v) => typeof v === "number" && v >= 0 && v < 1);
export const checkFlags = rule("true or false", (v) => typeof v === "boolean");

/** Throws unless the value is one of a few words. */
export function checkChoice(name: string, what: string, value: unknown, choices: readonly string[]): void {
  const words = choices.map((choice) => JSON.stringify(choice)).join(" or ");
  rule(words, (v) => choices.includes(v as string))(name, { [what]: value });
}

/** Throws unless the limits are numbers (infinite ones too) in ascending order. */
export function checkLimits(name: string, minimum: number, maximum: number): void {
  if (typeof minimum === "number" && typeof maximum === "number" && minimum < maximum) return;
  throw new Error(`${name}: expected a minimum below the maximum, got ${show(minimum)} and ${show(maximum)}`);
}

/** Throws unless the value is a list of whole numbers above 0. */
export function checkLengths(name: string, shape: readonly number[]): void {
  if (!Array.isArray(shape)) throw new Error(`${name}: expected a list of lengths, got ${show(shape)}`);
  for (const length of shape) checkSizes(name, { "the lengths": length });
}

/** The option of layers that work along one axis. */
export interface AxisOptions {
  /** Counted from the back where negative; -1, the last one, unless given. */
  readonly axis?: number;
}

export function axisOf(name: string, { axis = -1 }: AxisOptions): number {
  rule("a whole number", Number.isInteger)(name, { axis });
  return axis;
}

/** Throws unless x has the axis, and entries along it. */
export function expectAlong(x: Tensor, axis: number): void {
  expectShape(x, ["..."]);
  const length = x.shape.at(axis);
  if (length === undefined || length === 0)
    throw new Error(`expected input with entries along axis ${axis}, got ${formatShape(x.shape)}`);
}

/** The options of a layer with a bias. */
export interface BiasOptions {
  /** Whether there is a bias; true unless given. */
  readonly bias?: boolean;
}

/** Whether the options ask for a bias; throws on unknown ones. `others` are the options there are besides. */
export function hasBias(name: string, options: BiasOptions, others: readonly string[] = []): boolean {
  checkOptions(name, options, [...others, "bias"]);
  const { bias = true } = options;
  checkFlags(name, { bias });
  return bias;
}

type WithoutLast<A extends readonly unknown[]> =
  Required<A> extends readonly [...infer H, unknown] ? H : never;

/** A factory whose options may turn parameters off: called without options, it makes a layer that has all of them. */
export type Complete<F> = F extends (
  ...args: infer A
) => Layer<infer P extends InitialTree, infer C, infer B extends InitialTree, infer I extends Input, infer G>
  ? ((
      ...args: WithoutLast<A>
    ) => Layer<{ readonly [K in keyof P]: NonNullable<P[K]> }, C, B, I, G & InputGradient<Input>>) &
      F
  : never;
