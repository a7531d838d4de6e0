// The same point must give the same output to the bit: again, and again after a step away and back.
import type { Observation } from "../sandbox/observe.ts";
import { sameBits } from "../words/distance.ts";
import { failure } from "../words/findings.ts";
import type { Finding } from "../words/report.ts";

export function probeForward({ output, outputs }: Observation): Finding[] {
  if (outputs.every((y) => sameBits(y, output))) return [];
  const changes = outputs.map((y) =>
    y.reduce((most, value, i) => Math.max(most, Math.abs(value - output[i])), 0),
  );
  const most = Math.max(...changes).toPrecision(2);
  const values = output.length === 1 ? `: ${outputs.map(([y]) => y).join(", ")}` : ` by up to ${most}`;
  return [
    failure(
      "nondeterministic-forward",
      `three forward passes at the same point differ${values}; draw from pass.rng, and keep no state`,
    ),
  ];
}
