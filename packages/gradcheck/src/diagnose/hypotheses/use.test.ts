import {
  add,
  matmul,
  mean,
  multiply,
  square,
  subtract,
  type Tensor,
  tensor,
  tensors,
  transpose,
} from "@nudge/core";
import { expect, test } from "vitest";
import { judged } from "../../../test/evidence.ts";
import { normal, type Subject, scaled } from "../../../test/fixtures.ts";
import { use } from "./use.ts";

const x = normal([5, 4], 8);

/** An autoencoder with one matrix: the mean of (tanh(x W) Wᵀ - x)². */
const tied = (encoder: number, decoder: number): Subject => ({
  tensors: { W: normal([4, 3]) },
  forward: ({ W }) => {
    const h = tensors.tanh(matmul(x, W));
    const r = subtract(matmul(h, transpose(W)), x);
    return [tensor(mean(square(r))), { h, d: scaled(r, 2 / 20) }];
  },
  backward: (_dy, cache, { W }) => {
    const { h, d } = cache as { h: Tensor; d: Tensor };
    const back = multiply(matmul(d, W), subtract(1, square(h)));
    const first = matmul(transpose(x), back);
    return { W: add(scaled(first, encoder), scaled(matmul(transpose(d), h), decoder)) };
  },
});

/** h ← tanh(x + h W), three times; backward adds up the steps from `first` on. */
const recurrent = (first: number): Subject => ({
  tensors: { W: normal([3, 3]) },
  forward: ({ W }) => {
    const h = [normal([2, 3], 5)];
    for (let t = 0; t < 3; t++) h.push(tensors.tanh(add(matmul(h[t], W), normal([2, 3], 6 + t))));
    return [h[3], h];
  },
  backward: (dy, cache, { W }) => {
    const h = cache as Tensor[];
    let d = dy;
    let dW: Tensor | number = 0;
    for (let t = 2; t >= 0; t--) {
      const e = multiply(d, subtract(1, square(h[t + 1])));
      if (t >= first) dW = add(matmul(transpose(h[t]), e), dW);
      d = matmul(e, transpose(W));
    }
    return { W: dW as Tensor };
  },
});

test("tied weights of which one use is missing, or counts twice", () => {
  const missing = judged(use, tied(0, 1), "W");
  expect(missing?.kind).toBe("missing-term");
  expect(missing?.message).toContain("forward uses W 2 times, and in backprop its first use is missing");
  expect(judged(use, tied(1, 2), "W")?.message).toContain("its second use counts twice");
});

test("a recurrence of which only the last step counts", () => {
  const found = judged(use, recurrent(2), "W");
  expect(found?.kind).toBe("missing-sum");
  expect(found?.message).toContain("uses W 3 times, and in backprop only its last use counts");
});

test("silent for other mistakes, and for a tensor that is used once", () => {
  expect(judged(use, tied(0.7, 1.3), "W")).toBeUndefined();
  const once: Subject = {
    tensors: { W: normal([4, 3]) },
    forward: ({ W }) => [matmul(x, W), undefined],
    backward: (dy) => ({ W: scaled(matmul(transpose(x), dy), 2) }),
  };
  expect(judged(use, once, "W")).toBeUndefined();
});
