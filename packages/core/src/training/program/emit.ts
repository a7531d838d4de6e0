// The source of a compiled step, over flat arrays with the rows one after another. Sums are taken in the order of the
// plain passes, each from 0 on, and what those put into a tensor is rounded to its precision: the bits are the same.
// The products of small layers are written out; the others go to `product`.
//
//   x, xo     the input rows and where they begin      v0_1   what function 1 of stage 0 gives
//   n         how many rows there are                  d0     dL/dv of the output of stage 0, then of its v₀
import type { Dtype } from "../../tensor/tensor.ts";
import type { Stage } from "./plan.ts";

/**
 * Up to so many weights the products of a layer are written out, in float64, where no step has to be rounded; and a net
 * of no more is one function. Functions that are much larger are never optimized.
 */
const WRITTEN_OUT = 256;

export interface Source {
  /** The names of the arrays that the code works in, with the length of a row of each. */
  readonly arrays: ReadonlyMap<string, number>;
  /** The body of a function of `theta`, `gradient`, `product`, `matrix`, `loss` and the arrays, that returns the step. */
  readonly code: string;
}

const range = (n: number) => [...Array(n).keys()];
const lines = (...parts: readonly (string | readonly string[])[]) => parts.flat().join("\n");
const declare = (names: readonly [name: string, value: string][]) =>
  names.map(([name, value]) => `const ${name} = ${value};`);

