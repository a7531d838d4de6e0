import { expect, test } from "vitest";
import { failures } from "../../test/fixtures.ts";
import { gradcheckHessian, toText } from "../index.ts";

// f = exp(s x + y / s), of which H is f [s², 1; 1, 1/s²]
const s = 2 ** 20;
const f = ([x, y]: Float64Array) => Math.exp(s * x + y / s);
const subject = {
  theta: [0.3 / s, 0.2 * s],
  gradient: (x: Float64Array) => [s * f(x), f(x) / s],
};
const product = (cross: number) => (x: Float64Array, v: Float64Array) => [
  f(x) * (s * s * v[0] + cross * v[1]),
  f(x) * (cross * v[0] + v[1] / (s * s)),
];

test("a term that a larger one hides is looked at along another v", () => {
  const right = gradcheckHessian({ ...subject, hessianProduct: product(1) });
  expect(right.verdict, toText(right)).toBe("pass");
  const wrong = gradcheckHessian({
    ...subject,
    hessianProduct: (x, v) => [product(0)(x, v)[0], product(1)(x, v)[1]],
  });
  expect(wrong.counts.wrong).toBe(0);
  expect(failures(wrong)).toEqual(["second-point"]);
  expect(wrong.findings[0].message).toBe(
    "right along the drawn v, wrong along one in which small terms of H v show: theta",
  );
});

test("where θ is of one size, the other v is that of the sizes of H v", () => {
  // f = ½ (s² x² + 2 x y + y² / s²)
  const s = 2 ** 13;
  const times = (cross: number, [a, b]: ArrayLike<number> & Iterable<number>) => [
    s * s * a + cross * b,
    a + b / (s * s),
  ];
  const check = (cross: number) =>
    gradcheckHessian({
      theta: [1.25, 1.5],
      gradient: (x: Float64Array) => times(1, x),
      hessianProduct: (_: Float64Array, v: Float64Array) => times(cross, v),
    });
  expect(failures(check(1))).toEqual([]);
  expect(failures(check(0))).toEqual(["second-point"]);
});

test("and along one of the size of θ, where no entry of H v shows the scale of its terms", () => {
  // f = s² b' of s = p (a₀ + 2 a₁) and b' = b / p: all of H v is that of the mixed derivatives, unless v is as large as θ
  const p = 2 ** -26;
  const s = (a: number[]) => p * (a[0] + 2 * a[1]);
  const check = (own: number) =>
    gradcheckHessian({
      theta: { a: [0.7 / p, -0.2 / p], b: 1.3 * p },
      gradient: ({ a, b }) => ({ a: [2 * s(a) * b, 4 * s(a) * b], b: s(a) ** 2 / p }),
      hessianProduct({ a, b }, v) {
        const d = own * 2 * s(v.a) * b + 2 * s(a) * v.b;
        return { a: [d, 2 * d], b: (2 * s(a) * s(v.a)) / p };
      },
    });
  const right = check(1);
  expect(right.verdict, toText(right)).toBe("pass");
  expect(failures(check(2))).toEqual(["second-point"]);
});
