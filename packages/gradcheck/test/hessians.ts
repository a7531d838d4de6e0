// Functions of a vector and of tensors by name, with their first and second derivatives in closed form, and ways to spoil them.
import { type GradcheckReport, gradcheckHessian } from "../src/index.ts";

export type Net = {
  readonly W1: number[][];
  readonly b1: number[];
  readonly W2: number[];
  readonly b2: number;
};

/** A function of one number, with its derivatives. */
interface Activation {
  of(a: number): number;
  slope(a: number): number;
  curvature(a: number): number;
}

const sech2 = (a: number) => 1 - Math.tanh(a) ** 2;
export const tanh: Activation = {
  of: Math.tanh,
  slope: sech2,
  curvature: (a) => -2 * Math.tanh(a) * sech2(a),
};
export const relu: Activation = {
  of: (a) => Math.max(a, 0),
  slope: (a) => (a > 0 ? 1 : 0),
  curvature: () => 0,
};

const inputs = [[0.5], [1.2], [-0.7]];
const targets = [0.4, -1.1, 0.8];

export const weights: Net = { W1: [[0.3], [0.9]], b1: [0.1, -0.2], W2: [0.7, -1.3], b2: 0.2 };

/** All entries one after another, and back. */
export const flat = ({ W1, b1, W2, b2 }: Net) => [...W1.flat(), ...b1, ...W2, b2];
export const unflat = (x: readonly number[]): Net => ({
  W1: [[x[0]], [x[1]]],
  b1: x.slice(2, 4),
  W2: x.slice(4, 6),
  b2: x[6],
});

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0);

/**
 * f = ½ Σ r², r = W2 · act(W1 x + b1) + b2 - y, its gradient, and H v by Pearlmutter's operator R (Fast exact multiplication by
 * the Hessian, 1994): `second` times the terms with second derivatives of r, which Gauss-Newton leaves out.
 */
export function net(act: Activation, second = 1) {
  const forward = ({ W1, b1, W2, b2 }: Net, x: number[], y: number) => {
    const a = W1.map((row, j) => dot(row, x) + b1[j]);
    const t = a.map(act.of);
    return { a, t, r: dot(W2, t) + b2 - y };
  };
  const gradient = (theta: Net): Net => {
    const all = inputs.map((x, s) => {
      const { a, t, r } = forward(theta, x, targets[s]);
      const da = a.map((aj, j) => r * theta.W2[j] * act.slope(aj));
      return flat({ W1: da.map((d) => x.map((xi) => d * xi)), b1: da, W2: t.map((tj) => r * tj), b2: r });
    });
    return unflat(all[0].map((_, i) => all.reduce((sum, one) => sum + one[i], 0)));
  };
  const hessianProduct = (theta: Net, v: Net): Net => {
    const all = inputs.map((x, s) => {
      const { a, t, r } = forward(theta, x, targets[s]);
      const Ra = v.W1.map((row, j) => dot(row, x) + v.b1[j]);
      const Rt = a.map((aj, j) => act.slope(aj) * Ra[j]);
      const Rr = dot(v.W2, t) + dot(theta.W2, Rt) + v.b2;
      const Rda = a.map(
        (aj, j) =>
          Rr * theta.W2[j] * act.slope(aj) +
          second * r * (v.W2[j] * act.slope(aj) + theta.W2[j] * act.curvature(aj) * Ra[j]),
      );
      const W2 = t.map((tj, j) => Rr * tj + second * r * Rt[j]);
      return flat({ W1: Rda.map((d) => x.map((xi) => d * xi)), b1: Rda, W2, b2: Rr });
    });
    return unflat(all[0].map((_, i) => all.reduce((sum, one) => sum + one[i], 0)));
  };
  return { theta: weights, gradient, hessianProduct };
}

type Product = (theta: Net, v: Net) => Net;
type Matrix = (theta: Net) => number[][];

/** H, of which H eⱼ is column j. */
export const matrixOf =
  (product: Product): Matrix =>
  (theta) => {
    const n = flat(theta).length;
    const unit = (j: number) => unflat(Array.from({ length: n }, (_, i) => (i === j ? 1 : 0)));
    const columns = Array.from({ length: n }, (_, j) => flat(product(theta, unit(j))));
    return columns.map((_, i) => columns.map((column) => column[i]));
  };

export const productOf =
  (matrix: Matrix): Product =>
  (theta, v) =>
    unflat(matrix(theta).map((row) => dot(row, flat(v))));

/** The matrix of the tanh net with entries changed. */
export const changed =
  (change: (h: number, i: number, j: number) => number): Matrix =>
  (theta) =>
    matrixOf(net(tanh).hessianProduct)(theta).map((row, i) => row.map((h, j) => change(h, i, j)));

/** Which tensor of the net an entry belongs to. */
export const tensorAt = (entry: number) => ["W1", "W1", "b1", "b1", "W2", "W2", "b2"][entry];

/** Σ 100 (xᵢ₊₁ - xᵢ²)² + (1 - xᵢ)² */
export const rosenbrock = {
  theta: [0.3, -1.2, 2, 0.7],
  gradient: (x: Float64Array) =>
    x.map((xi, i) => {
      const after = i + 1 < x.length ? -400 * xi * (x[i + 1] - xi ** 2) - 2 * (1 - xi) : 0;
      return after + (i > 0 ? 200 * (xi - x[i - 1] ** 2) : 0);
    }),
  hessian: (x: Float64Array) =>
    Array.from(x, (xi, i) =>
      Array.from(x, (_, j) => {
        if (Math.abs(i - j) > 1) return 0;
        if (i !== j) return -400 * x[Math.min(i, j)];
        return (i + 1 < x.length ? 1200 * xi ** 2 - 400 * x[i + 1] + 2 : 0) + (i > 0 ? 200 : 0);
      }),
    ),
};

/** What is said of each wrong tensor, and beside them. */
export const said = ({ tensors, findings }: GradcheckReport) => [
  ...tensors.flatMap(({ name, diagnoses }) => diagnoses.map(({ message }) => `${name}: ${message}`)),
  ...findings.map(({ message }) => message),
];

/** What is said of a matrix for the Hessian of a function of a vector, and of the same by products. */
export function saidOfBoth(
  { theta, gradient }: Omit<typeof rosenbrock, "hessian">,
  hessian: (x: Float64Array) => number[][],
): readonly string[][] {
  const hessianProduct = (x: Float64Array, v: Float64Array) =>
    hessian(x).map((row) => dot(row, Array.from(v)));
  return [
    said(gradcheckHessian({ theta, gradient, hessian })),
    said(gradcheckHessian({ theta, gradient, hessianProduct })),
  ];
}
