// g is the numeric gradient of another tensor: two have changed places, or share one buffer
import { compare, convinces } from "../fit/compare.ts";
import type { Hypothesis } from "./hypothesis.ts";

export const anotherTensor: Hypothesis = ({ tensor, tensors }) => {
  const candidates = tensors.filter(
    (other) => other.name !== tensor.name && other.theta.length === tensor.theta.length,
  );
  for (const other of candidates) {
    const { name, numeric, error } = other;
    const found = compare(tensor, { value: numeric, error, choices: candidates.length });
    if (!convinces(found)) continue;
    const back = compare(other, { value: tensor.numeric, error: tensor.error, choices: candidates.length });
    const message = convinces(back)
      ? `backprop of ${tensor.name} is the numeric gradient of ${name}, and the other way round: the two have changed places`
      : `backprop of ${tensor.name} is the numeric gradient of ${name}: the two are mixed up, or share one buffer`;
    return { kind: "permuted", unexplained: found.unexplained, message };
  }
  return undefined;
};
