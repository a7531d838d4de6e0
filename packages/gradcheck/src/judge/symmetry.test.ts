import { expect, test } from "vitest";
import { failures } from "../../test/fixtures.ts";
import { type GradcheckReport, gradcheckHessian } from "../index.ts";

/** A vector field with the Jacobian J, which is no gradient. */
const theta = [0.5, 1.2, -0.7];
const gradient = ([x, y, z]: Float64Array) => [x * y + z, y * y * x, z * z * x];
const jacobian = ([x, y, z]: Float64Array) => [
  [y, x, 1],
  [y * y, 2 * x * y, 0],
  [z * z, 0, 2 * z * x],
];
const transposed = (x: Float64Array) => jacobian(x).map((_, i) => jacobian(x).map((row) => row[i]));
const symmetric = (x: Float64Array) =>
  jacobian(x).map((row, i) => row.map((h, j) => (h + transposed(x)[i][j]) / 2));
const times = (matrix: typeof jacobian) => (x: Float64Array, v: Float64Array) =>
  matrix(x).map((row) => row.reduce((sum, h, j) => sum + h * v[j], 0));

test.each([
  ["its Jacobian", jacobian],
  ["its transposed Jacobian", transposed],
  ["the symmetric part", symmetric],
])("a gradient that is that of no function is said to be so, beside %s", (_, hessian) => {
  for (const given of [{ hessian }, { hessianProduct: times(hessian) }] as const) {
    const report = gradcheckHessian({ theta, gradient, ...(given as { hessian: typeof hessian }) });
    expect(failures(report)).toEqual(["asymmetric"]);
    expect(report.findings[0].message).toMatch(/^gradient is that of no function/);
    expect(report.tensors.flatMap(({ diagnoses }) => diagnoses)).toEqual([]);
  }
});

test("the slopes that are not symmetric are those of the gradient", () => {
  const [{ message }] = gradcheckHessian({ theta, gradient, hessian: jacobian }).findings;
  expect(message).toMatch(
    /that of theta\[1\] has the slope 1.44 ± \S+ along theta\[0\], that of theta\[0\] has the slope 0.5 ± /,
  );
});

test.each(["full", "bisect"] as const)("of two entries, and by directions: %s", (method) => {
  // The slopes along a and -a say nothing of symmetry, and a draw of two signs gives them every other time.
  const field = { theta: [1.2, 0.7], gradient: ([x, y]: Float64Array) => [2 * x * y, 2 * x * x] };
  const J = ([x, y]: Float64Array) => [
    [2 * y, 2 * x],
    [4 * x, 0],
  ];
  for (const seed of [0, 1, 2, 3])
    for (const given of [{ hessian: J }, { hessianProduct: times(J) }]) {
      const { findings } = gradcheckHessian(
        { ...field, ...(given as { hessian: typeof J }) },
        { method, seed },
      );
      expect(findings[0]?.message).toMatch(/^gradient is that of no function/);
    }
});

/** f = x y² + z, whose H[0, 1] is 2 y, and 0 in z. */
const product = (wrong: (h: number[][]) => void, round = (g: number) => g) =>
  gradcheckHessian({
    theta,
    gradient: ([x, y]: Float64Array) => [round(y * y), round(2 * x * y), 1],
    hessian: ([x, y]: Float64Array) => {
      const h = [
        [0, 2 * y, 0],
        [2 * y, 2 * x, 0],
        [0, 0, 0],
      ];
      wrong(h);
      return h;
    },
  });

test("a right matrix is symmetric, and of a wrong entry to either side of the diagonal it is said that it is not", () => {
  expect(product(() => {}).findings).toEqual([]);
  for (const [i, j] of [
    [0, 1],
    [1, 0],
  ]) {
    const report = product((h) => {
      h[i][j] *= 1.01;
    });
    expect(report.findings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^hessian is not symmetric: /),
    ]);
  }
});

test("entries that are right within their error bars may differ by as much", () => {
  const coarse = (g: number) => Math.round(g * 1e6) / 1e6;
  const { findings, counts } = product((h) => {
    h[0][1] *= 1 + 1e-5;
  }, coarse);
  expect(counts.wrong).toBe(0);
  expect(failures({ findings } as GradcheckReport)).toEqual([]);
});
