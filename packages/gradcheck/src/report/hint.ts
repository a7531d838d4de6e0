// One sentence on where to look next, when a check did not pass.
import { listRanges } from "../words/describe.ts";
import type { FindingKind, GradcheckReport, Verb } from "../words/report.ts";

/** Of functions of theta: what numeric is the slope of, and what gives analytic. */
const functions: { readonly [verb in Verb]?: readonly [value: string, gradient: string] } = {
  gradcheckFunction: ["value", "gradient"],
  gradcheckHessian: ["gradient", "the Hessian"],
};

/** What a finding asks for, the most basic first: what comes first hides what comes later. */
const advice: readonly (readonly [
  kinds: readonly FindingKind[],
  hint: string,
  ofFunction?: (value: string, gradient: string) => string,
])[] = [
  [
    ["throws"],
    "what throws, or returns what it may not, cannot be compared: make both passes run at the values of the check, and near them",
    (value, gradient) =>
      `what throws, or returns what it may not, cannot be compared: make ${value} and ${gradient} run at the theta of the check, and near it`,
  ],
  [
    ["throws-sometimes"],
    "let both passes depend on nothing but their arguments and pass.rng: look for state, a clock, or memory that runs out",
    (value, gradient) =>
      `let ${value} and ${gradient} depend on theta alone: look for state, a clock, or memory that runs out`,
  ],
  [
    ["nondeterministic-forward"],
    "nothing can be measured until two forward passes with the same values give the same output",
    (value) => `nothing can be measured until ${value} gives the same twice for the same theta`,
  ],
  [
    ["missing", "extra", "shape"],
    "let backward return a gradient for each tensor of the table, under its name and in its shape",
    (_, gradient) => `let ${gradient} return one number for each entry of theta`,
  ],
  [
    ["ignores-values"],
    "let forward compute with the tensors that it is given; the values of an object are the arrays it works on, no copies",
    (value) => `let ${value} compute with the theta that it is given`,
  ],
  [
    ["mutates-input", "mutates-upstream"],
    "leave the arguments of forward and backward as they are: work on a copy",
  ],
  [
    ["stale", "accumulates", "nondeterministic-backward"],
    "let backward use nothing but its arguments, and the cache of the forward pass that belongs to it",
    (_, gradient) => `let ${gradient} use nothing but theta, and return a new list every time`,
  ],
  [
    ["ignores-upstream"],
    "every gradient is the upstream gradient times a derivative: look for the missing dy",
    () =>
      "every term of H v is an entry of v times a second derivative: look for what is not, such as a norm of v",
  ],
  [
    ["batch-size"],
    "take the number of rows from what each pass is given, not from a constant or an earlier batch",
  ],
  [
    ["declaration"],
    "let the kernel of a layer give to the bit what its passes give, and `symbolic` what forward gives in evaluation, or leave them out: the passes are the definition",
  ],
  [["non-finite"], "look for a division by 0, the log of 0, or an exp that overflows"],
  [
    ["second-point"],
    "look for what holds at the given values only: a factor of 1, an offset of 0, one mode, one upstream",
    () =>
      "look for what holds at the given theta only: a factor of 1, an offset of 0, a term that is small there",
  ],
  [
    ["asymmetric"],
    "∂²f/∂a∂b is ∂²f/∂b∂a: check the gradient itself with gradcheckFunction, and then the Hessian once more",
  ],
];

const list = (names: readonly string[]) =>
  names.length < 3 ? names.join(" and ") : `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`;

/** The wrong entries of a function's θ. */
function wrongEntries([theta]: GradcheckReport["tensors"]): string {
  const wrong = (theta?.entries?.verdict ?? []).flatMap((verdict, k) => (verdict === "wrong" ? [k] : []));
  const listed = wrong.length > 0 ? listRanges(wrong) : "";
  if (listed === "" || listed.length > 40) return "the entries that are wrong";
  return `${wrong.length === 1 ? "entry" : "entries"} ${listed} of theta`;
}

