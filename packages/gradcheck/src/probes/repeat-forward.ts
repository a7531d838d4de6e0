// The same point must give the same output to the bit: again, and again after a step away and back.
import type { Finding } from "../words/report.ts";
import { failure, type ProbeContext, sameBits } from "./context.ts";

export function probeForward({ sandbox, output }: ProbeContext): Finding[] {
  const { theta } = sandbox;
  const origin = theta.slice();
  const at = (step: number) => {
    const y = new Float64Array(output.length);
    if (step > 0) for (let i = 0; i < theta.length; i++) theta[i] = (origin[i] || step) * (1 + step);
    sandbox.evaluate(y);
    theta.set(origin);
    return y;
  };
  const step = 2 ** -10;
  const again = at(0);
  const away = at(step);
  // A layer may know a tensor again, and miss that there are new numbers in it.
  sandbox.recycling = true;
  const recycled = at(0);
  sandbox.recycling = sameBits(recycled, output) && sameBits(at(step), away);
  const outputs = [output, again, sandbox.recycling ? recycled : at(0)];
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
