import { tensor } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { failures, saidBy } from "../../test/fixtures.ts";
import {
  changed,
  matrixOf,
  type Net,
  net,
  productOf,
  relu,
  rosenbrock,
  said,
  tanh,
  weights,
} from "../../test/hessians.ts";
import {
  assertGradients,
  defineCheck,
  fromJson,
  type GradcheckReport,
  gradcheckHessian,
  gradcheckHessianAsync,
  toJson,
  toText,
} from "../index.ts";

const right = net(tanh);
const { theta, gradient } = right;

const expectPass = (report: GradcheckReport) => expect(report.verdict, toText(report)).toBe("pass");

describe("right second derivatives pass", () => {
  test.each([0, 1, 2])("of a net, at seed %d: exact in tanh, piecewise in relu", (seed) => {
    for (const f of [right, net(relu)]) expectPass(gradcheckHessian(f, { seed }));
  });

  test("of a net, in every entry", () => {
    for (const { hessianProduct, ...f } of [right, net(relu)])
      expectPass(gradcheckHessian({ ...f, hessian: matrixOf(hessianProduct) }));
  });

  test("of Rosenbrock's function, by whole tensors or nested arrays", () => {
    const { hessian } = rosenbrock;
    const report = gradcheckHessian(rosenbrock);
    expectPass(report);
    expect(report.tensors.map(({ name, shape }) => [name, shape])).toEqual([["hessian", [4, 4]]]);
    expect(report.tensors[0].entries?.analytic).toEqual(hessian(Float64Array.from(rosenbrock.theta)).flat());
    const asTensor = gradcheckHessian({ ...rosenbrock, hessian: (x) => tensor(hessian(x)) });
    expect(saidBy(asTensor)).toEqual(saidBy(report));
  });

  // f = Σ exp(Σ zⱼ / 3) + sin zᵢ with zᵢ = sᵢ xᵢ: entries of H between 1e-16 and 1e16.
  test.each([0, 1, 2])("of entries of sizes from 1e-8 to 1e8, at seed %d", (seed) => {
    const scales = [1e-8, 1e-4, 1, 1e4, 1e8];
    const z = (x: Float64Array) => scales.map((s, i) => s * x[i]);
    const mixed = (x: Float64Array) => Math.exp(z(x).reduce((sum, zi) => sum + zi, 0) / 3);
    const hessian = (x: Float64Array) =>
      scales.map((s, i) => scales.map((t, j) => s * t * (mixed(x) / 9 - (i === j ? Math.sin(z(x)[i]) : 0))));
    const f = {
      theta: scales.map((s, i) => (0.3 + 0.1 * i) / s),
      gradient: (x: Float64Array) => scales.map((s, i) => s * (mixed(x) / 3 + Math.cos(z(x)[i]))),
    };
    expectPass(gradcheckHessian({ ...f, hessian }, { seed }));
    const hessianProduct = (x: Float64Array, v: Float64Array) =>
      hessian(x).map((row) => row.reduce((sum, h, j) => sum + h * v[j], 0));
    expectPass(gradcheckHessian({ ...f, hessianProduct }, { seed }));
  });

  // f = log Σ exp zⱼ - z₀ of z = W x + b: H = (diag p - p pᵀ) of z, singular along ones.
  test("of the cross-entropy of a softmax", () => {
    const x = [0.5, -1];
    const softmax = (z: readonly number[]) => {
      const exp = z.map(Math.exp);
      return exp.map((e) => e / exp.reduce((sum, one) => sum + one, 0));
    };
    const logits = (W: number[][], b: number[]) => W.map((row, j) => row[0] * x[0] + row[1] * x[1] + b[j]);
    const of = (dz: number[]) => ({ W: dz.map((d) => x.map((xi) => d * xi)), b: dz });
    expectPass(
      gradcheckHessian({
        theta: {
          W: [
            [0.2, -0.4],
            [0.8, 0.1],
            [-0.3, 0.5],
          ],
          b: [0.1, -0.2, 0],
        },
        gradient: ({ W, b }) => of(softmax(logits(W, b)).map((p, j) => p - (j === 0 ? 1 : 0))),
        hessianProduct({ W, b }, v) {
          const p = softmax(logits(W, b));
          const dz = logits(v.W, v.b);
          const mean = p.reduce((sum, pj, j) => sum + pj * dz[j], 0);
          return of(p.map((pj, j) => pj * (dz[j] - mean)));
        },
      }),
    );
  });

  test("at several points, and by random directions", () => {
    for (const options of [{ points: 2 }, { method: "bisect" }] as const)
      for (const f of [right, rosenbrock] as const) expectPass(gradcheckHessian(f as typeof right, options));
  });
});

