// y_io = max_k (x W + b)_i,(o, k)      x: [n, in]   W: [in, out · pieces]   b: [out · pieces]   ->   y: [n, out]
import { argmax, type Dtype, defineLayer, expectShape, max, tensors, zeros } from "@nudge/core";
import { checkArguments, count } from "@nudge/core/internal";
import { dense } from "../structure/dense.ts";

/**
 * The largest of several linear pieces for each output: `y_io = max_k (x W + b)`, where k runs over the columns
 * `o pieces ... o pieces + pieces - 1` of output o, `x: [n, inputs]` -> `y: [n, outputs]`.
 *
 * Its parameters are `weight: [inputs, outputs · pieces]`, which starts from `heNormal`, and `bias: [outputs · pieces]`,
 * which starts at 0. The first of equal pieces gets the gradient. Throws when a size is not a whole number above 0, and
 * when the input is not `[n, inputs]`.
 *
 * Source: Goodfellow, Warde-Farley, Mirza, Courville and Bengio, Maxout networks, 2013.
 *
 * @example
 * import { createModel, toArray } from "@nudge/core";
 * import { maxout } from "@nudge/layers";
 *
 * // |x|, the larger of x and -x
 * const model = createModel(maxout(1, 1, 2));
 * model.theta.set([1, -1, 0, 0]);
 * console.log(toArray(model.predict([[-2], [0], [3]])));
 * // [ [ 2 ], [ 0 ], [ 3 ] ]
 */
export const maxout = /* @__PURE__ */ defineLayer(
  "maxout",
  (inputs: number, outputs: number, pieces: number) => {
    checkArguments("maxout", count(), { inputs, outputs, pieces });
    const linear = dense(inputs, outputs * pieces);
    return {
      parameters: linear.parameters,

      forward: (x, parameters, pass) => {
        expectShape(x, ["n", inputs]);
        const [z, cache] = linear.forward(x, parameters, pass, {});
        const byPiece = tensors.reshape(z, [x.shape[0], outputs, pieces]);
        return [max(byPiece, 2), { cache, winner: argmax(byPiece, 2) }];
      },

      // Only the piece that won moves y: dz_iok = dy_io where k is the winner, else 0. From there on as in dense.
      backward: (dy, { cache, winner }, parameters) => {
        expectShape(dy, winner.shape, "gradient of the output");
        const [n] = dy.shape;
        const dz = zeros([n, outputs, pieces], dy.dtype as Dtype);
        for (let i = 0; i < n; i++)
          for (let o = 0; o < outputs; o++) dz.set(i, o, winner.get(i, o), dy.get(i, o));
        return linear.backward(tensors.reshape(dz, [n, outputs * pieces]), cache, parameters);
      },
    };
  },
);
