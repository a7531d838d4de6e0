// y_io = max_k (x W + b)_i,(o, k)      x: [n, in]   W: [in, out · pieces]   b: [out · pieces]   ->   y: [n, out]
import {
  add,
  argmax,
  type Dtype,
  defineLayer,
  expectShape,
  heNormal,
  matmul,
  max,
  sum,
  tensors,
  transpose,
  zeros,
} from "@nudge/core";
import { checkArguments, count } from "@nudge/core/internal";

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
    return {
      parameters: { weight: heNormal([inputs, outputs * pieces]), bias: zeros([outputs * pieces]) },

      forward: (x, { weight, bias }) => {
        expectShape(x, ["n", inputs]);
        const z = tensors.reshape(add(matmul(x, weight), bias), [x.shape[0], outputs, pieces]);
        return [max(z, 2), { x, winner: argmax(z, 2) }];
      },

      // Only the piece that won moves y: dz_iok = dy_io where k is the winner, else 0. From there on as in dense.
      backward: (dy, { x, winner }, { weight }) => {
        const [n] = dy.shape;
        const byPiece = zeros([n, outputs, pieces], dy.dtype as Dtype);
        for (let i = 0; i < n; i++)
          for (let o = 0; o < outputs; o++) byPiece.set(i, o, winner.get(i, o), dy.get(i, o));
        const dz = tensors.reshape(byPiece, [n, outputs * pieces]);
        return {
          input: matmul(dz, transpose(weight)),
          weight: matmul(transpose(x), dz),
          bias: sum(dz, 0),
        };
      },

      symbolic: (x, { weight, bias }, graph) => {
        const z = graph.reshape(graph.add(graph.matmul(x, weight), bias), [1, outputs, pieces]);
        return graph.reshape(graph.max(z, 2), [1, outputs]);
      },
    };
  },
);
