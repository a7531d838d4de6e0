// g = -n
import type { Hypothesis } from "../candidate.ts";

export const sign: Hypothesis = ({ tensor: { numeric, name } }) => [
  {
    kind: "sign",
    factor: -1,
    value: numeric.map((n) => -n),
    message: `backprop = -1 × numeric in every entry: the sign of the gradient of ${name} is wrong`,
  },
];
