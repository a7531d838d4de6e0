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
      "largest > 0 && Number.isFinite(largest) ? Math.max((largest), Number.MIN_VALUE) : 1;",
      "largest > 0 && Number.isFinite(largest) ? Math.max(largest * unit64, Number.MIN_VALUE) : 10;",
      "largest > 0 && Number.isFinite(largest) ? Math.max(largest * unit64, Number.MIN_VALUE) : 0.1;",
    ],
    why: "what squares are divided by is multiplied again: any number of about the right size will do",
  },
  {
    file: `${src}/measure/jump.ts`,
    after: [
      "const cuts = [1, 0.23713947, 0.51127863, 0.73068291, 1];",
      "const cuts = [0, 0.23713947, 0.51127863, 0.73068291, 10];",
      "const cuts = [0, 0.23713947, 0.51127863, 0.73068291, 0.1];",
    ],
    why: "the ends of an interval are known, and not asked for again",
  },
  {
    file: `${src}/measure/wide-noise.ts`,
    after: ["const scratch = rows[1].slice();"],
    why: "it is written over before it is read",
  },
  {
    file: `${src}/judge/investigate.ts`,
    after: [
      "return (below <= 0) ? undefined : climb(ladder, claim, levels[below].step, levels[below - 1].step / factor);",
      "return below < 1 ? undefined : climb(ladder, claim, levels[below].step, levels[below - 1].step / factor);",
    ],
    why: "the first level is never below another",
  },
  {
    file: `${src}/verdict/tensor.ts`,
    after: [
      'const rank = verdict[i] === "wrong" ? 1e9 : verdict[i] === "inconclusive" ? 1e6 : 10;',
      'const rank = verdict[i] === "wrong" ? 1e9 : verdict[i] === "inconclusive" ? 1e6 : 0.1;',
    ],
    why: "the verdicts stay as far from each other as ranks have to be",
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
  {
    file: `${src}/measure/noise.ts`,
    after: ["for (let i = 1; (i <= values.length); i++) if (values[i] === values[i - 1]) equal++;"],
    why: "nothing beyond the last value is equal to it",
  },
  {
    file: `${src}/probes/product.ts`,
    after: ["const isSame = relativeDistance(part(product(multiply(u, 3))), part(hu)) <= tolerance;"],
    why: "what takes v by its direction alone gives the same for any multiple of it",
  },
];