/** Where to look, from which tensors are wrong and what was said of them. */
function whereToLook({ verb, tensors }: GradcheckReport): string {
  if (verb === "gradcheckFunction") return `look at how gradient makes ${wrongEntries(tensors)}`;
  const wrong = tensors.filter(({ verdict }) => verdict === "fail").map(({ name }) => name);
  const right = tensors.filter(({ verdict }) => verdict === "pass").map(({ name }) => name);
  if (verb === "gradcheckHessian") {
    const what = tensors.length > 1 ? `the Hessian gets ${list(wrong)}` : "the Hessian is made";
    return `look at how ${what}${right.length > 0 ? `; right: ${list(right)}` : ""}`;
  }
  if (tensors.some(({ diagnoses }) => diagnoses[0]?.layer !== undefined))
    return "correct that layer first: what comes before it is wrong because of it";
  if (right.length === 0 && wrong.length > 1)
    return "every tensor is wrong: look first at what backward does before it parts into the gradients";
  const others = right.length > 0 ? `; that of ${list(right)} is right` : "";
  return `look at how backward makes the gradient of ${list(wrong)}${others}`;
}

/** Whether there are wrong entries, and the slope is 0 in all that are shown. */
function isFlat({ tensors }: GradcheckReport): boolean {
  const wrong = tensors.flatMap(({ worst }) => worst.filter(({ verdict }) => verdict === "wrong"));
  return wrong.length > 0 && wrong.every(({ numeric }) => numeric === 0);
}

/** What to do where nothing was found wrong, and too little was seen. */
function whatToTry({ verb, counts }: GradcheckReport): string {
  if (counts.entries === 0)
    return verb in functions
      ? "there is nothing to check: give theta an entry"
      : "there is nothing to check: give the check a tensor with entries";
  if (counts.skipped === counts.entries)
    return "nothing was left to check: every tensor is named in skip, or has null as its gradient";
  const values =
    verb in functions
      ? "check at another theta"
      : "check other values (another seed, an input of the size it has in use)";
  const steps =
    counts.unmeasurable > 0 && counts.passed === 0
      ? ", or declare a surrogate if forward moves in steps as rounding does"
      : "";
  return `nothing was found wrong, but too little could be measured to call it right: ${values}${steps}`;
}

export function hintOf(report: GradcheckReport): string | undefined {
  const { verb, verdict, tensors, findings, surrogates = [] } = report;
  if (verdict === "pass") return undefined;
  const given = functions[verb];
  const failed = findings.filter(({ severity }) => severity === "failure").map(({ kind }) => kind);
  const isDiagnosed = tensors.some(({ diagnoses }) => diagnoses.length > 0);
  const advised = advice.find(([kinds]) => kinds.some((kind) => failed.includes(kind)));
  // A term without dy in it, such as a penalty's, ignores the upstream gradient too: a diagnosis says more.
  if (advised && !(isDiagnosed && advised[0].includes("ignores-upstream"))) {
    const [, hint, ofFunction] = advised;
    return given && ofFunction ? ofFunction(...given) : hint;
  }
  if (verdict === "inconclusive") return whatToTry(report);
  const [slopeOf, source] = given ?? ["forward", "backprop"];
  if (surrogates.length === 0 && verb !== "gradcheckHessian" && isFlat(report))
    return `${slopeOf} is flat in what is wrong: ${whereToLook(report)}, or declare the function whose gradient it is meant to be, as of a straight-through estimator: surrogate: (...) => ...`;
  const analytic = verb === "gradcheckHessian" ? "analytic and backprop are" : "analytic is";
  const measured = surrogates.length > 0 ? "the surrogate" : `${slopeOf} alone`;
  return `${whereToLook(report)} (${analytic} what ${source} gave, numeric the slope of ${measured})`;
}
