// Where the input gradient of layer k of a sequence is wrong, so are all gradients before it, while those behind it, and of
// its own parameters, are right. It is the only mistake if all become right once it is replaced by its numeric value.
import type { Diagnosis } from "../words/report.ts";
import { mostUnexplained } from "./claims/value.ts";
import { type Evidence, errorOf, isKnown, type TensorEvidence } from "./evidence/evidence.ts";
import { isInput, type LayerEvidence, type Layers } from "./evidence/layers.ts";
import { type Asking, explain } from "./explain.ts";

const hasWrong = ({ verdict }: TensorEvidence) => verdict.includes("wrong");

interface Fault {
  readonly layer: LayerEvidence;
  /** What is known of its input gradient, which is wrong. */
  readonly input: Evidence;
}

/** The layer whose input gradient is the first, going back, that spoils a tensor. */
function layerAtFault(layers: Layers, { name }: TensorEvidence): Fault | undefined {
  const owner = isInput({ name }) ? -1 : layers.findIndex(({ gradients }) => gradients.has(name));
  for (const layer of layers.slice(owner + 1).reverse()) {
    const input = layer.evidence.find(({ tensor }) => isInput(tensor) && hasWrong(tensor));
    if (input !== undefined) return { layer, input };
  }
  return undefined;
}

/** The share of the error of a tensor that is left by the gradient that its layer gives alone. */
function leftAlone(layers: Layers, tensor: TensorEvidence): number {
  // The input of the sequence is the input of its first layer: right wherever no layer spoils it.
  if (isInput(tensor)) return 0;
  const alone = layers.find(({ gradients }) => gradients.has(tensor.name));
  const value = alone?.gradients.get(tensor.name) ?? tensor.analytic;
  let left = 0;
  let total = 0;
  for (let k = 0; k < value.length; k++) {
    if (!isKnown(tensor, k)) continue;
    total = Math.hypot(total, errorOf(tensor, k));
    left = Math.hypot(left, Math.max(0, Math.abs(value[k] - tensor.numeric[k]) - 2 * tensor.error[k]));
  }
  return total === 0 ? 1 : left / total;
}

/** What is wrong with a layer, and where that is known, why. */
function diagnosesOf({ layer, input }: Fault, unexplained: number, why: Diagnosis[]): Diagnosis[] {
  const { isolated, index } = layer;
  const [, ofSeveral] = input.tensor.name.split(/\.(.*)/);
  // Of a loss there is nothing but its gradient, so that its mistake is the diagnosis.
  if (isolated.isLoss && why.length > 0)
    return why.map((one) => ({
      ...one,
      layer: index,
      message: `the loss, \`${isolated.name}\`${ofSeveral === undefined ? "" : `, in its gradient of ${ofSeveral}`}: ${one.message}`,
    }));
  const owner = isolated.isLoss ? "the loss" : `layer ${isolated.path || index}`;
  const what =
    ofSeveral === undefined ? (isolated.isLoss ? "gradient" : "input gradient") : `gradient of ${ofSeveral}`;
  const [first] = why;
  return [
    {
      kind: "input-gradient",
      ...(first?.factor !== undefined && { factor: first.factor }),
      layer: index,
      unexplained,
      message: `the ${what} of ${owner}, \`${isolated.name}\`, is wrong${first === undefined ? "" : `: ${first.message}`}`,
    },
  ];
}

/** The diagnoses of a tensor of a sequence: the layer at fault, and what is wrong with that layer alone. */
export function* explainInSequence(evidence: Evidence, layers: Layers): Asking<Diagnosis[]> {
  const { tensor } = evidence;
  const fault = layerAtFault(layers, tensor);
  const unexplained = fault && leftAlone(layers, tensor);
  if (fault !== undefined && unexplained !== undefined && unexplained <= mostUnexplained)
    return diagnosesOf(fault, unexplained, yield* explain(fault.input));
  const owner = layers.find(({ gradients }) => gradients.has(tensor.name));
  const alone = owner?.evidence.find(
    (one) => hasWrong(one.tensor) && owner.outerName(one.tensor) === tensor.name,
  );
  return yield* explain(alone ?? evidence);
}
