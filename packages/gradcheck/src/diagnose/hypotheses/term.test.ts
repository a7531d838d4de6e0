import {
  add,
  divide,
  map,
  mean,
  multiply,
  sqrt,
  square,
  subtract,
  sum,
  type Tensor,
  tensor,
  tensors,
} from "@nudge/core";
import { expect, test } from "vitest";
import { judged } from "../../../test/evidence.ts";
import { linear, normal, type Subject, spoil } from "../../../test/fixtures.ts";
import { term } from "./term.ts";

/** f = Σ (θ - a)² c + 0.05 Σ θ², and its gradient with the given penalty. */
const regularised = (penalty: (x: number) => number): Subject => {
  const [a, c] = [normal([3, 4], 5), map(normal([3, 4], 6), Math.exp)];
  return {
    tensors: { w: normal([3, 4]) },
    forward: ({ w }) => [tensor(sum(multiply(c, square(subtract(w, a)))) + 0.05 * sum(square(w))), undefined],
    backward: (_dy, _, { w }) => ({
      w: add(multiply(multiply(2, c), subtract(w, a)), map(w, penalty)),
    }),
  };
};

test("the penalty is in the value and not in the gradient", () => {
  const found = judged(
    term,
    regularised(() => 0),
    "w",
  );
  expect(found?.kind).toBe("missing-term");
  expect(found?.message).toMatch(
    /^numeric - backprop = 0\.1 × w in every entry: .* is missing from the gradient of w$/,
  );
});

test("half of the penalty, and too much of it", () => {
  expect(
    judged(
      term,
      regularised((x) => 0.05 * x),
      "w",
    )?.message,
  ).toContain("= 0.05 × w");
  const double = judged(
    term,
    regularised((x) => 0.3 * x),
    "w",
  );
  expect(double?.message).toMatch(/= -0\.2 × w .* is too much in the gradient of w$/);
});

test("a constant, and the gradient of a skip connection", () => {
  const constant = spoil(linear(), ({ W }) => ({ W: add(W, 1e-6) }));
  expect(judged(term, constant, "W")?.message).toContain("numeric - backprop = -1.000e-6 in every entry");
  const skip: Subject = {
    tensors: { x: normal([3, 4]) },
    forward: ({ x }) => [add(x, map(x, Math.tanh)), undefined],
    backward: (dy, _, { x }) => ({
      x: multiply(
        dy,
        map(x, (v) => 1 - Math.tanh(v) ** 2),
      ),
    }),
  };
  expect(judged(term, skip, "x")?.message).toContain("1 × upstream");
});

test("silent where the gradient itself is proportional to the tensor, and for another difference", () => {
  const quadratic: Subject = {
    tensors: { w: normal([6]) },
    forward: ({ w }) => [tensor(sum(square(w))), undefined],
    backward: (_dy, _, { w }) => ({ w }),
  };
  expect(judged(term, quadratic, "w")).toBeUndefined();
  expect(
    judged(
      term,
      regularised((x) => x ** 3),
      "w",
    ),
  ).toBeUndefined();
});

test("a single vector: the path through its norm, and that through its mean", () => {
  const of = (f: Subject["forward"], through: Subject["backward"], shape: readonly number[]) =>
    judged(term, { tensors: { x: normal(shape) }, forward: f, backward: through }, "x");
  const norm = (x: Tensor) => sqrt(tensor(sum(square(x))));
  for (const shape of [[5], [1, 6]]) {
    const unit = of(
      ({ x }) => [divide(x, norm(x)), undefined],
      (dy, _, { x }) => ({ x: divide(dy, norm(x)) }),
      shape,
    );
    expect(unit?.message).toMatch(
      /× x in every entry: .* such as that of the path through its norm .*, or wrong$/,
    );
    const positive = (x: Tensor) => map(x, Math.exp);
    const centred = judged(
      term,
      {
        tensors: { x: positive(normal(shape)) },
        forward: ({ x }) => [subtract(x, tensor(mean(x))), undefined],
        backward: (dy) => ({ x: tensors.reshape(dy, shape) }),
      },
      "x",
    );
    expect(centred?.message).toMatch(
      / in every entry: a constant, such as the path through a mean or a sum,/,
    );
  }
});
