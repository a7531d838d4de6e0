// The same point must give the same output to the bit: again, and again after a step away and back.
import type { Finding } from "../report/report.ts";
import { failure, type ProbeContext, sameBits } from "./context.ts";

export function probeForward({ sandbox, output }: ProbeContext): Finding[] {
  const again = new Float64Array(output.length);
  const away = new Float64Array(output.length);
  const outputs = [output];
  const { theta } = sandbox;
  const origin = theta.slice();
  for (const step of [0, 2 ** -10]) {
    for (let i = 0; i < theta.length; i++) theta[i] = (origin[i] || step) * (1 + step);
    if (step > 0) sandbox.evaluate(away);
    theta.set(origin);
    sandbox.evaluate(again);
    outputs.push(again.slice());
  }
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
