// Less precise inside than outside: single precision, solvers that stop early, digits that cancel.
import {
  add,
  cast,
  copy,
  map,
  matmul,
  mean,
  multiply,
  square,
  subtract,
  sum,
  type Tensor,
  tensors,
  transpose,
} from "@nudge/core";
import { each, fill, rowMean, tanhSlope } from "../../corpus/algebra.ts";
import { linear } from "../../corpus/bases/linear.ts";
import { pointwise } from "../../corpus/bases/pointwise.ts";
import type { DrawnMap } from "../entry.ts";
import { entry, off, trap } from "./trap.ts";

const single = (x: Tensor) => cast(cast(x, "float32"), "float64");

/** Layer by layer in single precision, with a double precision number added at the end. */
const singleInside: DrawnMap<Tensor> = {
  data: "*W[3,4] *b[4] X[5,3]",
  forward: ({ X, W, b }) => {
    const Z = add(matmul(cast(X, "float32"), cast(W, "float32")), cast(b, "float32"));
    return [add(cast(tensors.tanh(Z), "float64"), 0.1), tensors.tanh(add(matmul(X, W), b))];
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

/** E x² − (E x)² of rows around 1e6: most digits cancel. */
const naiveVariance: DrawnMap<null> = {
  data: "*X[2,8]",
  change: ({ X }) => ({ X: add(X, 1e6) }),
  forward: ({ X }) => [subtract(mean(square(X), 1), square(mean(X, 1))), null],
  backward: (dy, _, { X }) => {
    const centred = subtract(X, rowMean(X));
    return { X: fill(X.shape, (n, j) => (dy.get(n) * 2 * centred.get(n, j)) / 8) };
  },
};

const rootOfPositive: DrawnMap<Tensor> = {
  data: "*X[6]{0.001,0.1}",
  forward: ({ X }) => {
    if (copy(X).data.some((x) => x <= 0)) throw new RangeError("root of a number that is not positive");
    const Y = map(X, Math.sqrt);
    return [Y, Y];
  },
  backward: (dy, Y) => ({ X: map(dy, Y, (d, y) => d / (2 * y)) }),
};

export const inexact = [
  trap("single precision inside", singleInside, {
    "W doubled": off("W", 1),
    "b[2] off by 1e-2": (right) => ({ b: fill(right.b.shape, (j) => right.b.get(j) * (j === 2 ? 1.01 : 1)) }),
  }),
  trap("Newton's root to 1e-9", newton, { "off by 1e-5": off("X", 1e-5) }),
  trap("a fixed point to 1e-9", fixedPoint, { "off by 1e-2": off("X", 1e-2) }),
  trap("variance by cancellation", naiveVariance, {}, { undecidable: true }),
  trap(
    "digits lost beside 1e8",
    {
      data: "*X[6]",
      ...pointwise(
        (x) => 1e8 + Math.sin(x) - 1e8,
        (x) => Math.cos(x),
      ),
    },
    { doubled: off("X", 1), "X[4] is 0": entry("X", [4]) },
  ),
  trap(
    "gradients in single precision",
    {
      ...linear,
      backward: (...given) => each(linear.backward(...given), single),
    },
    { "W off by 1e-5": off("W", 1e-5) },
  ),
  trap("an error outside of the domain", rootOfPositive, { "off by 1e-5": off("X", 1e-5) }),
];
