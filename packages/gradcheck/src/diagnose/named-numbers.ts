// Numbers that a factor may be: sizes of what is checked, their ratios, and rates in the printed layer.
import type { Evidence, TensorEvidence } from "./evidence/evidence.ts";

interface NamedNumber {
  readonly value: number;
  /** "1/5 = 1/batch" */
  readonly text: string;
}

interface Size {
  readonly value: number;
  readonly name: string;
}

/** Whether a tensor holds one example in each row, as is known of what is not a parameter. */
const isData = ({ name }: TensorEvidence) => name === "input" || name === "prediction";

/** The lengths of the axes, each by the first name that it has. */
function sizesOf({ tensor, tensors, output }: Evidence): Size[] {
  const sizes = new Map<number, string>();
  const offer = (value: number, name: string) => {
    if (value > 1 && !sizes.has(value)) sizes.set(value, name);
  };
  const { shape } = output;
  const hasBatch =
    shape.length > 1 ||
    (shape.length === 1 && tensors.some((t) => t.shape.length > 1 && t.shape[0] === shape[0]));
  if (hasBatch) offer(shape[0], "batch");
  if (shape.length > 1) offer(shape[shape.length - 1], "outputs");
  for (const one of [tensor, ...tensors]) {
    const { length } = one.shape;
    if (output.size === 1 && isData(one) && length > 1) {
      offer(one.shape[0], "batch");
      offer(one.shape[length - 1], one.name === "prediction" ? "outputs" : "features");
    }
    for (const [axis, size] of one.shape.entries()) {
      const what =
        length === 2 ? (axis === 0 ? "rows" : "columns") : length === 1 ? "entries" : `axis ${axis}`;
      offer(size, `${what} of ${one.name}`);
    }
  }
  offer(output.size, "entries of the output");
  for (const one of [tensor, ...tensors]) offer(one.theta.length, `entries of ${one.name}`);
  return [...sizes].map(([value, name]) => ({ value, name }));
}

/** The rates between 0 and 1 that the subject prints: `dropout(0.2)`. */
const ratesOf = (subject: string) =>
  [...subject.matchAll(/(?<![\w.])0?\.\d+(?![\w.])/g)]
    .map(([text]) => Number(text))
    .filter((p) => p > 0 && p < 1);

/** All numbers that have a name, the simplest first. */
export function namedNumbers(evidence: Evidence): NamedNumber[] {
  const sizes = sizesOf(evidence);
  const rates = [...new Set(ratesOf(evidence.subject))];
  return [
    { value: 2, text: "2" },
    { value: 1 / 2, text: "1/2" },
    { value: 3, text: "3" },
    { value: 1 / 3, text: "1/3" },
    ...sizes.flatMap(({ value, name }) => [
      { value, text: `${value} = ${name}` },
      { value: 1 / value, text: `1/${value} = 1/${name}` },
    ]),
    ...rates.flatMap((p) => [
      { value: 1 - p, text: `1 - ${p}` },
      { value: 1 / (1 - p), text: `1/(1 - ${p})` },
      { value: p, text: `${p}` },
      { value: 1 / p, text: `1/${p}` },
    ]),
    ...sizes.flatMap(({ value, name }) => [
      { value: Math.sqrt(value), text: `√${value} = √(${name})` },
      { value: 1 / Math.sqrt(value), text: `1/√${value} = 1/√(${name})` },
    ]),
    ...sizes
      .filter(({ name }) => name === "batch" || name.endsWith(` of ${evidence.tensor.name}`))
      .flatMap(({ value, name }) => [
        { value: value / (value - 1), text: `${value}/${value - 1} = n/(n - 1) with n = ${name}` },
        { value: (value - 1) / value, text: `${value - 1}/${value} = (n - 1)/n with n = ${name}` },
      ]),
    ...sizes.flatMap((a) =>
      sizes
        .filter((b) => b !== a)
        .map((b) => ({
          value: a.value / b.value,
          text: `${fractionOf(a.value / b.value, 1e-12)} = ${a.name} / ${b.name}`,
        })),
    ),
  ];
}

/** A fraction of small whole numbers: "4/5". */
export function fractionOf(x: number, tolerance: number): string | undefined {
  for (let denominator = 1; denominator <= 64; denominator++) {
    const numerator = Math.round(x * denominator);
    if (numerator === 0 || Math.abs(x * denominator - numerator) > tolerance * Math.abs(numerator)) continue;
    return denominator === 1 ? `${numerator}` : `${numerator}/${denominator}`;
  }
  const inverse = Math.round(1 / x);
  return Math.abs(x * inverse - 1) <= tolerance && inverse !== 0 ? `1/${inverse}` : undefined;
}
