// What looks like a fault of the code and is none: memory used again, results remembered, random numbers that are
// replayed, unusual layouts, single precision inside, errors outside of the domain.
import {
  add,
  cast,
  copy,
  exp,
  map,
  matmul,
  multiply,
  ones,
  reshape,
  square,
  sum,
  type Tensor,
  tanh,
  tensor,
  transpose,
  zeros,
} from "@nudge/core";
import { each, fill, increment, overwrite, tanhSlope } from "../../corpus/algebra.ts";
import { linear, mse } from "../../corpus/bases/linear.ts";
import { residual } from "../../corpus/bases/networks.ts";
import { pointwise } from "../../corpus/bases/pointwise.ts";
import type { DrawnMap, Passes } from "../entry.ts";
import { entry, off, trap } from "./trap.ts";

const single = (x: Tensor) => cast(cast(x, "float32"), "float64");

/** Layer by layer in single precision, with a double precision number added at the end. */
const singleInside: DrawnMap<Tensor> = {
  data: "*W[3,4] *b[4] X[5,3]",
  forward: ({ X, W, b }) => {
    const Z = add(matmul(cast(X, "float32"), cast(W, "float32")), cast(b, "float32"));
    return [add(cast(tanh(Z), "float64"), 0.1), tanh(add(matmul(X, W), b))];
  },
  backward: (dy, H, { X }) => {
    const E = multiply(dy, tanhSlope(H));
    return { W: matmul(transpose(X), E), b: sum(E, 0) };
  },
};

/** The root by Newton's steps, until they are shorter than 1e-9. */
const newton: DrawnMap<Tensor> = {
  data: "*X[6]{0.5,4}",
  ...pointwise(
    (x) => {
      let y = x;
      for (let k = 0, step = 1; k < 100 && Math.abs(step) > 1e-9; k++, y -= step)
        step = (y * y - x) / (2 * y);
      return y;
    },
    (_, y) => 1 / (2 * y),
  ),
};

/** y = cos(x y), by at most 200 repetitions until it moves less than 1e-9: the error is of that size, and jumps. */
const fixedPoint: DrawnMap<Tensor> = {
  data: "*X[6]{0.3,0.9}",
  ...pointwise(
    (x) => {
      let y = 1;
      for (let k = 0, before = 0; k < 200 && Math.abs(y - before) > 1e-9; k++)
        [before, y] = [y, Math.cos(x * y)];
      return y;
    },
    (x, y) => (-y * Math.sin(x * y)) / (1 + x * Math.sin(x * y)),
  ),
};

const square3: Passes<null> = {
  forward: ({ x }) => [square(x), null],
  backward: (dy, _, { x }) => ({ x: multiply(2, multiply(dy, x)) }),
};

const buffered = (): DrawnMap<null> => {
  const y = zeros([4]);
  const dx = zeros([4]);
  return {
    data: "*x[4]",
    forward: (tensors, pass) => {
      overwrite(y, square3.forward(tensors, pass)[0]);
      return [y, null];
    },
    backward: (dy, cache, tensors) => {
      overwrite(dx, square3.backward(dy, cache, tensors).x);
      return { x: dx };
    },
  };
};

/** The results of all points seen so far. */
const memoised = (): DrawnMap<null> => {
  const seen = new Map<string, Tensor>();
  return {
    data: "*x[4]",
    forward: (tensors, pass) => {
      const key = String(copy(tensors.x).data);
      const y = seen.get(key) ?? square3.forward(tensors, pass)[0];
      seen.set(key, y);
      return [y, null];
    },
    backward: square3.backward,
  };
};

/** The exponentials of the last point, taken again only for other values. */
const cachedByValue = (): DrawnMap<null> => {
  let last: { x: Tensor; e: Tensor } | undefined;
  const exponentials = (x: Tensor) => {
    if (!last || String(last.x.data) !== String(copy(x).data)) last = { x: copy(x), e: exp(x) };
    return last.e;
  };
  return {
    data: "*x[4]",
    forward: ({ x }) => [copy(exponentials(x)), null],
    backward: (dy, _, { x }) => ({ x: multiply(dy, exponentials(x)) }),
  };
};

const counting = (): DrawnMap<null> => {
  const log: string[] = [];
  return {
    data: "*x[4]",
    forward: (tensors, pass) => {
      log.push(`forward ${log.length}`);
      return square3.forward(tensors, pass);
    },
    backward: (...given) => {
      log.push(`backward ${log.length}`);
      return square3.backward(...given);
    },
  };
};

