// h_t = tanh(x_t Wi + b + h_(t-1) Wh)      x: [batch, time, in]   Wi: [in, hidden]   Wh: [hidden, hidden]   b: [hidden]   ->   y: [batch, hidden], or [batch, time, hidden]
import { add, defineLayer, type Tensor, tensors } from "@nudge/core";
import type { Complete } from "../arguments/complete.ts";
import { type Cell, throughTanh } from "./cell.ts";
import { withOneBias } from "./one-bias.ts";
import type { RecurrentOptions } from "./sequence-input.ts";

const cell: Cell<Tensor, "h0"> = {
  gates: 1,
  states: ["h0"],
  forward: (fromInput, fromHidden) => {
    const h = tensors.tanh(add(fromInput, fromHidden));
    return { states: [h], cache: h };
  },

  // h = tanh a with a = fromInput + fromHidden:   da = dh (1 - h²), and both get it
  backward: ([dh], h) => {
    const da = throughTanh(dh, h);
    return { fromInput: da, fromHidden: da, states: [undefined] };
  },
};

const define = /* @__PURE__ */ defineLayer(
  "simpleRnn",
  (inputs: number, hidden: number, options?: RecurrentOptions) =>
    withOneBias("simpleRnn", cell, [inputs, hidden], options),
);

/**
 * A recurrent layer: `h_t = tanh(x_t Wi + b + h_(t-1) Wh)`, `x: [batch, time, inputs]` -> the last state
 * `[batch, hidden]`, or all of them `[batch, time, hidden]`.
 *
 * Its parameters are `inputWeight: [inputs, hidden]`, which starts from `glorotUniform`, `hiddenWeight: [hidden, hidden]`,
 * which starts `orthogonal`, and `bias: [hidden]`, which starts at 0. Options: `states: "all"` gives all states;
 * `initialState: true` takes the input `{ x, h0 }`, with `h0: [batch, hidden]` in the place of 0; `bias: false`. Throws
 * when the input is not `[batch, time, inputs]`.
 *
 * Source: Elman, Finding structure in time, 1990.
 *
 * @example
 * import { createModel, formatShape, zeros } from "@nudge/core";
 * import { simpleRnn } from "@nudge/layers";
 *
 * const x = zeros([2, 5, 3]);
 * console.log(formatShape(createModel(simpleRnn(3, 4)).predict(x).shape));
 * // [2, 4]
 * console.log(formatShape(createModel(simpleRnn(3, 4, { states: "all" })).predict(x).shape));
 * // [2, 5, 4]
 */
export const simpleRnn = define as Complete<typeof define>;
