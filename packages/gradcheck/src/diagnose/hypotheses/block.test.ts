import { expect, test } from "vitest";
import {
  changed,
  net,
  productOf,
  rosenbrock,
  said,
  saidOfBoth,
  tanh,
  tensorAt,
} from "../../../test/hessians.ts";
import { gradcheckHessian } from "../../index.ts";

const { theta, gradient } = net(tanh);

const isBlock = (i: number, j: number, a: string, b: string) =>
  (tensorAt(i) === a && tensorAt(j) === b) || (tensorAt(i) === b && tensorAt(j) === a);

const mistakes: [what: string, hessian: ReturnType<typeof changed>, message: RegExp][] = [
  [
    "the cross terms of two tensors are missing",
    changed((h, i, j) => (isBlock(i, j, "W1", "b1") ? 0 : h)),
    /^W1: the block W1 × b1 is missing from H v$/,
  ],
  [
    "all cross terms are missing",
    changed((h, i, j) => (tensorAt(i) === tensorAt(j) ? h : 0)),
    /^W2: the cross terms of W2 with all other tensors are missing from H v$/,
  ],
  [
    "a block has the wrong sign",
    changed((h, i, j) => (isBlock(i, j, "b1", "W2") ? -h : h)),
    /^b1: the block b1 × W2 is of the wrong sign in H v$/,
  ],
  [
    "the diagonal counts twice",
    changed((h, i, j) => (i === j ? 2 * h : h)),
    /^W1: the diagonal of H is counted twice in H v$/,
  ],
  [
    "what is off the diagonal counts by half",
    changed((h, i, j) => (i === j ? h : h / 2)),
    /^W1: all of H but its diagonal is counted by half in H v$/,
  ],
  [
    "only the upper triangle is there",
    changed((h, i, j) => (i > j ? 0 : h)),
    /^W1: what is below the diagonal of H is missing from H v$/,
  ],
];

test.each(mistakes)("in H v, %s", (_, hessian, message) => {
  const report = gradcheckHessian({ theta, gradient, hessianProduct: productOf(hessian) });
  expect(said(report)).toContainEqual(expect.stringMatching(message));
});

test("in H, blocks are missing, of the wrong sign, or wrong on their diagonal", () => {
  const hessian = changed((h, i, j) => {
    if (isBlock(i, j, "W1", "b1")) return 0;
    if (isBlock(i, j, "b1", "W2")) return -h;
    return isBlock(i, j, "W1", "W1") && i === j ? 2 * h : h;
  });
  const blocks = said(gradcheckHessian({ theta, gradient, hessian }));
  for (const message of [
    /^W1 × b1: the block W1 × b1 is missing: it is 0, and the slopes are up to /,
    /^W2 × b1: backprop = -1 × numeric in every entry/,
    /^W1 × W1: wrong only on the diagonal .*; there backprop = 2 × numeric$/,
  ])
    expect(blocks).toContainEqual(expect.stringMatching(message));
});

test("of one vector, there is but one block", () => {
  const upper = (x: Float64Array) =>
    rosenbrock.hessian(x).map((row, i) => row.map((h, j) => (i > j ? 0 : h)));
  const [whole, product] = saidOfBoth(rosenbrock, upper);
  expect(whole[0]).toMatch(/^hessian: wrong only below the diagonal .*; backprop is 0 there$/);
  expect(product[0]).toBe("theta: what is below the diagonal of H is missing from H v");
});
