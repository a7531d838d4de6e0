// In a sequence: layers behind layer k are right, so are its own parameters, and all before it is wrong. The input
// gradient of layer k is at fault when everything is right once it is replaced by its numeric value.
import type { Diagnosis } from "../../words/report.ts";
import { type Evidence, errorOf, isKnown, type TensorEvidence } from "../evidence/evidence.ts";
import { isInput, type LayerEvidence, type Layers } from "../evidence/layers.ts";
import { most } from "../fit/compare.ts";
import type { Hypothesis } from "./hypothesis.ts";

const isWrong = ({ verdict }: TensorEvidence) => verdict.includes("wrong");

/** The layer that a tensor of the sequence belongs to; -1 for the input of the sequence. */
export function ownerOf(layers: Layers, { name }: TensorEvidence): number {
  return isInput({ name }) ? -1 : layers.findIndex(({ gradients }) => gradients.has(name));
}

/** What is known of the input gradient of a layer, where it is wrong. */
export const wrongInput = ({ evidence }: LayerEvidence): Evidence | undefined =>
  evidence.find(({ tensor }) => isInput(tensor) && isWrong(tensor));

/** The share of the error of a tensor that is left when its gradient is replaced by `value`. */
function leftBy(tensor: TensorEvidence, value: Float64Array): number {
  let left = 0;
  let total = 0;
  for (let k = 0; k < value.length; k++) {
    if (!isKnown(tensor, k)) continue;
    total = Math.hypot(total, errorOf(tensor, k));
    left = Math.hypot(left, Math.max(0, Math.abs(value[k] - tensor.numeric[k]) - 2 * tensor.error[k]));
  }
  return total === 0 ? 1 : left / total;
}

/** The layer whose input gradient is the first, going back, that spoils a tensor. */
export function guiltyLayer(layers: Layers, tensor: TensorEvidence): LayerEvidence | undefined {
  const owner = ownerOf(layers, tensor);
  return layers.findLast((layer) => layer.index > owner && wrongInput(layer) !== undefined);
}

export const nameOfLayer = ({ link, index }: LayerEvidence) =>
  link.isLoss ? `the loss, \`${link.name}\`` : `layer ${link.path || index}, \`${link.name}\``;

export const inputGradient: Hypothesis = ({ tensor, layers }): Diagnosis | undefined => {
  const all = layers();
  const guilty = all && guiltyLayer(all, tensor);
  if (all === undefined || guilty === undefined) return undefined;
  const own = all.find(({ gradients }) => gradients.has(tensor.name));
  // The input of the sequence is the input of its first layer: right wherever no layer spoils it.
  const unexplained = isInput(tensor)
    ? 0
    : leftBy(tensor, own?.gradients.get(tensor.name) ?? tensor.analytic);
  if (unexplained > most) return undefined;
  const what = guilty.link.isLoss ? "gradient" : "input gradient";
  return {
    kind: "input-gradient",
    layer: guilty.index,
    unexplained,
    message: `the ${what} of ${nameOfLayer(guilty)}, is wrong`,
  };
};
