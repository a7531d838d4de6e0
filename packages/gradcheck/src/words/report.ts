// What a check found, as a value. Text, HTML, JSON and the matcher are views of it.

/**
 * What became of one entry. `kink`: a valid subgradient at a point without a derivative. `unmeasurable`: below the
 * noise of the subject, or at a jump. `inconclusive`: measured, but not well enough to judge. NaN is wrong.
 */
export type EntryVerdict = "pass" | "wrong" | "kink" | "unmeasurable" | "inconclusive" | "skipped";

/** `inconclusive` is never a pass: the check could not see whether the gradient is right. */
export type Verdict = "pass" | "fail" | "inconclusive";

/** How many entries came to which verdict; they add up to `entries`. */
export interface Counts {
  entries: number;
  passed: number;
  wrong: number;
  kink: number;
  unmeasurable: number;
  inconclusive: number;
  skipped: number;
}

/** What was drawn from the seed, in a shape that was given for it. */
export interface Drawn {
  /** The name of an option, or of one of several inputs: `input`, `input.query`, `target`. */
  name: string;
  shape: number[];
}

/** What was found beside the entries; a failure fails the check, a note never does. */
export type FindingKind =
  | "shape"
  | "missing"
  | "extra"
  | "non-finite"
  | "nondeterministic-forward"
  | "nondeterministic-backward"
  | "stale"
  | "accumulates"
  | "mutates-input"
  | "mutates-upstream"
  | "ignores-upstream"
  | "second-point"
  | "throws"
  | "aliases"
  | "special-point"
  | "degenerate"
  | "declaration"
  | "low-precision";

export interface Finding {
  kind: FindingKind;
  severity: "failure" | "note";
  tensor?: string;
  index?: number[];
  message: string;
}

/** One entry of a tensor: backprop's value, and the numeric one with its error bar. */
export interface EntryReport {
  index: number[];
  verdict: EntryVerdict;
  analytic: number;
  numeric: number;
  /** The numeric value is known to ± this: truncation and rounding together. */
  error: number;
  /** The step that gave the numeric value: half the distance between the two points. */
  step: number;
}

export type DiagnosisKind =
  | "sign"
  | "factor"
  | "zero"
  | "transposed"
  | "permuted"
  | "missing-sum"
  | "missing-term"
  | "wrong-axis"
  | "single-entry"
  | "support"
  | "input-gradient";

/** An explanation of the errors of a tensor. */
export interface Diagnosis {
  kind: DiagnosisKind;
  message: string;
  factor?: number;
  layer?: number;
  /** The share of the error that the explanation leaves. */
  unexplained: number;
}

export interface TensorReport {
  name: string;
  shape: number[];
  verdict: Verdict;
  /** ‖numeric − analytic‖ / (‖numeric‖ + ‖analytic‖) over the entries that could be judged; 0/0 is 0. */
  ratio: number;
  counts: Counts;
  /** The smallest relative error that this check would have found on any single entry it passed. */
  detectionLimit: number;
  /** The five entries farthest from their numeric value, in units of what was allowed; the worst first. */
  worst: EntryReport[];
  diagnoses: Diagnosis[];
  /** Every entry, row-major; left out above 100 000 entries. */
  entries?: { analytic: number[]; numeric: number[]; error: number[]; verdict: EntryVerdict[] };
}

/** The error against the step, and the Taylor remainder, of one entry. */
export interface Curve {
  tensor: string;
  index: number[];
  role: "worst" | "healthy";
  steps: number[];
  /** |central difference − analytic| at each step. */
  errors: number[];
  /** |f(x + h) − f(x − h) − 2 h g| at each step: falls as h³ when g is right, as h when it is wrong. */
  remainders: number[];
}

export type Verb = "gradcheck" | "gradcheckLoss" | "gradcheckFunction" | "gradcheckMap";

export interface GradcheckReport {
  version: 1;
  subject: string;
  /** What made the check: it says what kind of subject this is. */
  verb: Verb;
  verdict: Verdict;
  /** Whether the verdict is `pass`. */
  passed: boolean;
  /** ‖dθ_approx − dθ‖ / (‖dθ_approx‖ + ‖dθ‖) over the entries that could be judged; 0/0 is 0, NaN stays NaN. */
  ratio: number;
  /** The ratio that a correct gradient would show here: what is below it cannot be seen. Over finite entries; NaN without any. */
  noiseRatio: number;
  threshold: number;
  seed: number;
  /** What was given as a shape, and drawn from the seed; left out where all was given as values. */
  drawn?: Drawn[];
  method: "full" | "sampled" | "bisect";
  /** How many outputs were computed, by whole forward passes or in a shorter way. */
  evaluations: number;
  milliseconds: number;
  /** The call that repeats this check, ready to paste. */
  replay: string;
  counts: Counts;
  tensors: TensorReport[];
  findings: Finding[];
  curves: Curve[];
}
