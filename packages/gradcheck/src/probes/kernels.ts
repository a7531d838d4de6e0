// A layer that is compiled for training does then what its kernel says, and not what its passes do: the two have to be
// the same, or what is checked is not what is trained.
import { abs, add, copy, isTensor, matmul, max, type Rng, rng, type Tensor, tensor } from "@nudge/core";
import { mapTree } from "@nudge/core/internal";
import type { Stage } from "../subject/sequence.ts";
import { failure } from "../words/findings.ts";
import type { Finding } from "../words/report.ts";

/** Rounding may differ, formulas may not: a share of the largest number. */
const tolerance = 1e-9;

const draw = (shape: readonly number[], stream: Rng) =>
  tensor(
    Float64Array.from({ length: shape.reduce((size, n) => size * n, 1) }, () => 2 * stream.normal()),
    shape,
  );

/** The first entry in which a kernel gives something else; `passes` is a result that is not to be trusted. */
function differs(kernel: Tensor, passes: unknown): { kernel: number; passes: number } | undefined {
  if (!isTensor(passes) || passes.size !== kernel.size) return undefined;
  const size = max(abs(kernel));
  const { data } = copy(passes);
  const at = kernel.data.findIndex((x, i) => !(Math.abs(x - data[i]) <= tolerance * size));
  return at < 0 ? undefined : { kernel: kernel.data[at], passes: data[at] };
}

/** Runs the passes and the kernel of a stage on drawn numbers, and says in which pass they differ. */
function compare({ layer, kernel, ...stage }: Stage, stream: Rng): string | undefined {
  // θ itself stays out of reach.
  const parameters = mapTree(stage.parameters, copy);
  const pass = { training: true, rng: stream.clone() };
  const say = (name: string, found: ReturnType<typeof differs>) =>
    found && `${layer}: its kernel gives ${found.kernel} where ${name} gives ${found.passes}`;
  if (kernel?.kind === "affine") {
    const weight = parameters[kernel.weight] as Tensor;
    const bias = kernel.bias === undefined ? undefined : (parameters[kernel.bias] as Tensor);
    const x = draw([2, weight.shape[0]], stream);
    const product = matmul(x, weight);
    const [y] = layer.forward(copy(x), parameters, pass, {});
    return say("forward", differs(bias ? add(product, bias) : product, y));
  }
  if (kernel?.kind !== "elementwise") return undefined;
  const [x, dy] = [draw([4, 8], stream), draw([4, 8], stream)];
  const byKernel = tensor(x.data.map((v) => kernel.forward(v)));
  const kept = kernel.keeps === "input" ? x : byKernel;
  const back = tensor(dy.data.map((d, i) => kernel.backward(d, kept.data[i])));
  const [y, cache] = layer.forward(copy(x), parameters, pass, {});
  const { input } = layer.backward(copy(dy), cache, parameters);
  return say("forward", differs(byKernel, y)) ?? say("backward", differs(back, input));
}

/** Whether the layers that are compiled in training do the same then. */
export function probeKernels(stages: readonly Stage[]): Finding[] {
  const stream = rng(0);
  for (const stage of stages) {
    try {
      const difference = compare(stage, stream);
      if (difference !== undefined)
        return [failure("declaration", `${difference}: it is trained by another formula than is checked`)];
    } catch {
      // Not every layer takes numbers that are drawn.
    }
  }
  return [];
}
