// What all parts of a program share: its language, the names of its arrays, and the functions that it calls.
import type { Dtype } from "../../tensor/tensor.ts";
import type { Node } from "../graph/node.ts";
import type { FunctionName, Language } from "./language.ts";
import { loops } from "./loops.ts";

export class Writer {
  readonly functions = new Set<FunctionName>();
  readonly arrays = new Map<Node, string>();

  constructor(
    readonly language: Language,
    readonly dtype: Dtype,
  ) {}

  /** An entry of what a node gives, in double precision. */
  entry(x: Node, where: string): string {
    return this.language.load(`${this.arrays.get(x)}[${where}]`, this.dtype);
  }

  /** It is rounded to the precision of the array. */
  store(y: Node, where: string, value: string): string {
    return `${this.arrays.get(y)}[${where}] = ${value};`;
  }

  /** What the operations on tensors round in between. */
  round(value: string): string {
    return this.dtype === "float32" ? this.language.fround(value) : value;
  }

  call(name: FunctionName, ...of: readonly string[]): string {
    this.functions.add(name);
    return `${this.language.names[name]}(${of.join(", ")})`;
  }

  /** One more product in the sum s, as products of matrices add it. */
  addProduct(a: string, b: string): string {
    return `s = ${this.round(`s + ${this.round(`${a} * ${b}`)}`)};`;
  }

  loops(
    prefix: string,
    shape: readonly number[],
    body: (indices: readonly string[]) => readonly string[],
  ): string[] {
    return loops(this.language.integer, prefix, shape, body);
  }
}
