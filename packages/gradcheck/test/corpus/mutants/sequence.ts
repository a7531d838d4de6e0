// Bugs in recurrence and attention.
import { map, matmul, multiply, transpose } from "@nudge/core";
import { columnSum, joinColumns } from "../algebra.ts";
import {
  attention,
  cellGradient,
  gateGradients,
  lstm,
  lstmGradients,
  rnn,
  rnnGradients,
  scoreGradients,
  softmaxGradient,
} from "../bases/sequence.ts";
import { mutantsOf } from "../definition.ts";
import { times } from "./spoil.ts";

export const sequenceMutants = [
  ...mutantsOf(rnn, {
    "rnn.truncated": {
      bug: "weight gradients from the last step only (dh0 right)",
      diagnosis: "missing-sum",
      alternatives: ["missing-term"],
      gradients: (_, G, h, tensors) => rnnGradients(G, h, tensors).last,
    },
    "rnn.clipped": {
      bug: "E clipped to ±0.6 inside backward",
      diagnosis: "ignores-upstream",
      alternatives: ["other"],
      gradients: (_, G, h, tensors) =>
        rnnGradients(G, h, tensors, (E) => map(E, (e) => Math.min(Math.max(e, -0.6), 0.6))).all,
    },
  }),
  ...mutantsOf(lstm, {
    "lstm.gates": {
      bug: "forget and input gate blocks of dz exchanged",
      diagnosis: "permuted",
      gradients: (_, G, gates, tensors) => {
        const dc = cellGradient(G, gates);
        const { i, f, o, g } = gateGradients(G, dc, gates, tensors.c0);
        return lstmGradients(dc, joinColumns(f, i, o, g), gates, tensors);
      },
    },
    "lstm.no_tanhc": {
      bug: "(1−t²) missing in dc",
      diagnosis: "other",
      alternatives: ["input-gradient"],
      gradients: (_, G, gates, tensors) => {
        const dc = multiply(G, gates.o);
        const { i, f, o, g } = gateGradients(G, dc, gates, tensors.c0);
        return lstmGradients(dc, joinColumns(i, f, o, g), gates, tensors);
      },
    },
  }),
  ...mutantsOf(attention, {
    "att.no_scale": {
      bug: "the 1/√d factor (½) missing from dQ and dK",
      diagnosis: "factor",
      factor: 2,
      gradients: times(2, "Q", "K"),
    },
    "att.axis": {
      bug: "softmax backward sums over columns",
      diagnosis: "wrong-axis",
      alternatives: ["other"],
      gradients: (_, G, P, tensors) =>
        scoreGradients(softmaxGradient(matmul(G, transpose(tensors.V)), P, columnSum), tensors),
    },
  }),
];