describe("mistakes are found", () => {
  test("one entry alone, and not its mirror image", () => {
    const hessian = changed((h, i, j) => (i === 3 && j === 0 ? h + 0.3 : h));
    expect(said(gradcheckHessian({ theta, gradient, hessian }))).toContainEqual(
      expect.stringMatching(
        /^hessian is not symmetric: b1 × W1\[1, 0, 0\] = \S+, W1 × b1\[0, 0, 1\] = \S+; the slopes of the gradient are$/,
      ),
    );
    expect(said(gradcheckHessian({ theta, gradient, hessianProduct: productOf(hessian) }))).toContainEqual(
      expect.stringMatching(/^hessianProduct is that of no symmetric matrix: for two directions u and v/),
    );
  });

  test("the given θ, whatever θ is", () => {
    const hessianProduct: typeof right.hessianProduct = (_, v) => right.hessianProduct(weights, v);
    expect(failures(gradcheckHessian({ theta, gradient, hessianProduct }))).toEqual(["stale"]);
  });

  test("an entry is found in its place, and nothing else", () => {
    const { tensors } = gradcheckHessian({
      theta,
      gradient,
      hessian: changed((h, i, j) => (i === 3 && j === 0 ? h * (1 + 1e-6) : h)),
    });
    const wrong = tensors.flatMap(({ name, worst }) =>
      worst.filter(({ verdict }) => verdict === "wrong").map(({ index }) => `${name} ${index}`),
    );
    expect(wrong).toEqual(["b1 × W1 1,0,0"]);
  });

  test("another point near it is wrong, without a pattern", () => {
    const near = (point: typeof weights) => ({ ...point, b1: point.b1.map((b) => b + 1e-3) });
    const report = gradcheckHessian({
      ...right,
      hessianProduct: (point, v) => right.hessianProduct(near(point), v),
    });
    expect(report.verdict).toBe("fail");
    expect(said(report)).toEqual([]);
  });
});

test("it is checked wherever gradients are", () => {
  expect(assertGradients(rosenbrock).verb).toBe("gradcheckHessian");
  const wrong = { ...rosenbrock, hessian: () => [[1]] };
  expect(assertGradients(right).verb).toBe("gradcheckHessian");
  expect(() => assertGradients(wrong)).toThrow("hessian must give [4, 4], got [1, 1]");
  expect(defineCheck("rosenbrock", rosenbrock).subject).toBe(rosenbrock);
  const report = gradcheckHessian({ ...rosenbrock, name: "rosenbrock" }, { seed: 3 });
  expect(report.subject).toBe("Hessian of rosenbrock");
  expect(report.replay).toBe("gradcheckHessian(rosenbrock, { seed: 3 })");
  expect(gradcheckHessian(right).replay).toBe(
    "gradcheckHessian({ theta, gradient, hessianProduct }, { seed: 0 })",
  );
  expect(fromJson(toJson(report))).toEqual(report);
});

test("its twin gives the same report", async () => {
  expect(saidBy(await gradcheckHessianAsync(right))).toEqual(saidBy(gradcheckHessian(right)));
});

