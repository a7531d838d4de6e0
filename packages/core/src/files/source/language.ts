// What a program is written in: its loops are the same in JavaScript and in C, but for these.
import type { Dtype, TypedArray } from "../../tensor/tensor.ts";
import type { OperationName } from "../graph/formula.ts";

/** Operations that are calls, and have no sign of their own. */
export type FunctionName = Exclude<OperationName, "add" | "subtract" | "multiply" | "divide" | "ifPositive">;

/** The parts of a program. */
export interface Program {
  readonly dtype: Dtype;
  readonly constants: ReadonlyMap<string, TypedArray>;
  /** The arrays that it works in, with their lengths. */
  readonly arrays: ReadonlyMap<string, number>;
  /** What it calls. */
  readonly functions: ReadonlySet<FunctionName>;
  readonly body: readonly string[];
  /** The arrays that the input comes into, and that the output is in. */
  readonly input: string;
  readonly output: string;
  readonly outputs: number;
}

export interface Language {
  /** What the declaration of a whole number, and of one in double precision, begins with. */
  readonly integer: string;
  readonly real: string;
  readonly infinity: string;
  number(value: number): string;
  /** What an operation is called. */
  readonly names: Readonly<Record<FunctionName, string>>;
  /** A value rounded to float32. */
  fround(value: string): string;
  /** An entry of an array, in double precision. */
  load(entry: string, dtype: Dtype): string;
  file(program: Program): string;
}
