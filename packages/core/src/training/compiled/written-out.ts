// Products of small layers in float64, written out: a line for each entry, with the weights under constant indices.
import { type Frame, lines, type Products, range } from "./frame.ts";

const declare = (names: readonly [name: string, value: string][]) =>
  names.map(([name, value]) => `const ${name} = ${value};`);

/** From 0 on and in order, as products of matrices are. */
const sumOf = (products: readonly string[]) => ["0", ...products].join(" + ");

/** Row i begins at p in the input of stage k, and at q in its output. */
function eachRow({ stages }: Frame, k: number, start: string, body: string): string {
  const { inputs, outputs } = stages[k];
  return `for (let i = 0, p = ${start}, q = 0; i < n; i++, p += ${inputs}, q += ${outputs}) {\n${body}\n}`;
}

export const writtenOut: Products = {
  forward(frame, k) {
    const { inputs, outputs, affine } = frame.stages[k];
    const { weight, bias } = affine!;
    const [x, start] = frame.input(k);
    const products = (j: number) => range(inputs).map((i) => `x${i} * theta[${weight + i * outputs + j}]`);
    const v0 = (j: number) => sumOf(products(j)) + (bias === undefined ? "" : ` + theta[${bias + j}]`);
    const body = lines(
      declare(range(inputs).map((i) => [`x${i}`, `${x}[p + ${i}]`])),
      range(outputs).map((j) => frame.apply(k, v0(j), `q + ${j}`)),
    );
    return eachRow(frame, k, start, body);
  },

  parameterGradients(frame, k) {
    const { inputs, outputs, affine } = frame.stages[k];
    const { weight, bias } = affine!;
    const [x, start] = frame.input(k);
    const add = (operator: string) => [
      ...range(inputs * outputs).map(
        (w) => `gradient[${weight + w}] ${operator} x${Math.floor(w / outputs)} * e${w % outputs};`,
      ),
      ...(bias === undefined ? [] : range(outputs).map((j) => `gradient[${bias + j}] ${operator} e${j};`)),
    ];
    const body = lines(
      declare(range(inputs).map((i) => [`x${i}`, `${x}[p + ${i}]`])),
      declare(range(outputs).map((j) => [`e${j}`, `d${k}[q + ${j}]`])),
      "if (i === 0) {",
      add("= 0 +"),
      "} else {",
      add("+="),
      "}",
    );
    return eachRow(frame, k, start, body);
  },

  inputGradient(frame, k) {
    const { inputs, outputs, affine } = frame.stages[k];
    const products = (i: number) =>
      range(outputs).map((j) => `e${j} * theta[${affine!.weight + i * outputs + j}]`);
    const body = lines(
      declare(range(outputs).map((j) => [`e${j}`, `d${k}[q + ${j}]`])),
      range(inputs).map((i) => frame.unapply(k - 1, sumOf(products(i)), `p + ${i}`)),
    );
    return eachRow(frame, k, "0", body);
  },
};
