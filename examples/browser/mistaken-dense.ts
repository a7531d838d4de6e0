// y = x W + b, as `dense`, with a mistake that is hard to see: a net learns with it, for adam makes up for the factor.
import { add, defineLayer, heNormal, matmul, mean, transpose, zeros } from "@nudge/core";

export const mistakenDense = defineLayer("mistakenDense", (inputs: number, outputs: number) => ({
  parameters: { weight: heNormal([inputs, outputs]), bias: zeros([outputs]) },
  forward: (x, { weight, bias }) => [add(matmul(x, weight), bias), x],
  backward: (dy, x, { weight }) => ({
    input: matmul(dy, transpose(weight)),
    weight: matmul(transpose(x), dy),
    bias: mean(dy, 0), // should be a sum over the batch
  }),
}));
