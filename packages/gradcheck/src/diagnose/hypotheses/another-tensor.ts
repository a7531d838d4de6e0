// g is the numeric gradient of another tensor: two have changed places, or share one buffer
import type { Hypothesis } from "../candidate.ts";
import { agrees } from "../models/agrees.ts";

export const anotherTensor: Hypothesis = ({ tensor, tensors }) => {
  const others = tensors.filter(
    ({ name, theta }) => name !== tensor.name && theta.length === tensor.theta.length,
  );
  return others.map(({ name, analytic, numeric, error }) => {
    const message = agrees(analytic, tensor.numeric, tensor.error)
      ? `backprop of ${tensor.name} is the numeric gradient of ${name}, and the other way round: the two have changed places`
      : `backprop of ${tensor.name} is the numeric gradient of ${name}: the two are mixed up, or share one buffer`;
    return { kind: "permuted", value: numeric, error, choices: others.length, message };
  });
};
