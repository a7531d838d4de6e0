// Products of larger layers, left to the kernel of `product`.
import { type Frame, lines, type Products } from "./frame.ts";

type Size = string | number;

const matrix = (array: string, offset: Size, rows: Size, columns: Size) =>
  `matrix(${array}, ${offset}, ${rows}, ${columns}, ${columns}, 1)`;

/** The transposed view of a matrix of so many rows and columns. */
const transposed = (array: string, offset: Size, rows: Size, columns: Size) =>
  `matrix(${array}, ${offset}, ${columns}, ${rows}, 1, ${columns})`;

/** Sums of rows are taken in double precision, as `sum` does. */
function biasGradient({ stages }: Frame, k: number): string[] {
  const { outputs, affine } = stages[k];
  if (affine?.bias === undefined) return [];
  return [
    `for (let j = 0; j < ${outputs}; j++) {`,
    "let sum = 0;",
    `for (let q = j; q < n * ${outputs}; q += ${outputs}) sum += d${k}[q];`,
    `gradient[${affine.bias} + j] = sum;`,
    "}",
  ];
}

export const byKernel: Products = {
  forward(frame, k) {
    const { inputs, outputs, affine } = frame.stages[k];
    const { weight, bias } = affine!;
    const [x, start] = frame.input(k);
    // The product is put where v₀ is kept; where it is not, in the place of the output, which is then written over it.
    const out = frame.arrays.has(frame.value(k, 0)) ? frame.value(k, 0) : frame.output(k);
    const v0 = bias === undefined ? `${out}[q]` : frame.round(`${out}[q] + theta[${bias} + j]`);
    const [to, from] = [matrix(out, 0, "n", outputs), matrix(x, start, "n", inputs)];
    return lines(
      `product(${to}, ${from}, ${matrix("theta", weight, inputs, outputs)});`,
      "for (let i = 0, q = 0; i < n; i++)",
      `for (let j = 0; j < ${outputs}; j++, q++) ${frame.apply(k, v0, "q")}`,
    );
  },

  parameterGradients(frame, k) {
    const { inputs, outputs, affine } = frame.stages[k];
    const [x, start] = frame.input(k);
    const [to, from] = [
      matrix("gradient", affine!.weight, inputs, outputs),
      transposed(x, start, "n", inputs),
    ];
    return lines(`product(${to}, ${from}, ${matrix(`d${k}`, 0, "n", outputs)});`, biasGradient(frame, k));
  },

  inputGradient(frame, k) {
    const { inputs, outputs, affine } = frame.stages[k];
    const [to, from] = [matrix(`d${k - 1}`, 0, "n", inputs), matrix(`d${k}`, 0, "n", outputs)];
    return lines(
      `product(${to}, ${from}, ${transposed("theta", affine!.weight, inputs, outputs)});`,
      frame.stages[k - 1].functions.length === 0
        ? []
        : frame.eachEntry(k - 1, frame.unapply(k - 1, `d${k - 1}[q]`, "q")),
    );
  },
};
