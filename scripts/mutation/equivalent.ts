// Mutants that survive because they change nothing that anybody could see, each with why. One is told by its file and by the
// lines with the change, as they are printed after "+".

interface Equivalent {
  readonly file: string;
  readonly after: readonly string[];
  readonly why: string;
}

const src = "packages/gradcheck/src";

export const equivalent: readonly Equivalent[] = [
  {
    file: `${src}/measure/remainder.ts`,
    after: [
      "const middle = ((positions[0] + positions[positions.length - 1]));",
      "const middle = ((positions[0])) / 2;",
      "const middle = ((positions[positions.length - 1])) / 2;",
      "const middle = (positions[1] + positions[positions.length - 1]) / 2;",
      "const middle = (positions[0] + positions[positions.length - 2]) / 2;",
      "const middle = (positions[0] + positions[positions.length - 1]) / 20;",
      "const power = Float64Array.from(positions, (t) => (((t - middle))) ** degree);",
      "const power = Float64Array.from(positions, (t) => (((t)) / middle) ** degree);",
    ],
    why: "powers of any straight function of t span the same polynomials, rounding aside",
  },
  {
    file: `${src}/measure/remainder.ts`,
    after: ["for (let k = 0; (k <= values.length); k++) values[k] -= part * unit[k];"],
    why: "a write beyond the end of a typed array does nothing",
  },
  {
    file: `${src}/measure/direction.ts`,
    after: ["let bits = 1;", "for (let i = 0; (i <= entries.length); i++, bits >>>= width) {"],
    why: "bits are drawn before they are used, and a write beyond the end of a typed array does nothing",
  },
  {
    file: `${src}/measure/meter.ts`,
    after: ["for (let i = 0; (i <= center.length); i++) {"],
    why: "an output beyond the last is undefined to both sides and at the point: it did not change",
  },
  {
    file: `${src}/measure/meter.ts`,
    after: ["if ((true)) difference += c * (a - b);"],
    why: "equal numbers differ by 0, and where both are infinite the hull is not finite either",
  },
  {
    file: `${src}/measure/meter.ts`,
    after: [
      "const largest = center.reduce((most, y, i) => Math.max(most, Math.abs((y))), 0);",
      "this.#unit = largest > 0 && Number.isFinite(largest) ? (largest) : 1;",
      "this.#unit = largest > 0 && Number.isFinite(largest) ? largest * noise.unit : 10;",
      "this.#unit = largest > 0 && Number.isFinite(largest) ? largest * noise.unit : 0.1;",
    ],
    why: "what squares are divided by is multiplied again: any number of about the right size will do",
  },
  {
    file: `${src}/measure/float32.ts`,
    after: ["if (x === 1 || (Number.isInteger(x) && Math.abs(x) < 2 ** 24)) return true;"],
    why: "0 is a whole number too",
  },
  {
    file: `${src}/measure/step.ts`,
    after: ["const bits = new DataView(new ArrayBuffer(80));"],
    why: "eight bytes of it are used",
  },
  {
    file: `${src}/verdict/tensor.ts`,
    after: [
      'if (verdict[i] === "skipped" || isUnmeasured(survey, i)) return -10;',
      'if (verdict[i] === "skipped" || isUnmeasured(survey, i)) return -0.1;',
    ],
    why: "entries with a rank below 0 are not shown, whatever it is",
  },
];
