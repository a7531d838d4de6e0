import { expect, test } from "vitest";
import { failures } from "../../test/fixtures.ts";
import { flat, net, tanh, unflat } from "../../test/hessians.ts";
import { gradcheckHessian } from "../index.ts";

const right = net(tanh);
type Product = typeof right.hessianProduct;
const norm = (v: Parameters<Product>[1]) => Math.hypot(...flat(v));
const map = (v: Parameters<Product>[1], f: (x: number) => number) => unflat(flat(v).map(f));

const products: [what: string, Product, RegExp][] = [
  [
    "v divided by its norm",
    (x, v) =>
      right.hessianProduct(
        x,
        map(v, (vi) => vi / norm(v)),
      ),
    /H \(2 v\) is not 2 H v, in W1; it takes v by its direction alone$/,
  ],
  ["a term without v", (x, v) => map(right.hessianProduct(x, v), (h) => h + 1), /H \(2 v\) is not 2 H v/],
  ["the sizes of v", (x, v) => right.hessianProduct(x, map(v, Math.abs)), /H \(-v\) is not -H v/],
  [
    "another point, which v leads to",
    (x, v) => right.hessianProduct(unflat(flat(x).map((xi, i) => xi + 0.1 * flat(v)[i])), v),
    /H \(2 v\) is not 2 H v/,
  ],
  [
    "the cubes of v, of its size",
    (x, v) => {
      const size = Math.max(...flat(v).map(Math.abs));
      return right.hessianProduct(
        x,
        map(v, (vi) => (size === 0 ? 0 : size * (vi / size) ** 3)),
      );
    },
    /H \(2 u \+ v\) is not 2 H u \+ H v/,
  ],
];

test.each(products)("%s is not linear in v", (_, hessianProduct, message) => {
  const report = gradcheckHessian({ ...right, hessianProduct });
  expect(failures(report)).toContain("ignores-upstream");
  expect(report.findings[0].message).toMatch(/^hessianProduct is not linear in v: /);
  expect(report.findings[0].message).toMatch(message);
});

test("central differences of the gradient are as good as H v", () => {
  const shifted = (x: Parameters<Product>[0], v: Parameters<Product>[1], step: number) =>
    flat(right.gradient(unflat(flat(x).map((xi, i) => xi + step * flat(v)[i]))));
  const hessianProduct: Product = (x, v) => {
    const below = shifted(x, v, -1e-5);
    return unflat(shifted(x, v, 1e-5).map((g, i) => (g - below[i]) / 2e-5));
  };
  expect(gradcheckHessian({ ...right, hessianProduct }).verdict).toBe("pass");
});

// Σ softmax(z + s) is 1 for every s: the terms of H v cancel in s, and what is left of them is rounding.
const softmax = (logits: readonly number[]) => {
  const powers = logits.map(Math.exp);
  const total = powers.reduce((sum, x) => sum + x, 0);
  return powers.map((x) => x / total);
};
const mean = (p: readonly number[], d: readonly number[]) => p.reduce((sum, pi, i) => sum + pi * d[i], 0);
const total = (x: readonly number[]) => x.reduce((sum, xi) => sum + xi, 0);
const logits = [0.3, -1, 0.5, 0.2];
const product = (z: readonly number[], d: readonly number[]) => {
  const p = softmax(z);
  return p.map((pi, i) => pi * (d[i] - mean(p, d)));
};

test.each([0, 1, 2, 3, 4, 5])("rounding is not what is not linear, seed %i", (seed) => {
  const shift = (z: readonly number[], s: number) => z.map((zi) => zi + s);
  const beside = gradcheckHessian(
    {
      theta: { z: logits, s: 0.3 },
      gradient({ z, s }) {
        const p = softmax(shift(z, s));
        return { z: p.map((pi, i) => pi - (i === 0 ? 1 : 0)), s: total(p) - 1 };
      },
      hessianProduct({ z, s }, v) {
        const h = product(shift(z, s), shift(v.z, v.s));
        return { z: h, s: total(h) };
      },
    },
    { seed },
  );
  expect([beside.verdict, ...failures(beside)]).toEqual(["pass"]);

  const alone = gradcheckHessian(
    {
      theta: { s: 0.3 },
      gradient: ({ s }) => ({ s: total(softmax(shift(logits, s))) - 1 }),
      hessianProduct: ({ s }, v) => ({
        s: total(
          product(
            shift(logits, s),
            logits.map(() => v.s),
          ),
        ),
      }),
    },
    { seed },
  );
  expect(failures(alone)).toEqual([]);
});
