// A block of H, one pair of tensors of θ, is missing, has the wrong sign, or counts twice or by half; or the diagonal of H does, or
// what is on one side of it. In H v, it is a part of each entry: that which v has through the outputs of the block.
import type { Slice } from "@nudge/core";
import type { Candidate, Hypothesis } from "../candidate.ts";
import { largestOf } from "../evidence/evidence.ts";
import { throughOutputs } from "../models/parts.ts";

/** A part of H, by its rows i and columns j. */
interface Part {
  readonly text: string;
  holds(i: number, j: number): boolean;
}

const mistakes = [
  { factor: 0, kind: "missing-term", text: "missing from H v" },
  { factor: -1, kind: "sign", text: "of the wrong sign in H v" },
  { factor: 2, kind: "factor", text: "counted twice in H v" },
  { factor: 1 / 2, kind: "factor", text: "counted by half in H v" },
] as const;

/** The parts of H in the rows of a tensor. */
function partsOf(parts: readonly Slice[], own: Slice): Part[] {
  const blocks = parts.map(({ name, offset, length }) => ({
    text: `the block ${own.name} × ${name} is`,
    holds: (_: number, j: number) => j >= offset && j < offset + length,
  }));
  const others = {
    text: `the cross terms of ${own.name} with ${parts.length > 2 ? "all other tensors" : parts.find((part) => part !== own)?.name} are`,
    holds: (_: number, j: number) => j < own.offset || j >= own.offset + own.length,
  };
  return [
    ...(parts.length > 1 ? [...blocks, others] : []),
    { text: "the diagonal of H is", holds: (i, j) => i === j },
    { text: "all of H but its diagonal is", holds: (i, j) => i !== j },
    { text: "what is below the diagonal of H is", holds: (i, j) => j < i },
    { text: "what is above the diagonal of H is", holds: (i, j) => j > i },
  ];
}

export const block: Hypothesis = function* ({ tensor, hessian, numericParts }): Generator<Candidate> {
  const { name, analytic, numeric, error } = tensor;
  if (hessian?.form === "matrix" && hessian.blocks.length > 1 && analytic.every((h) => h === 0))
    yield {
      kind: "zero",
      factor: 0,
      inside: () => true,
      message: `the block ${name} is missing: it is 0, and the slopes are up to ${largestOf(numeric).toPrecision(3)} in size`,
    };
  const own = hessian?.parts.find((part) => part.name === name);
  const measured = hessian?.form === "product" ? numericParts() : undefined;
  if (hessian === undefined || own === undefined || measured === undefined) return;
  const parts = partsOf(hessian.parts, own);
  for (const { text, holds } of parts) {
    const through = throughOutputs(measured, tensor, (r, o) => holds(own.offset + measured.rows[r], o));
    for (const mistake of mistakes)
      yield {
        kind: mistake.kind,
        ...(mistake.kind !== "missing-term" && { factor: mistake.factor }),
        value: numeric.map((n, k) => n + (mistake.factor - 1) * through.value[k]),
        error: through.error ?? error,
        choices: parts.length * mistakes.length,
        message: `${text} ${mistake.text}`,
      };
  }
};
