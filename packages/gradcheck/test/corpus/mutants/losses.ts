// Bugs in losses.
import { map, multiply } from "@nudge/core";
import { binaryGradient, hinge, hingeGradient, huber, labels } from "../bases/losses.ts";
import { mutantsOf } from "../definition.ts";
import { bceSaturated } from "../traps/limits.ts";

export const lossMutants = [
  ...mutantsOf(bceSaturated, {
    "bce.nan_sat": {
      bug: "σ computed as e^Z/(1+e^Z): NaN at Z=1000, forward fine",
      group: "shape-nan",
      diagnosis: "non-finite",
      gradients: (_, G, __, { Z }) => ({
        Z: binaryGradient(
          G,
          map(Z, (z) => Math.exp(z) / (1 + Math.exp(z))),
        ),
      }),
    },
  }),
  ...mutantsOf(hinge, {
    "hinge.one": {
      bug: "dS[n,lab] = −G/5 (not times the active count)",
      diagnosis: "missing-sum",
      alternatives: ["support", "other"],
      gradients: (_, G, M) => ({
        S_: hingeGradient(
          G,
          M.shape,
          (n, j) => M.get(n, j) > 0,
          () => 1,
        ),
      }),
    },
    "hinge.mask": {
      bug: "active mask uses S_j − S_lab > 0 (the +1 margin missing)",
      diagnosis: "support",
      alternatives: ["other"],
      gradients: (_, G, __, { S_ }) => ({
        S_: hingeGradient(G, S_.shape, (n, j) => S_.get(n, j) > S_.get(n, labels[n])),
      }),
    },
  }),
  ...mutantsOf(huber, {
    "huber.noclip": {
      bug: "dE = G·E",
      diagnosis: "support",
      gradients: (_, G, __, { E }) => ({ E: multiply(G, E) }),
    },
  }),
];