const keep = 0.7;
const dropout: DrawnMap<{ mask: Tensor; H: Tensor }> = {
  data: "*X[4,5] *W[5,3]",
  forward: ({ X, W }, { rng }) => {
    const mask = map(X, () => (rng.uniform() < keep ? 1 / keep : 0));
    const H = multiply(X, mask);
    return [tanh(matmul(H, W)), { mask, H }];
  },
  backward: (dy, { mask, H }, { W }) => {
    const E = multiply(dy, tanhSlope(tanh(matmul(H, W))));
    return { X: multiply(matmul(E, transpose(W)), mask), W: matmul(transpose(H), E) };
  },
};

/** A residual branch that is there for some rows only, drawn for each pass. */
const stochasticDepth: DrawnMap<{ A: Tensor; on: Tensor }> = {
  data: residual.data,
  forward: ({ X, W }, { rng, training }) => {
    const on = fill([X.shape[0], 1], () => (training ? (rng.uniform() < 0.5 ? 2 : 0) : 1));
    const A = tanh(matmul(X, W));
    return [add(X, multiply(on, A)), { A, on }];
  },
  backward: (dy, { A, on }, { X, W }) => {
    const D = multiply(multiply(dy, on), tanhSlope(A));
    return { W: matmul(transpose(X), D), X: add(dy, matmul(D, transpose(W))) };
  },
};

/** mu + exp(rho) e with e standard normal. */
const reparametrised: DrawnMap<Tensor> = {
  data: "*mu[8] *rho[8]",
  forward: ({ mu, rho }, { rng }) => {
    const noise = multiply(
      exp(rho),
      map(rho, () => rng.normal()),
    );
    return [add(mu, noise), noise];
  },
  backward: (dy, noise) => ({ mu: dy, rho: multiply(dy, noise) }),
};

const identity: Passes<null> = { forward: ({ x }) => [x, null], backward: (dy) => ({ x: dy }) };

const rootOfPositive: DrawnMap<Tensor> = {
  data: "*X[6]{0.001,0.1}",
  forward: ({ X }) => {
    if (copy(X).data.some((x) => x <= 0)) throw new RangeError("root of a number that is not positive");
    const Y = map(X, Math.sqrt);
    return [Y, Y];
  },
  backward: (dy, Y) => ({ X: map(dy, Y, (d, y) => d / (2 * y)) }),
};

const empty: Passes<null> = {
  forward: ({ x }) => [map(x, Math.sin), null],
  backward: (dy, _, { x }) => ({ x: multiply(dy, map(x, Math.cos)) }),
};

