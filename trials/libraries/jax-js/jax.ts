// What is called of the library.
import type { Operations } from "../../operations.ts";

/** Each use takes one reference, and `ref` adds one. */
export interface Value {
  readonly ref: Value;
  js(): number | number[];
}
export type Functions = Readonly<Record<string, (...given: unknown[]) => Value>>;
export interface Complex {
  readonly real: Value;
  readonly imag: Value;
}
export interface Jax {
  readonly numpy: Functions;
  readonly nn: Functions;
  readonly lax: Functions;
  init(device: string): Promise<void>;
  defaultDevice(device: string): void;
  jit<F>(f: F): F;
  vjp(f: unknown, variables: readonly Value[]): [Value, (upstream: Value) => Value[]];
}
export type Rows = Operations<Value>;

/** Of a function that gives several. */
export const listOf = (given: unknown) => given as Value[];
