// Programs in JavaScript: a module without imports.
import type { TypedArray } from "../../tensor/tensor.ts";
import type { FunctionName, Language, Program } from "./language.ts";
import { inLines, shortest } from "./numbers.ts";

/** From so many numbers on they are written as base64 of their bytes: half as long, and read faster. */
const LARGE = 4096;

/** Functions that Math does not have, in the words of those that the layers and tensors use. */
const own: { readonly [name in FunctionName]?: string } = {
  sigmoid: `const sigmoid = (x) => {
  const e = Math.exp(-Math.abs(x));
  return x < 0 ? e / (1 + e) : 1 / (1 + e);
};`,
  softplus: `const softplus = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));`,
  erfc: `const erfc = (x) => {
  if (x < 0) return 2 - erfc(-x);
  if (x > 27.3) return 0;
  if (x < 1) {
    let term = x;
    let total = x;
    for (let k = 1; term > total * 1e-17; k++) {
      term *= (2 * x * x) / (2 * k + 1);
      total += term;
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * total;
  }
  let fraction = x;
  for (let k = Math.ceil(20 + 160 / (x * x)); k > 0; k--) fraction = x + k / 2 / fraction;
  const high = Math.fround(x);
  const gauss = Math.exp(-high * high) * Math.exp((high - x) * (high + x));
  return gauss / Math.sqrt(Math.PI) / fraction;
};`,
};

const literal = (value: number) => (Object.is(value, -0) ? "-0" : `${value}`);

/** The bytes of numbers in the order that typed arrays have on all hosts of today. */
function base64(values: TypedArray): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function file({ dtype, constants, arrays, functions, body, input, output, outputs }: Program): string {
  const type = dtype === "float32" ? "Float32Array" : "Float64Array";
  const isLarge = [...constants.values()].reduce((total, { length }) => total + length, 0) > LARGE;
  const write = (values: TypedArray) =>
    isLarge
      ? `decode("${base64(values)}")`
      : `${type}.of(${inLines(Array.from(values, (value) => literal(shortest(value, dtype))))})`;
  const inputs = arrays.get(input);
  return [
    `// predict(x) of a row of ${inputs} numbers gives ${outputs}; those of several axes are in row-major order.`,
    ...(isLarge
      ? [`const decode = (text) => new ${type}(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);`]
      : []),
    ...Array.from(constants, ([name, values]) => `const ${name} = ${write(values)};`),
    ...Array.from(arrays, ([name, length]) => `const ${name} = new ${type}(${length});`),
    ...Array.from(functions, (name) => own[name] ?? []).flat(),
    "",
    "export function predict(x) {",
    `  if (x?.length !== ${inputs}) throw new Error(\`predict: expected ${inputs} numbers, got \${x?.length}\`);`,
    `  for (let i = 0; i < ${inputs}; i++) {`,
    `    ${input}[i] = Number.isFinite(x[i]) ? x[i] : NaN;`,
    `    if (!Number.isFinite(${input}[i])) throw new Error(\`predict: expected finite numbers, got \${String(x[i])} at \${i}\`);`,
    "  }",
    ...body.map((line) => `  ${line}`),
    `  return ${output}.slice();`,
    "}",
    "",
  ].join("\n");
}

export const javascript: Language = {
  integer: "let",
  real: "let",
  infinity: "Infinity",
  number: literal,
  names: {
    maximum: "Math.max",
    minimum: "Math.min",
    abs: "Math.abs",
    exp: "Math.exp",
    expm1: "Math.expm1",
    log: "Math.log",
    sqrt: "Math.sqrt",
    tanh: "Math.tanh",
    sigmoid: "sigmoid",
    softplus: "softplus",
    erfc: "erfc",
  },
  fround: (value) => `Math.fround(${value})`,
  load: (entry) => entry,
  file,
};
