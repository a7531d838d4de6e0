// Programs in C99.
import type { TypedArray } from "../../tensor/tensor.ts";
import type { FunctionName, Language, Program } from "./language.ts";
import { inLines, shortest } from "./numbers.ts";

/** Functions that math.h does not have, or not as JavaScript does. */
const own: { readonly [name in FunctionName]?: string } = {
  maximum: `static double maximum(double a, double b) {
  if (isnan(a) || isnan(b)) return NAN;
  return a > b || (a == b && signbit(b)) ? a : b;
}`,
  minimum: `static double minimum(double a, double b) {
  if (isnan(a) || isnan(b)) return NAN;
  return a < b || (a == b && signbit(a)) ? a : b;
}`,
  sigmoid: `static double sigmoid(double x) {
  double e = exp(-fabs(x));
  return x < 0 ? e / (1 + e) : 1 / (1 + e);
}`,
  softplus: `static double softplus(double x) {
  return (x > 0 ? x : 0) + log1p(exp(-fabs(x)));
}`,
};

const literal = (value: number) => {
  if (Number.isNaN(value)) return "NAN";
  const size = Math.abs(value) === Number.POSITIVE_INFINITY ? "INFINITY" : `${Math.abs(value)}`;
  // 1 / 2 would be a division of whole numbers.
  const digits = /^\d+$/.test(size) ? `${size}.0` : size;
  return value < 0 || Object.is(value, -0) ? `-${digits}` : digits;
};

function file({ dtype, constants, arrays, functions, body, input, output, outputs }: Program): string {
  const type = dtype === "float32" ? "float" : "double";
  const write = (values: TypedArray) =>
    inLines(Array.from(values, (value) => literal(shortest(value, dtype))));
  const inputs = arrays.get(input);
  return [
    `/* predict: x, ${inputs} numbers, to y, ${outputs} numbers, both in row-major order. Compile with -ffp-contract=off. Not for several threads at once. */`,
    "#include <math.h>",
    ...Array.from(
      constants,
      ([name, values]) => `static const ${type} ${name}[${values.length}] = {${write(values)}};`,
    ),
    ...Array.from(arrays, ([name, length]) => `static ${type} ${name}[${length}];`),
    ...Array.from(functions, (name) => own[name] ?? []).flat(),
    "",
    `void predict(const ${type} *x, ${type} *y) {`,
    `  for (int i = 0; i < ${inputs}; i++) ${input}[i] = x[i];`,
    ...body.map((line) => `  ${line}`),
    `  for (int i = 0; i < ${outputs}; i++) y[i] = ${output}[i];`,
    "}",
    "",
  ].join("\n");
}

export const c: Language = {
  integer: "int",
  real: "double",
  infinity: "INFINITY",
  number: literal,
  names: {
    maximum: "maximum",
    minimum: "minimum",
    abs: "fabs",
    exp: "exp",
    expm1: "expm1",
    log: "log",
    sqrt: "sqrt",
    tanh: "tanh",
    sigmoid: "sigmoid",
    softplus: "softplus",
    erfc: "erfc",
  },
  fround: (value) => `(float)(${value})`,
  load: (entry, dtype) => (dtype === "float32" ? `(double)${entry}` : entry),
  file,
};
