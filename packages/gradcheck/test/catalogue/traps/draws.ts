// Random numbers from the generator of the pass, which a checker replays.
import { add, exp, map, matmul, multiply, type Tensor, tensors, transpose } from "@nudge/core";
import { fill, tanhSlope } from "../../corpus/algebra.ts";
import { residual } from "../../corpus/bases/networks.ts";
import type { DrawnMap } from "../entry.ts";
import { entry, off, trap } from "./trap.ts";

const keep = 0.7;
const dropout: DrawnMap<{ mask: Tensor; H: Tensor }> = {
  data: "*X[4,5] *W[5,3]",
  forward: ({ X, W }, { rng }) => {
    const mask = map(X, () => (rng.uniform() < keep ? 1 / keep : 0));
    const H = multiply(X, mask);
    return [tensors.tanh(matmul(H, W)), { mask, H }];
  },
  backward: (dy, { mask, H }, { W }) => {
    const E = multiply(dy, tanhSlope(tensors.tanh(matmul(H, W))));
    return { X: multiply(matmul(E, transpose(W)), mask), W: matmul(transpose(H), E) };
  },
};

/** A residual branch that is there for some rows only, drawn for each pass. */
const stochasticDepth: DrawnMap<{ A: Tensor; on: Tensor }> = {
  data: residual.data,
  forward: ({ X, W }, { rng, training }) => {
    const on = fill([X.shape[0], 1], () => (training ? (rng.uniform() < 0.5 ? 2 : 0) : 1));
    const A = tensors.tanh(matmul(X, W));
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

export const draws = [
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
];
