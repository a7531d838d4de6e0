// h_t = (1 - z) n + z h_(t-1), n = tanh(u_n + r v_n), r and z = σ(u + v), with u = x_t Wi + bi and v = h_(t-1) Wh + bh by blocks r, z, n
// x: [batch, time, in]   Wi: [in, 3 hidden]   Wh: [hidden, 3 hidden]   bi, bh: [3 hidden]   ->   y: [batch, hidden], or [batch, time, hidden]
import { add, concatenate, defineLayer, multiply, subtract, type Tensor, tensors, zeros } from "@nudge/core";
import type { Complete } from "../arguments/complete.ts";
import { block, type Cell, throughSigmoid, throughTanh } from "./cell.ts";
import { recurrence } from "./recurrence.ts";
import type { RecurrentOptions, SequenceInput } from "./sequence-input.ts";

type Cache = { readonly [name in "r" | "z" | "n" | "v" | "before"]: Tensor };

const cell: Cell<Cache, "h0"> = {
  gates: 3,
  states: ["h0"],
  forward: (u, v, [before]) => {
    const hidden = before.shape[1];
    const both = add(u, v);
    const r = tensors.sigmoid(block(both, 0, hidden));
    const z = tensors.sigmoid(block(both, 1, hidden));
    const own = block(v, 2, hidden);
    const n = tensors.tanh(add(block(u, 2, hidden), multiply(r, own)));
    const h = add(multiply(subtract(1, z), n), multiply(z, before));
    return { states: [h], cache: { r, z, n, v: own, before } };
  },

  // h = (1 - z) n + z h':   dn = dh (1 - z),   dz = dh (h' - n),   dh' = dh z.
  // n = tanh(u_n + r v_n), so with dn through tanh:   du_n = dn,   dv_n = dn r,   dr = dn v_n.
  // r and z take u and v alike, through σ.
  backward: ([dh], { r, z, n, v, before }) => {
    const dn = throughTanh(multiply(dh, subtract(1, z)), n);
    const dr = throughSigmoid(multiply(dn, v), r);
    const dz = throughSigmoid(multiply(dh, subtract(before, n)), z);
    return {
      fromInput: concatenate([dr, dz, dn], 1),
      fromHidden: concatenate([dr, dz, multiply(dn, r)], 1),
      states: [multiply(dh, z)],
    };
  },
};

const define = /* @__PURE__ */ defineLayer(
  "gru",
  (inputs: number, hidden: number, options?: RecurrentOptions) => {
    const { weights, bias, forward, backward } = recurrence("gru", cell, [inputs, hidden], options);
    return {
      parameters: { ...weights, inputBias: bias, hiddenBias: bias && zeros(bias.shape) },
      forward: (input: SequenceInput<"h0">, parameters) => forward(input, parameters),
      backward: (dy, cache, parameters) => backward(dy, cache, parameters),
    };
  },
);

/**
 * A gated recurrent unit: `h_t = (1 - z) n + z h_(t-1)`, `n = tanh(u_n + r v_n)`, `r, z = σ(u + v)`, where
 * `u = x_t Wi + bi` and `v = h_(t-1) Wh + bh` have the blocks r, z and n, `x: [batch, time, inputs]` -> the last state
 * `[batch, hidden]`, or all of them `[batch, time, hidden]`.
 *
 * Its parameters are `inputWeight: [inputs, 3 hidden]`, which starts from `glorotUniform`, `hiddenWeight: [hidden, 3
 * hidden]`, which starts `orthogonal`, and `inputBias` and `hiddenBias: [3 hidden]`, which start at 0; their blocks are
 * reset, update and new. There are two biases because r scales only one of them. Options: `states: "all"` gives all states;
 * `initialState: true` takes the input `{ x, h0 }`, with `h0: [batch, hidden]` in the place of 0; `bias: false`. Throws
 * when the input is not `[batch, time, inputs]`.
 *
 * Source: Cho and others, Learning phrase representations using RNN encoder-decoder, 2014.
 *
 * @example
 * import { createModel, formatShape, zeros } from "@nudge/core";
 * import { gru } from "@nudge/layers";
 *
 * console.log(formatShape(createModel(gru(3, 4)).predict(zeros([2, 5, 3])).shape));
 * // [2, 4]
 */
export const gru = define as Complete<typeof define>;
