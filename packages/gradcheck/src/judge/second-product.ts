// In H v = Σⱼ Hᵢⱼ vⱼ a large term hides a small one, where the entries of θ are of very different scales. Of a symmetric H with
// entries of the size dᵢ dⱼ, H v has those of the size dᵢ: along the v with 1/dⱼ for its entries all terms are as large as each other.
import { map, tensor } from "@nudge/core";
import { powerOfTwo } from "../measure/step.ts";
import type { Observation } from "../sandbox/observe.ts";
import { drawUpstream } from "../subject/values.ts";
import type { Finding } from "../words/report.ts";
import { finitePasses, type SecondLook, sayWrong, wrongTensors } from "./second-look.ts";

/** Right along the drawn v, wrong along one in which no term is hidden. */
export function judgeSecondProduct({ sandbox, gradients }: Observation, look: SecondLook): Finding[] {
  const draw = drawUpstream(look.stream);
  const sizes = tensor(gradients.values.slice());
  const upstream = map(sizes, (d) => draw() / (powerOfTwo(Math.abs(d)) || 1));
  const passes = finitePasses(sandbox, upstream, look.training);
  if (passes === undefined || !passes.gradients.values.every(Number.isFinite)) return [];
  const wrong = wrongTensors({ sandbox, upstream, gradients: passes.gradients }, look);
  return sayWrong(look, wrong, "along the drawn v", "along one in which small terms of H v show");
}
