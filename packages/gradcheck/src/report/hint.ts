// One sentence on where to look next, when a check did not pass.
import type { FindingKind, GradcheckReport } from "./report.ts";

/** What a finding asks for, the most basic first: what comes first hides what comes later. */
const advice: readonly (readonly [kinds: readonly FindingKind[], hint: string])[] = [
  [
    ["throws"],
    "what throws cannot be compared: make both passes run at the values of the check, and near them",
  ],
  [
    ["nondeterministic-forward"],
    "nothing can be measured until two forward passes with the same values give the same output",
  ],
  [
    ["missing", "extra", "shape"],
    "backward returns one gradient for each tensor of the table, under its name and in its shape",
  ],
  [
    ["mutates-input", "mutates-upstream"],
    "leave the arguments of forward and backward as they are: work on a copy",
  ],
  [
    ["stale", "accumulates", "nondeterministic-backward"],
    "let backward use nothing but its arguments, and the cache of the forward pass that belongs to it",
  ],
  [
    ["ignores-upstream"],
    "every gradient is the upstream gradient times a derivative: look for the missing dy",
  ],
  [["non-finite"], "look for a division by 0, the log of 0, or an exp that overflows"],
  [["second-point"], "look for what holds at the given values only: a gain of 1, a bias of 0, one mode"],
];

const list = (names: readonly string[]) =>
  names.length < 3 ? names.join(" and ") : `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`;

/** Where to look, from which tensors are wrong and what was said of them. */
function whereToLook(tensors: GradcheckReport["tensors"]): string {
  const wrong = tensors.filter(({ verdict }) => verdict === "fail").map(({ name }) => name);
  const right = tensors.filter(({ verdict }) => verdict === "pass").map(({ name }) => name);
  if (tensors.some(({ diagnoses }) => diagnoses[0]?.kind === "input-gradient"))
    return "correct that layer first: what comes before it is wrong because of it";
  if (right.length === 0 && wrong.length > 1)
    return "every tensor is wrong: look first at what backward does before it parts into the gradients";
  const others = right.length > 0 ? `; that of ${list(right)} is right` : "";
  return `look at how backward makes the gradient of ${list(wrong)}${others}`;
}

export function hintOf({ verdict, tensors, findings, counts }: GradcheckReport): string | undefined {
  if (verdict === "pass") return undefined;
  const failed = findings.filter(({ severity }) => severity === "failure").map(({ kind }) => kind);
  const isDiagnosed = tensors.some(({ diagnoses }) => diagnoses.length > 0);
  const advised = advice.find(([kinds]) => kinds.some((kind) => failed.includes(kind)));
  // A term without dy in it, such as a penalty's, ignores the upstream gradient too: a diagnosis says more.
  if (advised && !(isDiagnosed && advised[0].includes("ignores-upstream"))) return advised[1];
  if (verdict === "fail")
    return `${whereToLook(tensors)} (analytic is what backprop gave, numeric the slope of forward alone)`;
  return counts.entries === 0
    ? "there is nothing to check: give the check a tensor with entries"
    : "nothing was found wrong, but too little could be measured to call it right: check other values (another seed, an input of the size it has in use)";
}
