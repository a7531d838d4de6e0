// Networks of relu layers whose biases are still zero: a row that is zero, or that one layer leaves at zero, has all
// units of the next one exactly at their kink. Each takes the derivative 0 there, as everybody does; an entry that
// moves several of them at once need not have a subgradient then.
import {
  add,
  map,
  matmul,
  maximum,
  multiply,
  square,
  subtract,
  sum,
  type Tensor,
  tensor,
  tensors,
  transpose,
} from "@nudge/core";
import { fill, tanhSlope } from "../../corpus/algebra.ts";
import type { DrawnMap } from "../entry.ts";
import { entry, off, trap } from "./trap.ts";

const withoutRow0 = (X: Tensor) => fill(X.shape, (n, j) => (n === 0 ? 0 : X.get(n, j)));
const active = (dy: Tensor, z: Tensor) => map(dy, z, (d, v) => (v > 0 ? d : 0));

interface TwoLayers {
  readonly A: Tensor;
  readonly Z: Tensor;
}

/** y = relu(tanh(H W + b) M + d) U, where b and d are zero and the first row of H is. */
const deadRow: DrawnMap<TwoLayers> = {
  data: "*W[3,3] *b[3] *M[3,4] *d[4] *U[4,2] H[4,3]{0,1}",
  change: ({ H, b, d }) => ({ H: withoutRow0(H), b: multiply(b, 0), d: multiply(d, 0) }),
  forward: ({ H, W, b, M, d, U }) => {
    const A = tensors.tanh(add(matmul(H, W), b));
    const Z = add(matmul(A, M), d);
    return [matmul(maximum(Z, 0), U), { A, Z }];
  },
  backward: (dy, { A, Z }, { H, M, U }) => {
    const D = active(matmul(dy, transpose(U)), Z);
    const E = multiply(matmul(D, transpose(M)), tanhSlope(A));
    return {
      W: matmul(transpose(H), E),
      b: sum(E, 0),
      M: matmul(transpose(A), D),
      d: sum(D, 0),
      U: matmul(transpose(maximum(Z, 0)), dy),
    };
  },
};

/** y = relu(X W + b) U, with respect to the input too. */
const zeroInput: DrawnMap<Tensor> = {
  data: "*X[3,2] *W[2,3] *b[3] *U[3,4]",
  change: ({ X, b }) => ({ X: withoutRow0(X), b: multiply(b, 0) }),
  forward: ({ X, W, b, U }) => {
    const Z = add(matmul(X, W), b);
    return [matmul(maximum(Z, 0), U), Z];
  },
  backward: (dy, Z, { X, W, U }) => {
    const D = active(matmul(dy, transpose(U)), Z);
    return {
      X: matmul(D, transpose(W)),
      W: matmul(transpose(X), D),
      b: sum(D, 0),
      U: matmul(transpose(maximum(Z, 0)), dy),
    };
  },
};

/** Squared errors of relu(X W + b) U: kinks that are 1e-8 away from biases of zero. */
const tinyInput: DrawnMap<{ Z: Tensor; R: Tensor }> = {
  data: "*W[2,5] *b[5] *U[5,3] X[4,2]{-1e-8,1e-8} T[4,3]",
  change: ({ b }) => ({ b: multiply(b, 0) }),
  forward: ({ X, W, b, U, T }) => {
    const Z = add(matmul(X, W), b);
    const R = subtract(matmul(maximum(Z, 0), U), T);
    return [tensor(sum(square(R))), { Z, R }];
  },
  backward: (dy, { Z, R }, { X, U }) => {
    const E = multiply(dy, multiply(2, R));
    const D = active(matmul(E, transpose(U)), Z);
    return { W: matmul(transpose(X), D), b: sum(D, 0), U: matmul(transpose(maximum(Z, 0)), E) };
  },
};

export const networks = [
  trap(
    "a row that arrives as zero at two layers without biases",
    deadRow,
    { "W off by 1e-5": off("W", 1e-5), "M off by 1e-5": off("M", 1e-5) },
    { undecidable: true },
  ),
  trap(
    "a row of zeros as the input of a relu network",
    zeroInput,
    { "W off by 1e-5": off("W", 1e-5), "X[1, 0] is 1.1": entry("X", [1, 0], 1.1) },
    { undecidable: true },
  ),
  trap("inputs of 1e-8 and biases of zero", tinyInput, {
    "b doubled": off("b", 1),
    "W[0, 1] is 1": entry("W", [0, 1], 1),
  }),
];