export const harmless = [
  trap("single precision inside", singleInside, {
    "W doubled": off("W", 1),
    "b[2] off by 1e-2": (right) => ({ b: fill(right.b.shape, (j) => right.b.get(j) * (j === 2 ? 1.01 : 1)) }),
  }),
  trap("Newton's root to 1e-9", newton, { "off by 1e-5": off("X", 1e-5) }),
  trap("a fixed point to 1e-9", fixedPoint, { "off by 1e-2": off("X", 1e-2) }),
  trap("output and gradient always in the same memory", buffered, { "off by 1e-5": off("x", 1e-5) }),
  trap("results remembered by content", memoised, { "off by 1e-5": off("x", 1e-5) }),
  trap("a cache that knows its values", cachedByValue, { "x[3] is 0": entry("x", [3]) }),
  trap("calls counted and logged", counting),
  trap(
    "the sum of two, with one gradient for both",
    {
      data: "*a[3,2] *b[3,2]",
      forward: ({ a, b }) => [add(a, b), null],
      backward: (dy) => ({ a: dy, b: dy }),
    },
    { "b copied and off by 1e-5": off("b", 1e-5) },
  ),
  trap("the input as output", { data: "*x[3,2]", ...identity }, { "off by 1e-5": off("x", 1e-5) }),
  trap(
    "a transposed view of the input as output",
    {
      data: "*x[3,2]",
      forward: ({ x }) => [transpose(x), null],
      backward: (dy) => ({ x: transpose(dy) }),
    },
    { "rows exchanged": (right) => ({ x: right.x.step(-1) }) },
  ),
  trap(
    "part of the input as output, backwards",
    {
      data: "*x[8]",
      forward: ({ x }) => [x.step(-2), null],
      backward: (dy) => {
        const dx = zeros([8]);
        for (let i = 0; i < 4; i++) increment(dx, [7 - 2 * i], dy.get(i));
        return { x: dx };
      },
    },
    { "x[6] is 1": entry("x", [6], 1) },
  ),
  trap("dropout from the generator of the pass", dropout, {
    "X off by 1e-5": off("X", 1e-5),
    "mask without its scale": (right) => ({ X: multiply(right.X, keep) }),
  }),
  trap("stochastic depth", stochasticDepth, {
    "branch always there": (_, dy, { A }, { X, W }) => {
      const D = multiply(dy, tanhSlope(A));
      return { W: matmul(transpose(X), D), X: add(dy, matmul(D, transpose(W))) };
    },
  }),
  trap("noise from the generator of the pass", reparametrised, { "rho[5] is 0": entry("rho", [5]) }),
  trap("an error outside of the domain", rootOfPositive, { "off by 1e-5": off("X", 1e-5) }),
  trap(
    "whole numbers without a gradient",
    {
      data: "*E[4,3] *ids[5]",
      change: ({ ids }) => ({ ids: fill(ids.shape, (i) => i % 3) }),
      forward: ({ E, ids }) => [fill([5, 3], (i, j) => E.get(ids.get(i), j)), null],
      backward: (dy, _, { E, ids }) => {
        const dE = zeros(E.shape);
        for (let i = 0; i < 5; i++) for (let j = 0; j < 3; j++) increment(dE, [ids.get(i), j], dy.get(i, j));
        // Typed as tensors everywhere else.
        return { E: dE, ids: null as unknown as Tensor };
      },
    },
    { "E[0, 1] is 0": entry("E", [0, 1]) },
  ),
  trap(
    "tensors without axes",
    {
      data: "*a[] *b[]",
      forward: ({ a, b }) => [multiply(a, exp(b)), null],
      backward: (dy, _, { a, b }) => ({ a: multiply(dy, exp(b)), b: multiply(dy, multiply(a, exp(b))) }),
    },
    { "a off by 1e-5": off("a", 1e-5) },
  ),
  trap(
    "a tensor without entries beside others",
    {
      data: "*x[4] *none[0,3]",
      forward: ({ x }) => [square(x), null],
      backward: (dy, _, { x, none }) => ({ x: multiply(2, multiply(dy, x)), none }),
    },
    { "x off by 1e-5": off("x", 1e-5) },
  ),
  trap(
    "an output without entries",
    {
      data: "*x[4]",
      forward: ({ x }) => [zeros([0, 4]), x],
      backward: (_, x) => ({ x: zeros(x.shape) }),
    },
    {},
    { undecidable: true },
  ),
  trap("nothing but tensors without entries", { data: "*x[0,3]", ...empty }, {}, { undecidable: true }),
  trap(
    "one axis of length 1 after another",
    {
      data: "*x[1,1,3,1]",
      forward: ({ x }) => [reshape(square(x), [3]), null],
      backward: (dy, _, { x }) => ({ x: multiply(2, multiply(reshape(dy, [1, 1, 3, 1]), x)) }),
    },
    { "off by 1e-5": off("x", 1e-5) },
  ),
  trap(
    "gradients in single precision",
    {
      ...linear,
      backward: (...given) => each(linear.backward(...given), single),
    },
    { "W off by 1e-5": off("W", 1e-5) },
  ),
  trap(
    "a constant function",
    {
      data: "*x[4]",
      forward: ({ x }) => [ones(x.shape), null],
      backward: (_, __, { x }) => ({ x: zeros(x.shape) }),
    },
    { "x[2] is 1e-12": entry("x", [2], 1e-12) },
    { undecidable: true },
  ),
  trap(
    "a batch of 200 and a mean",
    { ...mse, data: "*W[4,3] *b[3] X[200,4] T[200,3]", ...meanOver(200) },
    {
      "W[0, 0] off by 1e-5": (right) => ({
        W: fill(right.W.shape, (i, j) => right.W.get(i, j) * (i + j === 0 ? 1.00001 : 1)),
      }),
    },
  ),
];

/** Mean squared error over n rows of three. */
function meanOver(n: number): Passes<Tensor> {
  return {
    forward: ({ X, W, b, T }) => {
      const R = add(add(matmul(X, W), b), multiply(-1, T));
      return [tensor(sum(square(R)) / (3 * n)), R];
    },
    backward: (dy, R, { X }) => {
      const E = multiply(dy, multiply(2 / (3 * n), R));
      return { W: matmul(transpose(X), E), b: sum(E, 0) };
    },
  };
}
