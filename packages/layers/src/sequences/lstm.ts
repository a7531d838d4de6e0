// c_t = f c_(t-1) + i g, h_t = o tanh c_t, with i, f, g, o the blocks of x_t Wi + b + h_(t-1) Wh through σ, σ, tanh, σ
// x: [batch, time, in]   Wi: [in, 4 hidden]   Wh: [hidden, 4 hidden]   b: [4 hidden]   ->   y: [batch, hidden], or [batch, time, hidden]
import { add, concatenate, defineLayer, multiply, type Tensor, tensors } from "@nudge/core";
import type { Complete } from "../arguments/complete.ts";
import { block, type Cell, throughSigmoid, throughTanh } from "./cell.ts";
import { withOneBias } from "./one-bias.ts";
import type { RecurrentOptions } from "./sequence-input.ts";

type Cache = { readonly [name in "i" | "f" | "g" | "o" | "before" | "t"]: Tensor };

const cell: Cell<Cache, "h0" | "c0"> = {
  gates: 4,
  states: ["h0", "c0"],
  forward: (fromInput, fromHidden, [, before]) => {
    const a = add(fromInput, fromHidden);
    const hidden = before.shape[1];
    const i = tensors.sigmoid(block(a, 0, hidden));
    const f = tensors.sigmoid(block(a, 1, hidden));
    const g = tensors.tanh(block(a, 2, hidden));
    const o = tensors.sigmoid(block(a, 3, hidden));
    const c = add(multiply(f, before), multiply(i, g));
    const t = tensors.tanh(c);
    return { states: [multiply(o, t), c], cache: { i, f, g, o, before, t } };
  },

  // h = o t and t = tanh c, so dc takes dh o (1 - t²) on top of what comes from later. Then c = f c' + i g:
  //   di = dc g,   df = dc c',   dg = dc i,   do = dh t,   dc' = dc f, each gate's through its own function
  backward: ([dh, dcLater], { i, f, g, o, before, t }) => {
    const dc = add(dcLater, throughTanh(multiply(dh, o), t));
    const da = concatenate(
      [
        throughSigmoid(multiply(dc, g), i),
        throughSigmoid(multiply(dc, before), f),
        throughTanh(multiply(dc, i), g),
        throughSigmoid(multiply(dh, t), o),
      ],
      1,
    );
    return { fromInput: da, fromHidden: da, states: [undefined, multiply(dc, f)] };
  },
};

const define = /* @__PURE__ */ defineLayer(
  "lstm",
  (inputs: number, hidden: number, options?: RecurrentOptions) =>
    withOneBias("lstm", cell, [inputs, hidden], options),
);

/**
 * Long short-term memory: `c_t = f c_(t-1) + i g`, `h_t = o tanh c_t`, where `i, f, g, o` are the four blocks of
 * `x_t Wi + b + h_(t-1) Wh` through σ, σ, tanh and σ, `x: [batch, time, inputs]` -> the last state h `[batch, hidden]`, or
 * all of them `[batch, time, hidden]`.
 *
 * Its parameters are `inputWeight: [inputs, 4 hidden]`, which starts from `glorotUniform`, `hiddenWeight: [hidden, 4
 * hidden]`, which starts `orthogonal`, and `bias: [4 hidden]`, which starts at 0; their blocks are input, forget, cell and
 * output. Options: `states: "all"` gives all states; `initialState: true` takes the input `{ x, h0, c0 }`, with `h0` and
 * `c0: [batch, hidden]` in the place of 0; `bias: false`. Throws when the input is not `[batch, time, inputs]`.
 *
 * Source: Hochreiter and Schmidhuber, Long short-term memory, 1997; Gers, Schmidhuber and Cummins, 2000.
 *
 * @example
 * import { createModel, formatShape, zeros } from "@nudge/core";
 * import { lstm } from "@nudge/layers";
 *
 * const model = createModel(lstm(3, 4, { initialState: true }));
 * const y = model.predict({ x: zeros([2, 5, 3]), h0: zeros([2, 4]), c0: zeros([2, 4]) });
 * console.log(formatShape(y.shape));
 * // [2, 4]
 */
export const lstm = define as Complete<typeof define>;
