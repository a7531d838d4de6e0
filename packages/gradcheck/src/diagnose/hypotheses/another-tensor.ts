// g is the numeric gradient of another tensor: two have changed places, or share one buffer; or it is a tensor, and no gradient
import { sameShape } from "@nudge/core/internal";
import type { Candidate, Hypothesis } from "../candidate.ts";
import { isRight } from "../evidence/evidence.ts";
import { agrees } from "../models/agrees.ts";

export const anotherTensor: Hypothesis = function* ({ tensor, tensors }): Generator<Candidate> {
  const { name, shape } = tensor;
  const others = tensors.filter((one) => one.name !== name && one.theta.length === tensor.theta.length);
  for (const { name: other, analytic, numeric, error } of others) {
    const message = agrees(analytic, tensor.numeric, tensor.error)
      ? `backprop of ${name} is the numeric gradient of ${other}, and the other way round: the two have changed places`
      : `backprop of ${name} is the numeric gradient of ${other}: the two are mixed up, or share one buffer`;
    yield { kind: "permuted", value: numeric, error, choices: others.length, message };
  }
  // What is right in places is more than a tensor.
  if (tensor.verdict.some((_, k) => isRight(tensor, k))) return;
  const alike = tensors.filter((one) => sameShape(one.shape, shape));
  for (const { name: other, theta } of alike)
    yield {
      kind: "permuted",
      value: theta,
      error: theta.map(() => 0),
      choices: alike.length,
      message: `backprop of ${name} is ${other === name ? `${name} itself` : other}, and not its gradient`,
    };
};
