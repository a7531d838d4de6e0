// What a check found, as a value. Text, HTML, JSON and the matcher are views of it.

/**
 * What became of one entry. `kink`: at a point without a derivative, where nothing speaks against the gradient.
 * `unmeasurable`: below the noise of the subject, or at a jump. `inconclusive`: measured, but not well enough to judge, or
 * at an edge of the domain where no slope can be. `skipped`: not checked. A gradient of NaN is wrong.
 */
export type EntryVerdict = "pass" | "wrong" | "kink" | "unmeasurable" | "inconclusive" | "skipped";

/** `inconclusive` is never a pass: the check could not see whether the gradient is right. */
export type Verdict = "pass" | "fail" | "inconclusive";

/** How many entries came to which verdict; they add up to `entries`. */
export interface Counts {
  /** All of them, the skipped ones too. */
  entries: number;
  /** The gradient agrees with the slope within its error bar. */
  passed: number;
  /** The gradient is farther from the slope than the error bar and the threshold allow. */
  wrong: number;
  /** There is no derivative, and the gradient is between the slopes to both sides, or no one can tell. */
  kink: number;
  /** The slope is below the noise of the output, or at a jump. */
  unmeasurable: number;
  /** The slope was not measured well enough to judge, or not at all. */
  inconclusive: number;
  /** Not checked, as the options say or because the gradient is null. */
  skipped: number;
}

/** What was drawn from the seed, in a shape that was given for it. */
export interface Drawn {
  /** The name of an option, or of one of several inputs: `input`, `input.query`, `target`. */
  name: string;
  /** The shape that was given. */
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
  | "ignores-values"
  | "batch-size"
  | "joint-kink"
  | "asymmetric"
  | "throws"
  | "throws-sometimes"
  | "aliases"
  | "special-point"
  | "degenerate"
  | "edge"
  | "declaration"
  | "low-precision";

/** One thing that was found beside the entries. */
export interface Finding {
  /** What it is, for programs. */
  kind: FindingKind;
  /** Whether it fails the check. */
  severity: "failure" | "note";
  /** Of a failure that was declared to be one that does not matter, and is a note for that. */
  allowed?: true;
  /** The tensor that it is about, where it is about one. */
  tensor?: string;
  /** The entry of that tensor, where it is about one. */
  index?: number[];
  /** What it is, for people: one sentence. */
  message: string;
}

/** One entry of a tensor: backprop's value, and the numeric one with its error bar. */
export interface EntryReport {
  /** Where it is in its tensor. */
  index: number[];
  /** What became of it. */
  verdict: EntryVerdict;
  /** The gradient that backprop gave. */
  analytic: number;
  /** The slope that was measured; NaN where none was. */
  numeric: number;
  /** The numeric value is known to ± this: truncation and rounding together. */
  error: number;
  /** The step that gave the numeric value: half the distance between the two points. */
  step: number;
}

/** The kinds of mistakes that explain wrong entries. */
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
  /** Which kind of mistake it is. */
  kind: DiagnosisKind;
  /** What the mistake is, for people: one sentence. */
  message: string;
  /** The c of backprop = c × numeric, where that is the explanation. */
  factor?: number;
  /** The number of the layer that is at fault, in a sequence of layers. */
  layer?: number;
  /** The share of the error that the explanation leaves: 0 where it explains all. */
  unexplained: number;
}

