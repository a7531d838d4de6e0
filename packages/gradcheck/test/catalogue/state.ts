// Bugs that remember, overwrite or depend on the call: the first gradient may be right.
import {
  add,
  copy,
  exp,
  map,
  matmul,
  multiply,
  square,
  subtract,
  sum,
  type Tensor,
  transpose,
} from "@nudge/core";
import { each, overwrite } from "../corpus/algebra.ts";
import { linear, mse } from "../corpus/bases/linear.ts";
import { bugsOfMap, type DrawnMap } from "./entry.ts";

const norm = (x: Tensor) => Math.sqrt(sum(square(x)));

interface Exponentials {
  readonly h: Tensor;
  readonly e: Tensor;
}

/** h = w x, y = h² + exp h */
const squareAndExponential = (exponential: (h: Tensor) => Tensor): DrawnMap<Exponentials> => ({
  data: "*w[6] x[6]",
  forward: ({ w, x }) => {
    const h = multiply(w, x);
    const squared = square(h);
    const e = exponential(h);
    return [add(squared, e), { h, e }];
  },
  backward: (dy, { h, e }, { x }) => ({ w: multiply(multiply(dy, add(multiply(2, h), e)), x) }),
});

/** y = (x + b)² + c */
const twoBiases: DrawnMap<null> = {
  data: "*x[4,3] *b[3] *c[3]",
  forward: ({ x, b, c }) => [add(multiply(add(x, b), add(x, b)), c), null],
  backward: (dy, _, { x, b }) => {
    const dx = multiply(2, multiply(dy, add(x, b)));
    return { x: dx, b: sum(dx, 0), c: sum(dy, 0) };
  },
};

export const states = [
  ...bugsOfMap(linear, [
    {
      row: 44,
      name: "gradients never set to zero between calls",
      kinds: ["accumulates"],
      passes: (right) => {
        const kept: Record<string, Tensor> = {};
        return {
          backward: (...given) => {
            const gradients = right.backward(...given);
            for (const name in gradients)
              kept[name] = kept[name] ? add(kept[name], gradients[name]) : gradients[name];
            return kept;
          },
        };
      },
    },
    {
      row: 66,
      name: "weights updated before the gradient of the input is taken",
      gradients: ({ W: dW }, dy, _, { W }) => ({
        X: matmul(dy, transpose(subtract(W, multiply(0.01, dW)))),
      }),
    },
    {
      row: 67,
      name: "gradients clipped to norm 1 inside backward",
      kinds: ["ignores-upstream"],
      gradients: (right) => each(right, (g) => multiply(g, Math.min(1, 1 / norm(g)))),
    },
    {
      row: 80,
      name: "a share of the sum lost at every other call",
      kinds: ["nondeterministic-backward"],
      passes: (right) => {
        let calls = 0;
        return {
          backward: (dy, cache, tensors) => {
            const lost = calls++ % 2 === 1 ? 1 : 0;
            const { X, W } = right.backward(dy, cache, tensors);
            return { X, W, b: sum(dy.lo(lost, 0), 0) };
          },
        };
      },
    },
  ]),
  ...bugsOfMap(mse, [
    {
      row: 62,
      name: "cache of the forward pass before",
      kinds: ["stale"],
      passes: (right) => {
        let before: unknown;
        return {
          forward: (tensors, pass) => {
            const [L, cache] = right.forward(tensors, pass);
            const stale = (before ?? cache) as typeof cache;
            before = cache;
            return [L, stale];
          },
        };
      },
    },
    {
      row: 62,
      name: "cache of the first forward pass of all",
      kinds: ["stale"],
      passes: (right) => {
        let first: unknown;
        return {
          forward: (tensors, pass) => {
            const [L, cache] = right.forward(tensors, pass);
            first ??= cache;
            return [L, first as typeof cache];
          },
        };
      },
    },
    {
      row: 64,
      name: "forward scales the weights to norm 1",
      kinds: ["mutates-input"],
      passes: (right) => ({
        forward: (tensors, pass) => {
          const { W } = tensors;
          overwrite(W, multiply(W, 1 / norm(W)));
          return right.forward(tensors, pass);
        },
      }),
    },
    {
      row: 64,
      name: "backward clips the weights",
      kinds: ["mutates-input"],
      gradients: (_, __, ___, { W }) => {
        overwrite(
          W,
          map(W, (w) => Math.min(Math.max(w, -0.5), 0.5)),
        );
        return {};
      },
    },
    {
      row: 65,
      name: "gradient written to the memory of its parameter",
      kinds: ["mutates-input"],
      gradients: (right, _, __, { W }) => {
        overwrite(W, right.W);
        return { W };
      },
    },
  ]),
  ...bugsOfMap(twoBiases, [
    {
      row: 65,
      name: "two gradients share their memory",
      gradients: (right) => {
        const shared = copy(right.b);
        const write = (gradient: Tensor) => {
          overwrite(shared, gradient);
          return shared;
        };
        return { b: write(right.b), c: write(right.c) };
      },
    },
  ]),
  ...bugsOfMap(squareAndExponential(exp), [
    {
      row: 63,
      name: "exponential taken in place of a value that backward needs",
      passes: () =>
        squareAndExponential((h) => {
          overwrite(h, exp(h));
          return h;
        }),
    },
  ]),
];
