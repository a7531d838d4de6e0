// g = -n
import { compare, convinces } from "../fit/compare.ts";
import type { Hypothesis } from "./hypothesis.ts";

export const sign: Hypothesis = ({ tensor }) => {
  const found = compare(tensor, { value: tensor.numeric.map((n) => -n) });
  if (!convinces(found)) return undefined;
  return {
    kind: "sign",
    factor: -1,
    unexplained: found.unexplained,
    message: `backprop = -1 × numeric in every entry: the sign of the gradient of ${tensor.name} is wrong`,
  };
};
