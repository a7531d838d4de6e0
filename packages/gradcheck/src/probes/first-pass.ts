// The first forward and backward pass of all: the output and gradients that everything is compared with, and whether
// the passes leave alone what belongs to the caller.
import { copy, formatShape, full, type Rng, type Slice, type Tensor } from "@nudge/core";
import { type Gradients, readGradients } from "../sandbox/gradients.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import type { Subject } from "../subject/subject.ts";
import { drawUpstream } from "../subject/values.ts";
import type { Finding } from "../words/report.ts";
import { failure, type ProbeContext, sameBits } from "./context.ts";

const flat = (x: Tensor) => Float64Array.from(copy(x).data);

/** The upstream gradient for an output of this shape: given, drawn, or 1 for a loss. */
function upstreamFor({ scalar, upstream, name, call }: Subject, output: Tensor, stream: Rng): Tensor {
  const drawn = full([...output.shape], 1);
  if (scalar) return drawn;
  if (upstream === undefined) {
    const draw = drawUpstream(stream);
    for (let i = 0; i < drawn.size; i++) drawn.data[i] = draw();
    return drawn;
  }
  const expected = formatShape(output.shape);
  const given = formatShape(upstream.shape);
  if (given !== expected)
    throw new Error(`${call.verb}: upstream must be ${expected} as the output of ${name}, got ${given}`);
  return upstream;
}

/**
 * Null is the gradient of integers, between which a function has no slope. Where the output follows a step of less than
 * one, the tensor is none of them, and its gradient was forgotten.
 */
function probeNone(sandbox: Sandbox, { none }: Gradients, output: Float64Array): Finding[] {
  const { theta, slices } = sandbox;
  const moved = new Float64Array(output.length);
  return slices.flatMap(({ name, offset, length }) => {
    if (!none.has(name)) return [];
    const origin = theta.slice(offset, offset + length);
    for (let i = offset; i < offset + length; i++) theta[i] += 2 ** -10;
    sandbox.evaluate(moved);
    theta.set(origin, offset);
    if (!moved.every(Number.isFinite) || sameBits(moved, output)) return [];
    const message = `backward returns null for ${name}, as for integers, but the output follows small steps of it`;
    return [failure("missing", message, { tensor: name })];
  });
}

export function firstPass(
  sandbox: Sandbox,
  subject: Subject,
  stream: Rng,
): ProbeContext & { findings: Finding[] } {
  const findings: Finding[] = [];
  const origin = sandbox.theta.slice();
  const restore = (pass: "forward" | "backward") => {
    const { theta } = sandbox;
    let first = 0;
    while (first < theta.length && Object.is(theta[first], origin[first])) first++;
    if (first === theta.length) return;
    const written = sandbox.slices.findLast(({ offset }) => offset <= first) as Slice;
    const message = `${pass} writes to ${written.name}, which belongs to the caller`;
    findings.push(failure("mutates-input", message, { tensor: written.name }));
    sandbox.theta.set(origin);
    sandbox.careful = true;
  };

  const [output, cache] = sandbox.forward();
  const values = flat(output);
  const upstream = upstreamFor(subject, output, stream);
  restore("forward");

  const given = copy(upstream);
  const returned = sandbox.backward(given, cache);
  const gradients = readGradients(returned, sandbox.tensors);
  restore("backward");
  if (!sameBits(flat(given), flat(upstream)))
    findings.push(
      failure("mutates-upstream", "backward writes to the upstream gradient, which belongs to the caller"),
    );
  findings.push(...gradients.findings, ...probeNone(sandbox, gradients, values));
  return { sandbox, upstream, output: values, gradients, findings };
}
