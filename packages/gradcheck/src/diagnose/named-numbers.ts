// Numbers that a factor may be: sizes of what is checked, their ratios, and rates of its layers.
import { digits } from "../words/describe.ts";
import type { Evidence, TensorEvidence } from "./evidence/evidence.ts";

interface NamedNumber {
  readonly value: number;
  /** "1/5 = 1/batch" */
  readonly text: string;
}

interface Size {
  readonly value: number;
  readonly name: string;
  /** Whether something may be averaged over it, by n - 1 for n. */
  readonly isAveraged: boolean;
  /** Whether a whole number that is equal to it is so for this reason: lengths of other tensors may be equal to any. */
  readonly isCause: boolean;
}

/** Whether a tensor holds one example in each row, as is known of what is not a parameter. */
const isData = ({ name }: TensorEvidence) => name === "input" || name === "prediction";

/** The lengths of the axes, each by the first name that it has. */
function sizesOf({ tensor, tensors, output }: Evidence): Size[] {
  const sizes = new Map<number, Size>();
  const offer = (value: number, name: string, { isAveraged = false, isCause = true } = {}) => {
    if (value > 1 && !sizes.has(value)) sizes.set(value, { value, name, isAveraged, isCause });
  };
  const { shape } = output;
  const hasBatch =
    shape.length > 1 ||
    (shape.length === 1 && tensors.some((t) => t.shape.length > 1 && t.shape[0] === shape[0]));
  if (hasBatch) offer(shape[0], "batch", { isAveraged: true });
  if (shape.length > 1) offer(shape[shape.length - 1], "outputs");
  offer(output.size, "entries of the output");
  for (const one of [tensor, ...tensors]) {
    const { length } = one.shape;
    if (output.size === 1 && isData(one) && length > 1) {
      offer(one.shape[0], "batch", { isAveraged: true });
      offer(one.shape[length - 1], one.name === "prediction" ? "outputs" : "features");
    }
    for (const [axis, size] of one.shape.entries()) {
      const what =
        length === 2
          ? axis === 0
            ? "rows"
            : "columns"
          : length === 1
            ? "entries"
            : `indices of axis ${axis}`;
      offer(size, `${what} of ${one.name}`, { isAveraged: one === tensor, isCause: false });
    }
  }
  for (const one of [tensor, ...tensors]) {
    const isAveraged = one === tensor;
    offer(one.theta.length, `entries of ${one.name}`, { isAveraged, isCause: false });
  }
  return [...sizes.values()];
}

/** All numbers that have a name, the simplest first. */
export function namedNumbers(evidence: Evidence): NamedNumber[] {
  const sizes = sizesOf(evidence);
  return [
    { value: 2, text: "2" },
    { value: 1 / 2, text: "1/2" },
    { value: 3, text: "3" },
    { value: 1 / 3, text: "1/3" },
    ...sizes.flatMap(({ value, name, isCause }) => {
      const chance = ` (there are ${value} ${name}, perhaps by chance)`;
      return [
        { value, text: `${value}${isCause ? ` = ${name}` : chance}` },
        { value: 1 / value, text: `1/${value}${isCause ? ` = 1/${name}` : chance}` },
      ];
    }),
    ...evidence.rates.flatMap((p) => [
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
      .filter(({ isAveraged }) => isAveraged)
      .flatMap(({ value, name }) => [
        { value: value / (value - 1), text: `${value}/${value - 1} = n/(n - 1) with n = ${name}` },
        { value: (value - 1) / value, text: `${value - 1}/${value} = (n - 1)/n with n = ${name}` },
      ]),
    ...sizes.flatMap((a) =>
      sizes
        .filter((b) => b !== a && a.isCause && b.isCause)
        .map((b) => ({
          value: a.value / b.value,
          text: `${fractionOf(a.value / b.value, 1e-12)} = ${a.name} / ${b.name}`,
        })),
    ),
  ];
}

/** A factor near 1 shows by how much it is not 1. */
export function factorText(x: number): string {
  const off = Math.abs(x - 1);
  return off > 0 && off < 5e-3
    ? Number(x.toPrecision(4 - Math.floor(Math.log10(off)))).toString()
    : digits(x);
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
