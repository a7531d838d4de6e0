// What is said of entries that are wrong together: where they are, what the gradient says and what it should.
import type { Slice } from "@nudge/core";
import { count, place } from "../words/describe.ts";
import { failure } from "../words/findings.ts";
import { indexOf } from "../words/index-of.ts";
import type { Finding } from "../words/report.ts";
import type { Along } from "./along-kinks.ts";

/** How many entries are named. */
const named = 4;

const short = (x: number) => Number(x.toPrecision(4));

export function sayTogether(
  entries: readonly number[],
  { claimed, lower, upper }: Along,
  slices: readonly Slice[],
): Finding {
  const names = entries.slice(0, named).map((i) => {
    const { name, offset, shape } = slices.findLast((slice) => slice.offset <= i)!;
    return { name, index: indexOf(i - offset, shape) };
  });
  const rest = entries.length > named ? ` and ${count(entries.length - named, "other")}` : "";
  const list = names.map(({ name, index }) => place(name, index)).join(", ") + rest;
  const slopes =
    Math.abs(upper - lower) <= 1e-4 * Math.max(Math.abs(upper), Math.abs(lower))
      ? `the slope is ${short(upper)}`
      : `slopes are between ${short(lower)} and ${short(upper)}`;
  return failure(
    "joint-kink",
    `${list} share a kink: where all of them move, ${slopes}, and the gradient says ${short(claimed)}: each may be a subgradient, all together are none`,
    { tensor: names[0].name, index: names[0].index },
  );
}