export function emit(stages: readonly Stage[], dtype: Dtype): Source {
  const arrays = new Map<string, number>();
  const last = stages.length - 1;
  const round = (value: string) => (dtype === "float32" ? `Math.fround(${value})` : value);
  const isWrittenOut = ({ inputs, outputs }: Stage) => dtype === "float64" && inputs * outputs <= WRITTEN_OUT;

  /** Whether v_i of a stage is needed later: it is the output, or a function asks for it on the way back. */
  const isKept = ({ functions }: Stage, i: number) =>
    i === functions.length ||
    functions[i].keeps === "input" ||
    (i > 0 && functions[i - 1].keeps === "output");
  /** The array of v_i of stage k. */
  const value = (k: number, i: number) => (i === 0 && !stages[k].affine ? "x" : `v${k}_${i}`);
  /** The array and the offset of the rows that come into stage k, which leave stage k - 1. */
  const input = (k: number) => (k === 0 ? ["x", "xo"] : [output(k - 1), "0"]);
  const output = (k: number) => value(k, stages[k].functions.length);
  const entry = (array: string, index: string) => (array === "x" ? `x[xo + ${index}]` : `${array}[${index}]`);

  for (const [k, stage] of stages.entries()) {
    const kept = range(stage.functions.length + 1).filter((i) => isKept(stage, i));
    for (const i of kept) if (value(k, i) !== "x") arrays.set(value(k, i), stage.outputs);
    if (stage.affine) arrays.set(`d${k}`, stage.outputs);
  }

  /** From v₀ of stage k at one index through its functions. */
  function apply(k: number, v0: string, index: string): string {
    const stage = stages[k];
    const steps = [`const y0 = ${v0};`];
    if (arrays.has(value(k, 0))) steps.push(`${value(k, 0)}[${index}] = y0;`);
    for (const i of stage.functions.keys()) {
      steps.push(`const y${i + 1} = ${round(`f${k}_${i}(y${i})`)};`);
      if (isKept(stage, i + 1)) steps.push(`${value(k, i + 1)}[${index}] = y${i + 1};`);
    }
    return `{ ${steps.join(" ")} }`;
  }

  /** From dL/dv of the output of stage k at one index back through its functions. */
  function unapply(k: number, dv: string, index: string): string {
    const { functions } = stages[k];
    const steps = [`const g${functions.length} = ${dv};`];
    for (const [i, { keeps }] of [...functions.entries()].reverse()) {
      steps.push(`const k${i} = ${entry(value(k, keeps === "input" ? i : i + 1), index)};`);
      steps.push(`const g${i} = ${round(`df${k}_${i}(g${i + 1}, k${i})`)};`);
    }
    return `{ ${steps.join(" ")} d${k}[${index}] = g0; }`;
  }

  const eachEntry = (k: number, body: string) => `for (let q = 0; q < n * ${stages[k].outputs}; q++) ${body}`;
  /** Row i begins at p in the input of stage k, and at q in its output. */
  const eachRow = (k: number, body: string, start = "0") => {
    const { inputs, outputs } = stages[k];
    return `for (let i = 0, p = ${start}, q = 0; i < n; i++, p += ${inputs}, q += ${outputs}) {\n${body}\n}`;
  };
  const sumOf = (terms: readonly string[]) => ["0", ...terms].join(" + ");
  const matrix = (array: string, offset: string | number, rows: string | number, columns: string | number) =>
    `matrix(${array}, ${offset}, ${rows}, ${columns}, ${columns}, 1)`;
  const transposed = (
    array: string,
    offset: string | number,
    rows: string | number,
    columns: string | number,
  ) => `matrix(${array}, ${offset}, ${columns}, ${rows}, 1, ${columns})`;

  /** v₀ = x W + b, and the functions behind it. */
  function forward(k: number): string {
    const { inputs, outputs, affine } = stages[k];
    if (!affine) return eachEntry(k, apply(k, "x[xo + q]", "q"));
    const { weight, bias } = affine;
    const [x, start] = input(k);
    if (isWrittenOut(stages[k])) {
      const products = (j: number) => range(inputs).map((i) => `x${i} * theta[${weight + i * outputs + j}]`);
      const v0 = (j: number) => sumOf(products(j)) + (bias === undefined ? "" : ` + theta[${bias + j}]`);
      const body = lines(
        declare(range(inputs).map((i) => [`x${i}`, `${x}[p + ${i}]`])),
        range(outputs).map((j) => apply(k, v0(j), `q + ${j}`)),
      );
      return eachRow(k, body, start);
    }
    const target = arrays.has(value(k, 0)) ? value(k, 0) : output(k);
    const v0 = bias === undefined ? `${target}[q]` : round(`${target}[q] + theta[${bias} + j]`);
    const [to, from] = [matrix(target, 0, "n", outputs), matrix(x, start, "n", inputs)];
    return lines(
      `product(${to}, ${from}, ${matrix("theta", weight, inputs, outputs)});`,
      `for (let i = 0, q = 0; i < n; i++) for (let j = 0; j < ${outputs}; j++, q++) ${apply(k, v0, "q")}`,
    );
  }

  /** dW = xᵀ dy, and db, the sum of the rows of dy, straight into dθ. */
  function parameterGradients(k: number): string {
    const { inputs, outputs } = stages[k];
    const { weight, bias } = stages[k].affine!;
    const [x, start] = input(k);
    if (!isWrittenOut(stages[k])) {
      const [to, from] = [matrix("gradient", weight, inputs, outputs), transposed(x, start, "n", inputs)];
      return lines(
        `product(${to}, ${from}, ${matrix(`d${k}`, 0, "n", outputs)});`,
        bias === undefined ? [] : [
        `for (let j = 0; j < ${outputs}; j++) {`,
        `let sum = 0; for (let q = j; q < n * ${outputs}; q += ${outputs}) sum += d${k}[q];`,
        `gradient[${bias} + j] = sum;\n}`,
        ],
      );
    }
    const products = range(inputs * outputs).map((w) => `x${Math.floor(w / outputs)} * e${w % outputs}`);
    const add = (operator: string) =>
      [
        products.map((product, w) => `gradient[${weight + w}] ${operator} ${product};`),
        bias === undefined ? [] : range(outputs).map((j) => `gradient[${bias + j}] ${operator} e${j};`),
      ].flat();
    const body = lines(
      declare(range(inputs).map((i) => [`x${i}`, `${x}[p + ${i}]`])),
      declare(range(outputs).map((j) => [`e${j}`, `d${k}[q + ${j}]`])),
      "if (i === 0) {",
      add("= 0 +"),
      "} else {",
      add("+="),
      "}",
    );
    return eachRow(k, body, start);
  }

  /** dx = dy Wᵀ, and back through the functions of the stage before. */
  function inputGradient(k: number): string {
    const { inputs, outputs } = stages[k];
    const { weight } = stages[k].affine!;
    if (isWrittenOut(stages[k])) {
      const products = (i: number) => range(outputs).map((j) => `e${j} * theta[${weight + i * outputs + j}]`);
      const body = lines(
        declare(range(outputs).map((j) => [`e${j}`, `d${k}[q + ${j}]`])),
        range(inputs).map((i) => unapply(k - 1, sumOf(products(i)), `p + ${i}`)),
      );
      return eachRow(k, body);
    }
    const [to, from] = [matrix(`d${k - 1}`, 0, "n", inputs), matrix(`d${k}`, 0, "n", outputs)];
    return lines(
      `product(${to}, ${from}, ${transposed("theta", weight, inputs, outputs)});`,
      backThroughFunctions(k - 1),
    );
  }

  function backThroughFunctions(k: number): string {
    return stages[k].functions.length === 0 ? "" : eachEntry(k, unapply(k, `d${k}[q]`, "q"));
  }

  const before = range(last + 1).map((k) => [`forward${k}`, forward(k)]);
  const after = [[`backThroughFunctions${last}`, backThroughFunctions(last)]];
  for (let k = last; k >= 0 && stages[k].affine; k--) {
    after.push([`parameterGradients${k}`, parameterGradients(k)]);
    if (k > 0 && stages[k - 1].affine) after.push([`inputGradient${k}`, inputGradient(k)]);
  }
  const weights = stages.reduce(
    (sum, { inputs, outputs, affine }) => sum + (affine ? inputs * outputs : 0),
    0,
  );
  const inOne = weights <= WRITTEN_OUT;
  const run = ([name, body]: string[]) => (inOne ? `{\n${body}\n}` : `${name}(n, x, xo);`);
  const functions = [...before, ...after].map(([name, body]) => `function ${name}(n, x, xo) {\n${body}\n}`);
  const code = lines(
    '"use strict";',
    inOne ? [] : functions,
    "return function step(n, x, xo, target) {",
    before.map(run),
    `const value = loss(${output(last)}, n, ${stages[last].outputs}, target, d${last});`,
    "if (value === undefined) return undefined;",
    after.map(run),
    "return value;\n};",
  );
  return { arrays, code };
}
