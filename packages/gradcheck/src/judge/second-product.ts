// In H v = Σⱼ Hᵢⱼ vⱼ a large term hides a small one, where the entries of θ are of very different scales. Of a symmetric H with
// entries of the size dᵢ dⱼ, H v has those of the size dᵢ: along the v with 1/dⱼ for its entries all terms are as large as each other.
// So they are along one with entries of the size of those of θ, where these are what f varies over.
import { map, tensor } from "@nudge/core";
import { powerOfTwo } from "../measure/step.ts";
import type { Observation } from "../sandbox/observe.ts";
import { drawUpstream } from "../subject/values.ts";
import type { Finding } from "../words/report.ts";
import { finitePasses, type SecondLook, sayWrong, wrongTensors } from "./second-look.ts";
import { verifiedIn } from "./survey.ts";

/** Right along the drawn v, wrong along one in which no term is hidden. */
export function judgeSecondProduct({ sandbox, gradients }: Observation, look: SecondLook): Finding[] {
  const isVerified = verifiedIn(look.survey);
  if (!look.survey.verdict.some((_, i) => isVerified(i))) return [];
  const draw = drawUpstream(look.stream);
  // What is below the noise may be rounding alone, and its size that of nothing.
  const sizes = gradients.values.map((d, i) => (isVerified(i) && powerOfTwo(Math.abs(d))) || 1);
  const scales = [
    sizes.map((d) => 1 / d),
    sandbox.theta.values.slice().map((x) => powerOfTwo(Math.abs(x)) || 1),
  ];
  for (const scale of scales) {
    const upstream = map(tensor(scale), (size) => draw() * size);
    const passes = finitePasses(sandbox, upstream, look.training);
    if (passes === undefined || !passes.gradients.values.every(Number.isFinite)) continue;
    const wrong = wrongTensors({ sandbox, upstream, gradients: passes.gradients }, look);
    const said = sayWrong(look, wrong, "along the drawn v", "along one in which small terms of H v show");
    if (said.length > 0) return said;
  }
  return [];
}
