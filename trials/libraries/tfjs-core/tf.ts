// What is called of the library.
import type { Operations } from "../../operations.ts";

export interface Tensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  arraySync(): number | number[];
}
export type Operation = (...given: unknown[]) => Tensor;
export interface Tf {
  readonly [name: string]: Operation;
}
export type Rows = Operations<Tensor>;

/** Of an operation that gives several. */
export const listOf = (given: unknown) => given as Tensor[];
