// Layers with outputs by name, and mistakes in their backward: for the tests of everything that meets them.
import {
  add,
  concatenate,
  copy,
  defineLayer,
  defineLoss,
  divide,
  exp,
  full,
  glorotUniform,
  matmul,
  mean,
  multiply,
  negate,
  type OutputGradient,
  slice,
  square,
  subtract,
  sum,
  type Tensor,
  tensors,
  transpose,
  zeros,
} from "@nudge/core";

type Inputs = { readonly x: Tensor; readonly hidden: Tensor; readonly cell: Tensor };
type States = { readonly hidden: Tensor; readonly cell: Tensor };

/** What backward takes its gradients for. */
type Reading<O> = (gradient: OutputGradient<O>) => OutputGradient<O>;

/**
 * c = f c' + i g,  h = o tanh c,  with i, f, g, o the blocks of x W + h' U      x, h', c', h, c: [n, size]   W, U: [size, 4 size]
 *
 * `read` may make of the gradients what a mistake in backward would.
 */
export const lstmCell = (read: Reading<States> = (dy) => dy) =>
  defineLayer("lstmCell", (size: number) => ({
    parameters: { weight: glorotUniform([size, 4 * size]), recurrent: glorotUniform([size, 4 * size]) },

    forward: ({ x, hidden, cell }: Inputs, { weight, recurrent }) => {
      const a = add(matmul(x, weight), matmul(hidden, recurrent));
      const block = (k: number) => slice(a, 1, k * size, (k + 1) * size);
      const [i, f, o] = [0, 1, 3].map((k) => tensors.sigmoid(block(k)));
      const g = tensors.tanh(block(2));
      const after = add(multiply(f, cell), multiply(i, g));
      const t = tensors.tanh(after);
      return [
        { hidden: multiply(o, t), cell: after },
        { x, hidden, cell, i, f, g, o, t },
      ];
    },

    backward: (dy, { x, hidden, cell, i, f, g, o, t }, { weight, recurrent }) => {
      const { hidden: dh, cell: dCell } = read(dy);
      const sigmoidBack = (d: Tensor, y: Tensor) => multiply(d, multiply(y, subtract(1, y)));
      const tanhBack = (d: Tensor, y: Tensor) => multiply(d, subtract(1, square(y)));
      const dc = add(dCell, tanhBack(multiply(dh, o), t));
      const da = concatenate(
        [
          sigmoidBack(multiply(dc, g), i),
          sigmoidBack(multiply(dc, cell), f),
          tanhBack(multiply(dc, i), g),
          sigmoidBack(multiply(dh, t), o),
        ],
        1,
      );
      return {
        input: {
          x: matmul(da, transpose(weight)),
          hidden: matmul(da, transpose(recurrent)),
          cell: multiply(dc, f),
        },
        weight: matmul(transpose(x), da),
        recurrent: matmul(transpose(hidden), da),
      };
    },
  }));

/** Mistakes with the two gradients that come in. */
export const cellMistakes: { readonly [name: string]: Reading<States> } = {
  "the gradient of the cell is forgotten": (dy) => ({ ...dy, cell: multiply(dy.cell, 0) }),
  "that of the hidden state is forgotten": (dy) => ({ ...dy, hidden: multiply(dy.hidden, 0) }),
  "the two are exchanged": ({ hidden, cell }) => ({ hidden: cell, cell: hidden }),
  "that of the hidden state is used twice": ({ hidden }) => ({ hidden, cell: hidden }),
};

/** The k largest of each row, and where they are      x: [n, size]   ->   values, indices: [n, k] */
export const topK = (misplaced = 0) =>
  defineLayer("topK", (k: number) => ({
    forward: (x) => {
      const [n, size] = x.shape;
      const [values, indices] = [zeros([n, k]), zeros([n, k])];
      for (let i = 0; i < n; i++) {
        const order = Array.from({ length: size }, (_, j) => j).sort((a, b) => x.get(i, b) - x.get(i, a));
        for (const [j, at] of order.slice(0, k).entries()) {
          indices.set(i, j, at);
          values.set(i, j, x.get(i, at));
        }
      }
      return [
        { values, indices },
        { indices: copy(indices), shape: x.shape },
      ];
    },

    // Each value is one entry of x. The places do not move with it.
    backward: ({ values }, { indices, shape }) => {
      const dx = zeros(shape);
      for (let i = 0; i < shape[0]; i++)
        for (let j = 0; j < k; j++) dx.set(i, (indices.get(i, j) + misplaced) % shape[1], values.get(i, j));
      return { input: dx };
    },
  }));

type Moments = { readonly mean: Tensor; readonly logVariance: Tensor };

/** mean = x W, logVariance = x V      x: [n, inputs]   W, V: [inputs, outputs] */
export const momentsHead = (read: Reading<Moments> = (dy) => dy) =>
  defineLayer("momentsHead", (inputs: number, outputs: number) => ({
    parameters: { mean: glorotUniform([inputs, outputs]), logVariance: glorotUniform([inputs, outputs]) },
    forward: (x, { mean, logVariance }) => [
      { mean: matmul(x, mean), logVariance: matmul(x, logVariance) },
      x,
    ],
    backward: (dy, x, { mean, logVariance }) => {
      const { mean: dMean, logVariance: dLog } = read(dy);
      return {
        input: add(matmul(dMean, transpose(mean)), matmul(dLog, transpose(logVariance))),
        mean: matmul(transpose(x), dMean),
        logVariance: matmul(transpose(x), dLog),
      };
    },
  }));

/** L = mean ½ (s + (t - m)² e^-s)      m: mean, s: log-variance, t: target, all [n, size] */
export const gaussian = (read: Reading<Moments> = (dp) => dp) =>
  defineLoss("gaussian", () => ({
    forward: ({ mean: m, logVariance }: Moments, target) => {
      const error = subtract(target, m);
      const scaled = multiply(error, exp(negate(logVariance)));
      return [mean(multiply(0.5, add(logVariance, multiply(error, scaled)))), { error, scaled }];
    },
    // dL/dm = (m - t) e^-s / N,   dL/ds = ½ (1 - (t - m)² e^-s) / N
    backward: ({ error, scaled }) =>
      read({
        mean: divide(negate(scaled), error.size),
        logVariance: divide(subtract(1, multiply(error, scaled)), 2 * error.size),
      }),
  }));

/** y = Σ values by rows, whatever the indices      values: [n, k]   ->   y: [n] */
export const rowSums = (factor = 1) =>
  defineLayer("rowSums", () => ({
    forward: ({ values }: { readonly values: Tensor; readonly indices: Tensor }) => [
      sum(values, 1),
      values.shape,
    ],
    backward: (dy, shape) => ({
      input: { values: multiply(tensors.reshape(dy, [shape[0], 1]), full(shape, factor)), indices: null },
    }),
  }));