/** What was found of one tensor. */
export interface TensorReport {
  /** Its name: `input`, `weight`, or `0.weight` of the first layer of a sequence. */
  name: string;
  /** Its shape. */
  shape: number[];
  /**
   * `skipped` where no entry was to be checked; `fail` with any wrong entry; `inconclusive` with any inconclusive one, or where
   * none could be judged; else `pass`.
   */
  verdict: Verdict | "skipped";
  /** ‖numeric − analytic‖ / (‖numeric‖ + ‖analytic‖) over the entries that could be judged; 0/0 is 0. */
  ratio: number;
  /** The relative error from which on an entry of it is wrong. */
  threshold: number;
  /** How many of its entries came to which verdict. */
  counts: Counts;
  /** The smallest relative error that this check would have found on any single entry it passed. */
  detectionLimit: number;
  /** The five entries farthest from their numeric value, in units of what was allowed; the worst first. */
  worst: EntryReport[];
  /** What explains its wrong entries, the best first; empty where nothing does. */
  diagnoses: Diagnosis[];
  /** Every entry, row-major; left out above 100 000 entries, and where directions were measured in place of entries. */
  entries?: { analytic: number[]; numeric: number[]; error: number[]; verdict: EntryVerdict[] };
  /**
   * Where `entries` is left out: the worst entry of each block of neighbours, at its place in row-major order, for pictures. NaN is
   * the numeric value of one that passed by directions.
   */
  blocks?: {
    place: number[];
    analytic: number[];
    numeric: number[];
    error: number[];
    verdict: EntryVerdict[];
  };
}

/** What one entry shows at steps of all lengths, longest first: its error, and the remainder of Taylor's formula. */
export interface Curve {
  /** The tensor of the entry. */
  tensor: string;
  /** Where the entry is in it. */
  index: number[];
  /** Whether it is the worst entry, or a right one to compare it with. */
  role: "worst" | "healthy";
  /** The steps h. */
  steps: number[];
  /** |central difference − analytic| at each step. */
  errors: number[];
  /** |f(x + h) − f(x − h) − 2 h g| at each step: falls as h³ where the gradient g is right, as h where it is wrong. */
  remainders: number[];
}

/** The functions that check a gradient. */
export type Verb = "gradcheck" | "gradcheckLoss" | "gradcheckFunction" | "gradcheckMap" | "gradcheckHessian";

/** What a check found. */
export interface GradcheckReport {
  /** The version of this format. */
  version: 1;
  /** What made this report: `@nudge/gradcheck 0.1.0`. */
  checker?: string;
  /** When the check began: the date and time of ISO 8601, in UTC. */
  time?: string;
  /** What was checked, as it prints: `dense(4, 3)`. */
  subject: string;
  /** The file and line of what was checked, where they are known: `src/scale.ts:12`, from the working folder, with forward slashes. */
  source?: string;
  /** The function that made the check; it says what kind of subject this is. */
  verb: Verb;
  /** `fail` with any failure or wrong entry; `inconclusive` where a tensor is, or where nothing was verified; else `pass`. */
  verdict: Verdict;
  /** Whether the verdict is `pass`. */
  passed: boolean;
  /** ‖dθ_approx − dθ‖ / (‖dθ_approx‖ + ‖dθ‖) over the entries that could be judged; 0/0 is 0, NaN stays NaN. */
  ratio: number;
  /** The ratio that the error bars alone make: no smaller one can be seen. Over finite entries; NaN without any. */
  noiseRatio: number;
  /** The relative error from which on an entry is wrong, of tensors that are given none of their own. */
  threshold: number;
  /** What random values were drawn from. */
  seed: number;
  /** What was given as a shape, and drawn from the seed; left out where all was given as values. */
  drawn?: Drawn[];
  /** Of what slopes were taken of the surrogate that is declared, and not of forward; left out where of nothing. */
  surrogates?: string[];
  /** What was measured: every entry ("full") or random directions, halved where they are wrong ("bisect"). */
  method: "full" | "sampled" | "bisect";
  /** How many outputs were computed, by whole forward passes or in a shorter way. */
  evaluations: number;
  /** How long the check took. */
  milliseconds: number;
  /** The call that repeats this check, ready to paste. */
  replay: string;
  /** How many entries of all tensors came to which verdict. */
  counts: Counts;
  /** Of how many checked entries nothing was verified: all that are unmeasurable, and kinks where no one can tell. */
  unverified: number;
  /** Each tensor that was checked or skipped, inputs first. */
  tensors: TensorReport[];
  /** What was found beside the entries, in the order in which it was looked for. */
  findings: Finding[];
  /** The worst entry and a right one at steps of all lengths; empty after a pass. */
  curves: Curve[];
}
