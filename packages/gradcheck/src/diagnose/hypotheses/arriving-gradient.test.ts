import {
  add,
  matmul,
  multiply,
  square,
  subtract,
  sum,
  type Tensor,
  tensor,
  tensors,
  transpose,
} from "@nudge/core";
import { expect, test } from "vitest";
import { evidenceOf, judged } from "../../../test/evidence.ts";
import {
  linear,
  type Named,
  normal,
  pointwise,
  type Subject,
  scaled,
  spoil,
} from "../../../test/fixtures.ts";
import { arrivingGradient } from "./arriving-gradient.ts";

type Back = (dh: Tensor, h: Tensor) => Tensor;
const right: Back = (dh, h) => multiply(dh, subtract(1, square(h)));

/** y = tanh(x W1 + b1) W2 + b2      x: [rows, inputs]  W1: [inputs, units]  W2: [units, 2]  -> [rows, 2] */
function net(back: Back, [rows, inputs, units]: readonly number[] = [6, 4, 3], bias = true): Subject {
  const own = {
    x: normal([rows, inputs]),
    W1: normal([inputs, units], 2),
    W2: normal([units, 2], 4),
    b2: normal([2], 5),
    ...(bias && { b1: normal([units], 3) }),
  };
  return {
    tensors: own,
    forward({ x, W1, W2, b2, b1 = tensor(0) }) {
      const h = tensors.tanh(add(matmul(x, W1), b1));
      return [add(matmul(h, W2), b2), h];
    },
    backward(dy, h, { x, W1, W2 }) {
      const dz = back(matmul(dy, transpose(W2)), h as Tensor);
      return {
        x: matmul(dz, transpose(W1)),
        W1: matmul(transpose(x), dz),
        ...(bias && { b1: sum(dz, 0) }),
        W2: matmul(transpose(h as Tensor), dy),
        b2: sum(dy, 0),
      };
    },
  };
}

/** The same as a loss, so that nothing is known of its output but their sum. */
function loss(subject: Subject): Subject {
  return {
    ...subject,
    forward(given, pass) {
      const [y, cache] = subject.forward(given, pass) as readonly [Tensor, unknown];
      return [tensor(sum(multiply(y, normal([...y.shape], 9)))), [y, cache]];
    },
    backward(dy, [y, cache], given) {
      return subject.backward(multiply(dy, normal([...y.shape], 9)), cache, given);
    },
  } as Subject;
}

const forgotten: Back = (dh) => dh;
const atActivation: Back = (dh, h) => multiply(dh, subtract(1, square(tensors.tanh(h))));
const said =
  /^the gradient that arrives at the output of the layer of W1 and b1 is wrong, the products with it are/;

test.each([
  ["forgotten", forgotten, [6, 4, 3]],
  ["taken at the activation", atActivation, [5, 3, 4]],
  ["1 - h", (dh: Tensor, h: Tensor) => multiply(dh, subtract(1, h)), [4, 6, 2]],
] as const)("the slope of tanh %s, batch, inputs and units %j", (_, back, sizes) => {
  for (const name of ["W1", "b1"]) {
    const found = judged(arrivingGradient, net(back, sizes), name);
    expect(found?.kind, name).toBe("input-gradient");
    expect(found?.message, name).toMatch(said);
  }
});

test("the input of the layer says the same", () => {
  expect(judged(arrivingGradient, net(forgotten), "x")?.message).toMatch(said);
});

test("of a loss, where there are fewer examples than inputs and units", () => {
  for (const name of ["W1", "b1"])
    expect(judged(arrivingGradient, loss(net(atActivation, [2, 4, 5])), name)?.message).toMatch(said);
  expect(judged(arrivingGradient, loss(net(atActivation, [8, 4, 5])), "W1")).toBeUndefined();
});

test("a factor of each unit, in weight and bias", () => {
  const back: Back = (dh, h) => multiply(right(dh, h), tensor([2, 3, 1]));
  for (const name of ["W1", "b1"])
    expect(judged(arrivingGradient, loss(net(back, [9, 4, 3])), name)?.message).toMatch(
      /: both are off by the same factor in each unit, 2, 3, 1$/,
    );
});

test("weights without a bias", () => {
  expect(judged(arrivingGradient, net(forgotten, [6, 4, 3], false), "W1")?.message).toContain(
    "product with W1 is wrong",
  );
});

test("silent where the bias is right, where both are wrong by other factors, and of what mixes nothing", () => {
  const weights = (wrong: (right: Named) => object) => judged(arrivingGradient, spoil(linear(), wrong), "W");
  expect(weights(({ W }) => ({ W: multiply(W, tensor([2, 3])) }))).toBeUndefined();
  const other = ({ W, b }: Named) => ({ W: multiply(W, tensor([2, 3])), b: multiply(b, tensor([3, 2])) });
  expect(weights(other)).toBeUndefined();
  expect(weights(({ W, b }) => ({ W: scaled(normal([3, 2], 7), 2), b: add(W.pick(0), b) }))).toBeUndefined();
  expect(
    judged(
      arrivingGradient,
      pointwise(Math.tanh, () => 1, normal([3, 4])),
      "x",
    ),
  ).toBeUndefined();
});

test("a right net gives it nothing to say", () => {
  expect(evidenceOf(net(right), "W1").tensor.verdict).not.toContain("wrong");
});
