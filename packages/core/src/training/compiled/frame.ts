// What all parts of a compiled step share: the arrays it works in, and what is written of one entry.
//
//   x, xo     the input rows and where they begin      v0_1   what function 1 of stage 0 gives
//   n         how many rows there are                  d0     dL/dv of the output of stage 0, then of its v₀
import type { Dtype } from "../../tensor/tensor.ts";
import type { Stage } from "./plan.ts";

export const range = (n: number) => [...Array(n).keys()];
export const lines = (...parts: readonly (string | readonly string[])[]) => parts.flat().join("\n");

/** Whether v_i of a stage is needed later: it is the output, or a function asks for it on the way back. */
const isKept = ({ functions }: Stage, i: number) =>
  i === functions.length || functions[i].keeps === "input" || (i > 0 && functions[i - 1].keeps === "output");

export class Frame {
  /** The names of the arrays that the code works in, with the length of a row of each. */
  readonly arrays = new Map<string, number>();

  constructor(
    readonly stages: readonly Stage[],
    readonly dtype: Dtype,
  ) {
    for (const [k, stage] of stages.entries()) {
      for (const i of range(stage.functions.length + 1))
        if (isKept(stage, i) && this.value(k, i) !== "x") this.arrays.set(this.value(k, i), stage.outputs);
      if (stage.affine) this.arrays.set(`d${k}`, stage.outputs);
    }
  }

  /** What the passes would put into a tensor is rounded to its precision. */
  round(value: string): string {
    return this.dtype === "float32" ? `Math.fround(${value})` : value;
  }

  /** The array of v_i of stage k. */
  value(k: number, i: number): string {
    return i === 0 && !this.stages[k].affine ? "x" : `v${k}_${i}`;
  }

  output(k: number): string {
    return this.value(k, this.stages[k].functions.length);
  }

  /** The array and the offset of the rows that come into stage k, which leave stage k - 1. */
  input(k: number): [array: string, offset: string] {
    return k === 0 ? ["x", "xo"] : [this.output(k - 1), "0"];
  }

  /** From v₀ of stage k at one index through its functions. */
  apply(k: number, v0: string, index: string): string {
    const stage = this.stages[k];
    const steps = [`const y0 = ${v0};`];
    if (this.arrays.has(this.value(k, 0))) steps.push(`${this.value(k, 0)}[${index}] = y0;`);
    for (const i of stage.functions.keys()) {
      steps.push(`const y${i + 1} = ${this.round(`f${k}_${i}(y${i})`)};`);
      if (isKept(stage, i + 1)) steps.push(`${this.value(k, i + 1)}[${index}] = y${i + 1};`);
    }
    return `{ ${steps.join(" ")} }`;
  }

  /** From dL/dv of the output of stage k at one index back through its functions. */
  unapply(k: number, dv: string, index: string): string {
    const { functions } = this.stages[k];
    const steps = [`const g${functions.length} = ${dv};`];
    for (const [i, { keeps }] of [...functions.entries()].reverse()) {
      const array = this.value(k, keeps === "input" ? i : i + 1);
      const kept = array === "x" ? `x[xo + ${index}]` : `${array}[${index}]`;
      steps.push(`const g${i} = ${this.round(`df${k}_${i}(g${i + 1}, ${kept})`)};`);
    }
    return `{ ${steps.join(" ")} d${k}[${index}] = g0; }`;
  }

  eachEntry(k: number, body: string): string {
    return `for (let q = 0; q < n * ${this.stages[k].outputs}; q++) ${body}`;
  }
}

/** The parts of a step that multiply by weights: of a stage with a product. */
export interface Products {
  /** v₀ = x W + b, and the functions behind it. */
  forward(frame: Frame, k: number): string;
  /** dW = xᵀ dy, and db, the sum of the rows of dy, straight into dθ. */
  parameterGradients(frame: Frame, k: number): string;
  /** dx = dy Wᵀ, and back through the functions of the stage before. */
  inputGradient(frame: Frame, k: number): string;
}
