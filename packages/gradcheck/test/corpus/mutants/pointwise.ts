// Bugs in functions of single entries.
import { divide, map, multiply, negate, type Tensor, tensor } from "@nudge/core";
import {
  absolute,
  clip,
  gelu,
  geluSlope,
  leakyRelu,
  logEpsilon,
  logistic,
  prelu,
  quotient,
  relu,
  squareRootMasked,
} from "../bases/pointwise.ts";
import { mutantsOf, type Tensors } from "../definition.ts";
import { reluNear0 } from "../traps/kinks.ts";
import { logNear0, sin1e5 } from "../traps/limits.ts";
import { times } from "./spoil.ts";

/** dX = G ⊙ slope(X, Y). */
const slope =
  (f: (x: number, y: number) => number) =>
  (_: Tensors, G: Tensor, Y: Tensor, { X }: Tensors) => ({ X: multiply(G, map(X, Y, f)) });

export const pointwiseMutants = [
  ...mutantsOf(relu, {
    "relu.mask_inv": {
      bug: "mask is X<0",
      diagnosis: "other",
      alternatives: ["support"],
      gradients: slope((x) => (x < 0 ? 1 : 0)),
    },
    "relu.mask_1": {
      bug: "mask is X>0.15",
      diagnosis: "support",
      alternatives: ["single-entry"],
      gradients: slope((x) => (x > 0.15 ? 1 : 0)),
    },
  }),
  ...mutantsOf(reluNear0, {
    "trap.relu_near0_sign": {
      bug: "dX negated, inputs near the kink",
      group: "trap-mutant",
      diagnosis: "sign",
      gradients: times(-1),
    },
  }),
  ...mutantsOf(leakyRelu, {
    "leaky_relu.neg": {
      bug: "slope 0.01 in backward, 0.1 in forward (wrong only where x<0)",
      diagnosis: "support",
      gradients: (_, G, __, { X }) => ({
        X: multiply(
          G,
          map(X, (x) => (x > 0 ? 1 : 0.01)),
        ),
      }),
    },
  }),
  ...mutantsOf(prelu, {
    "prelu.first": {
      bug: "ds takes only the last negative entry, not the sum",
      diagnosis: "missing-sum",
      alternatives: ["single-entry", "factor", "other"],
      gradients: (_, G, __, { X }) => {
        const terms = map(X, G, (x, g) => (x > 0 ? 0 : g * x));
        return { s: tensor(Array.from(terms.data).findLast((term) => term !== 0) ?? 0) };
      },
    },
  }),
  ...mutantsOf(logistic, {
    "sigmoid.no1-y": {
      bug: "dX = G⊙Y",
      diagnosis: "other",
      alternatives: ["factor"],
      gradients: slope((_, y) => y),
    },
  }),
  ...mutantsOf(gelu, {
    "gelu.const": {
      bug: "constant 0.0447 instead of 0.044715 in the derivative only",
      group: "subtle",
      diagnosis: "other",
      alternatives: ["factor"],
      gradients: slope((x) => geluSlope(x, 3 * 0.0447)),
    },
  }),
  ...mutantsOf(clip, {
    "clip.pass": { bug: "dX = G everywhere", diagnosis: "support", gradients: slope(() => 1) },
  }),
  ...mutantsOf(absolute, {
    "abs.one": {
      bug: "dX = G (sign forgotten; wrong only where x<0)",
      diagnosis: "support",
      gradients: slope(() => 1),
    },
  }),
  ...mutantsOf(logEpsilon, {
    "log.no_eps": {
      bug: "dX = G/X",
      diagnosis: "other",
      alternatives: ["factor"],
      gradients: slope((x) => 1 / x),
    },
  }),
  ...mutantsOf(logNear0, {
    "trap.log_near0_x2": {
      bug: "dX doubled",
      group: "trap-mutant",
      diagnosis: "factor",
      factor: 2,
      gradients: times(2),
    },
  }),
  ...mutantsOf(sin1e5, {
    "trap.sin1e5_sign": {
      bug: "dX negated",
      group: "trap-mutant",
      diagnosis: "sign",
      gradients: times(-1),
    },
  }),
  ...mutantsOf(squareRootMasked, {
    "sqrt_masked.nan": {
      bug: "dX = G·(X>0)/(2√X): 0·NaN = NaN where X<0",
      group: "shape-nan",
      diagnosis: "non-finite",
      gradients: slope((x) => Number(x > 0) / (2 * Math.sqrt(x))),
    },
  }),
  ...mutantsOf(quotient, {
    "div.sign": { bug: "dB = +G·A/B²", diagnosis: "sign", gradients: times(-1, "B_") },
    "div.nosq": {
      bug: "dB = −G·A/B",
      diagnosis: "other",
      alternatives: ["factor"],
      gradients: (_, G, __, { A_, B_ }) => ({ B_: negate(divide(multiply(G, A_), B_)) }),
    },
  }),
];