test("a function with second derivatives is checked by two verbs", () => {
  const both = { ...rosenbrock, value: () => 0 };
  expectPass(gradcheckHessian(both));
  expect(() => assertGradients(both)).toThrow(
    "assertGradients: expected a layer, a model, a loss, a function { theta, value, gradient }, a gradient with its Hessian { theta, gradient, hessianProduct or hessian } or a map { tensors, forward, backward }, got a function { theta, value, gradient } and a gradient with its Hessian { theta, gradient, hessianProduct or hessian }: check it with gradcheckFunction and gradcheckHessian",
  );
});

test("subjects that are none are refused", () => {
  const refused = (subject: object) => expect(() => gradcheckHessian(subject as never));
  refused({ theta, gradient }).toThrow(/^gradcheckHessian: expected a gradient with its Hessian/);
  refused({ ...right, hessian: () => 0 }).toThrow("gradcheckHessian: give either hessianProduct");
  refused({ ...right, hessianProduct: 3 }).toThrow("gradcheckHessian: hessianProduct must be a function");
  refused({ theta, gradient, hessian: 3 }).toThrow("gradcheckHessian: hessian must be a function");
  refused({ ...right, gradient: 3 }).toThrow("gradcheckHessian: gradient must be a function");
  refused({ ...right, name: 3 }).toThrow("gradcheckHessian: name must be a string");
  refused({ ...rosenbrock, parts: { a: [3] } }).toThrow("parts hold 3 numbers, theta has 4");
});

test("what is no gradient, or no Hessian, is named as what it is", () => {
  const found = (change: object) =>
    gradcheckHessian({ ...rosenbrock, ...change }).findings.map(({ message }) => message)[0];
  expect(found({ gradient: () => [1] })).toContain("gradient must give theta [4], got [1]");
  expect(found({ gradient: () => undefined })).toContain("gradient must give 4 numbers, got undefined");
  expect(found({ hessian: () => undefined })).toContain("hessian must give [4, 4], got undefined");
  const product = {
    ...right,
    hessianProduct: (x: Net, v: Net) => ({ ...right.hessianProduct(x, v), b2: undefined }) as never,
  };
  expect(failures(gradcheckHessian(product))).toEqual(["missing"]);
  const named = { ...right, gradient: () => ({ ...weights, b1: [1] }) };
  expect(gradcheckHessian(named).findings[0].message).toContain("gradient must give b1 [2], got [1]");
});

test("nothing to check is never a pass", () => {
  const nothing = { theta: [], gradient: () => [] };
  expect(gradcheckHessian({ ...nothing, hessian: () => [] }).verdict).toBe("inconclusive");
  expect(gradcheckHessian({ ...nothing, hessianProduct: () => [] }).verdict).toBe("inconclusive");
});

test("the hint speaks of gradient and Hessian", () => {
  const hint = (report: GradcheckReport) => toText(report).split("  hint    ")[1].replace(/\s+/g, " ");
  const wrong = changed((h, i, j) => (i === 6 && j === 6 ? 2 * h : h));
  expect(hint(gradcheckHessian({ theta, gradient, hessianProduct: productOf(wrong) }))).toBe(
    "look at how the Hessian gets b2; right: W1, b1 and 1 more (analytic and backprop are what the Hessian gave, numeric the slope of gradient alone)",
  );
});

test("an option among the members is refused, and a value beside the gradient is none", () => {
  const f = { theta: [2], gradient: ([x]: Float64Array) => [x], hessian: () => [[1]] };
  expect(gradcheckHessian({ ...f, value: ([x]: Float64Array) => (x * x) / 2 } as never).verdict).toBe("pass");
  expect(() => gradcheckHessian({ ...f, seed: 3 } as never)).toThrow(
    'gradcheckHessian: unknown member "seed" of a gradient with its Hessian { theta, gradient, hessianProduct or hessian }, which is an option: gradcheckHessian(subject, { seed: ... })',
  );
});
