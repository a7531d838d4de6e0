// Bugs that other gradient checkers have had, each with where it was seen: ours must not have them.
import {
  add,
  createModel,
  defineLayer,
  map,
  multiply,
  sign,
  square,
  type Tensor,
  tensor,
  zeros,
} from "@nudge/core";
import { describe, expect, test } from "vitest";
import { dense, meanSquaredError, sequential, tanh } from "../../layers/src/index.ts";
import {
  assertGradients,
  gradcheck,
  gradcheckFunction,
  gradcheckLoss,
  gradcheckMap,
  toText,
} from "../src/index.ts";
import {
  failures,
  linear,
  type Named,
  normal,
  pointwise,
  type Subject,
  scalar,
  spoil,
  tensorOf,
  withEntry,
} from "./fixtures.ts";

const everyGradient = (change: (g: Tensor) => Tensor) =>
  spoil(linear(), (gradients) =>
    Object.fromEntries(Object.entries(gradients).map(([name, g]) => [name, change(g)])),
  );

describe("nothing was compared, and the test was green", () => {
  // chainer/chainer#3541, BVLC/caffe#350
  test("a check of no entries is no pass", () => {
    const empty: Subject = { tensors: {}, forward: () => [tensor([1]), 0], backward: () => ({}) };
    expect(gradcheckMap(empty).passed).toBe(false);
    expect(gradcheckMap(linear(), { tensors: [] }).passed).toBe(false);
    expect(gradcheckMap(linear(), { skip: ["x", "W", "b"] }).passed).toBe(false);
    expect(gradcheckFunction({ theta: [], value: () => 0, gradient: () => [] }).passed).toBe(false);
    expect(gradcheck(tanh(), { input: [0, 3] }).passed).toBe(false);
    expect(gradcheckLoss(meanSquaredError(), { prediction: [0, 2], target: [0, 2] }).passed).toBe(false);
  });

  test("a map that returns no gradients is no pass", () => {
    expect(gradcheckMap({ ...linear(), backward: () => ({}) as never }).passed).toBe(false);
    expect(gradcheckMap({ ...linear(), backward: () => undefined as never }).passed).toBe(false);
  });

  test("a constant output with gradients of zero verifies nothing", () => {
    const constant = gradcheckFunction({ theta: [1, 2], value: () => 3, gradient: () => [0, 0] });
    expect(constant.passed).toBe(false);
    expect(constant.ratio).toBe(0);
  });

  // mlpack's tests drop what the checker returns; a tutorial has the assertion commented out.
  test("an assertion throws, so that nothing is left to be dropped", () => {
    expect(() => assertGradients(everyGradient((g) => multiply(g, -1)))).toThrow(/FAILED/);
    expect(() => assertGradients({ theta: [], value: () => 0, gradient: () => [] })).toThrow(/INCONCLUSIVE/);
    expect(assertGradients(linear()).passed).toBe(true);
  });
});

describe("the tolerance was absurd", () => {
  // 100 in Paddle, 0.4 in mlpack (#2474), 0.1 in tesseract
  test.each([0.5, 0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6])(
    "a relative error of %d is found unless asked not to",
    (off) => {
      expect(gradcheckMap(everyGradient((g) => multiply(g, 1 + off))).verdict).toBe("fail");
      expect(gradcheckFunction(scalar(Math.sin, (x) => (1 + off) * Math.cos(x), 0.4)).verdict).toBe("fail");
    },
  );

  test("a tolerance of 1 or more is refused", () => {
    for (const threshold of [1, 100])
      expect(() => gradcheckMap(linear(), { threshold })).toThrow(/threshold/);
  });

  // JAX multiplies its tolerance by the size of the array.
  test.each([1, 10, 100, 1000])("the tolerance does not grow with the array: one wrong entry of %d", (n) => {
    const right = pointwise(Math.sin, Math.cos, normal([n]));
    const report = gradcheckMap(spoil(right, ({ x }) => ({ x: withEntry(x, n - 1, (g) => g * (1 + 1e-5)) })));
    expect(report.counts.wrong).toBe(1);
    expect(report.verdict).toBe("fail");
  });

  test("and with an absolute one small gradients were never looked at", () => {
    for (const size of [1e-8, 1e-12, 1e-20]) {
      const f = (factor: number) =>
        scalar(
          (x) => size * Math.sin(x),
          (x) => factor * size * Math.cos(x),
          0.4,
        );
      expect(gradcheckFunction(f(1)).verdict).toBe("pass");
      for (const factor of [0, 2, -1, 1.001]) expect(gradcheckFunction(f(factor)).verdict).toBe("fail");
    }
  });
});

describe("NaN passed", () => {
  // Comparisons with NaN are false: the course's code, most TypeScript checkers, OpenMDAO before #997.
  const nan = () => Number.NaN;

  test("as the gradient, the value, and both (JAX)", () => {
    for (const f of [scalar(Math.sin, nan, 1), scalar(nan, Math.cos, 1), scalar(nan, nan, 1)]) {
      const report = gradcheckFunction(f);
      expect(report.passed, toText(report)).toBe(false);
      expect(report.verdict).toBe("fail");
      expect(report.counts.passed).toBe(0);
    }
  });

  test("as one entry of many, anywhere", () => {
    for (const entry of [0, 5, 11]) {
      const report = gradcheckMap(spoil(linear(), ({ x }) => ({ x: withEntry(x, entry, nan) })));
      expect(report.verdict).toBe("fail");
      expect(tensorOf(report, "x").counts).toMatchObject({ passed: 11, wrong: 1 });
    }
  });

  test("as one entry of the output", () => {
    const { tensors, backward, forward } = linear();
    const report = gradcheckMap({
      tensors,
      backward,
      forward: (t, pass) => {
        const [y, cache] = forward(t, pass);
        return [withEntry(y, 7, nan), cache];
      },
    });
    expect(report.verdict).toBe("fail");
  });

  test("when it appears only on one side of the point", () => {
    const report = gradcheckFunction(
      scalar(
        (x) => (x > 1 ? Number.NaN : x * x),
        (x) => 3 * x,
        1,
      ),
    );
    expect(report.passed).toBe(false);
  });
});

describe("the denominator was wrong", () => {
  // A course notebook has Σg² − Σn² there: a difference of −2.9e-10 "works perfectly fine".
  test("the ratio is never negative, never above 1, and small only where the gradients agree", () => {
    for (const m of [-3, -1, -0.5, 0, 0.5, 1.001, 2, 1e6, -1e6]) {
      const { ratio, passed } = gradcheckMap(everyGradient((g) => multiply(g, m)));
      expect(ratio).toBeGreaterThanOrEqual(1e-5);
      expect(ratio).toBeLessThanOrEqual(1 + 1e-9);
      expect(ratio).toBeCloseTo(Math.abs(m - 1) / (Math.abs(m) + 1), 6);
      expect(passed).toBe(false);
    }
  });

  // ‖g + n‖ vanishes there.
  test("a sign flip has the ratio 1", () => {
    expect(gradcheckMap(everyGradient((g) => multiply(g, -1))).ratio).toBeCloseTo(1, 9);
  });

  test("two gradients of zero have the ratio 0", () => {
    const report = gradcheckFunction({ theta: [1], value: () => 3, gradient: () => [0] });
    expect(report.ratio).toBe(0);
    expect(report.noiseRatio).toBe(0);
  });
});

describe("the state was left altered", () => {
  // HomericIntelligence/Odyssey#2090; restored by adding back, it drifts.
  test("between evaluations every other entry is what it was, to the bit, to the last evaluation", () => {
    const x = map(normal([50]), (v) => v / 3);
    const right = pointwise(Math.sin, Math.cos, x);
    const moved: number[] = [];
    gradcheckMap({
      ...right,
      forward: (t, pass) => {
        moved.push(
          t.x.size - Array.from({ length: 50 }, (_, i) => t.x.get(i) === x.get(i)).filter(Boolean).length,
        );
        return right.forward(t, pass);
      },
    });
    const single = moved.filter((count) => count === 1).length;
    expect(single).toBeGreaterThanOrEqual(100);
    // Directions move more entries at once; they are few, and the others move one or none.
    expect(moved.filter((count) => count > 1).length).toBeLessThan(100);
  });

  // OpenMDAO1#475; convnetjs takes a step of its optimiser.
  test("a model is afterwards what it was", () => {
    const model = createModel(sequential(dense(3, 4), tanh(), dense(4, 2)));
    const theta = model.theta.slice();
    const gradient = model.gradient.fill(0.25).slice();
    gradcheck(model, { input: [5, 3], target: normal([5, 2]), loss: meanSquaredError() });
    expect(model.theta).toEqual(theta);
    expect(model.gradient).toEqual(gradient);
  });
});

describe("the error was not raised", () => {
  // derivcheck returned the TypeError that it meant to throw.
  test("an exception of the subject is a failure, never a value", () => {
    for (const pass of ["forward", "backward"] as const) {
      const report = gradcheckMap({
        ...linear(),
        [pass]: () => {
          throw new TypeError("x is not a matrix");
        },
      } as Subject);
      expect(report.verdict).toBe("fail");
      expect(failures(report)).toEqual(["throws"]);
      expect(report.findings[0].message).toContain(`${pass} threw TypeError: x is not a matrix`);
    }
  });

  // PyTorch had two messages swapped.
  test("messages say what they are about: missing and extra, expected and got, forward and backward", () => {
    const missing = gradcheckMap(spoil(linear(), () => ({ W: undefined })));
    expect(missing.findings).toMatchObject([{ kind: "missing", tensor: "W" }]);
    expect(missing.findings[0].message).toMatch(/returns no gradient of W \[3, 2\]/);
    const extra = gradcheckMap(spoil(linear(), ({ W }) => ({ V: W })));
    expect(extra.findings).toMatchObject([{ kind: "extra", tensor: "V" }]);
    const shape = gradcheckMap(spoil(linear(), () => ({ W: zeros([2, 3]) })));
    expect(shape.findings[0].message).toMatch(/W must be \[3, 2\], got \[2, 3\]/);
    const analytic = gradcheckFunction(
      scalar(
        (x) => 3 * x,
        () => 5,
        1,
      ),
    ).tensors[0].worst[0];
    expect(analytic).toMatchObject({ analytic: 5, numeric: expect.closeTo(3, 6) });
  });
});

describe("the finite difference itself was broken", () => {
  // stan-dev/stan#295: every derivative was 0 or 1.
  test("known derivatives are found to eight digits", () => {
    const known: [f: (x: number) => number, x: number, slope: number][] = [
      [Math.exp, 1, Math.E],
      [Math.log, 2, 0.5],
      [Math.atan, 1, 0.5],
      [(x) => x ** 7, 1, 7],
      [(x) => 1 / x, 2, -0.25],
    ];
    for (const [f, x, slope] of known) {
      const [{ numeric }] = gradcheckFunction(scalar(f, () => slope, x)).tensors[0].worst;
      expect(Math.abs(numeric - slope)).toBeLessThan(1e-8 * Math.abs(slope));
    }
  });

  // tesseract-ocr/tesseract#706, jax-ml/jax#39821: x + eps == x, and the slope is 0 or NaN.
  test.each([1e-30, 1e-8, 1e3, 1e8, 1e16, 1e30, 1e100])(
    "a parameter of the size %d gets a step of its size",
    (x) => {
      const f = (factor: number) =>
        scalar(
          (v) => Math.sqrt(v / x),
          (v) => factor / (2 * Math.sqrt(v * x)),
          x,
        );
      expect(gradcheckFunction(f(1)).verdict).toBe("pass");
      expect(gradcheckFunction(f(1.001)).verdict).toBe("fail");
    },
  );

  test("a small entry of a tensor of large ones is not lost in their step, nor the other way round", () => {
    for (const x of [
      [1e6, 1e-6],
      [1e-6, 1e6],
    ]) {
      const f = (factor: number) => ({
        theta: x,
        value: ([a, b]: Float64Array) => Math.sin(a / x[0]) + Math.cos(b / x[1]),
        gradient: ([a, b]: Float64Array) => [
          Math.cos(a / x[0]) / x[0],
          (-factor * Math.sin(b / x[1])) / x[1],
        ],
      });
      expect(gradcheckFunction(f(1)).verdict).not.toBe("fail");
      expect(gradcheckFunction(f(2)).verdict).toBe("fail");
    }
  });
});

describe("a random direction was unlucky", () => {
  // chainer/chainer#8025, #8519
  test("the verdict is the same for every seed, of a right gradient and of one with a single wrong entry", () => {
    const x = normal([30]);
    const right = pointwise(
      (v) => v * Math.sin(v),
      (v) => Math.sin(v) + v * Math.cos(v),
      x,
    );
    const wrong = spoil(right, ({ x }) => ({ x: withEntry(x, 13, (g) => 1.00001 * g) }));
    for (let seed = 0; seed < 60; seed++) {
      expect(gradcheckMap(right, { seed }).verdict).toBe("pass");
      const report = gradcheckMap(wrong, { seed });
      expect(report.counts).toMatchObject({ entries: 30, passed: 29, wrong: 1 });
    }
  });

  test("two errors that cancel in a sum are both found", () => {
    const right = pointwise(Math.sin, Math.cos, normal([10]));
    const report = gradcheckMap(
      spoil(right, ({ x }) => ({
        x: withEntry(
          withEntry(x, 3, (g) => g + 0.1),
          7,
          (g) => g - 0.1,
        ),
      })),
    );
    expect(report.counts.wrong).toBe(2);
  });
});

describe("a subset was counted wrongly", () => {
  // Deeplearning4j's stride left entries out; Knet looks at the largest gradients only.
  test("a wrong entry is found at every place of every tensor, and at no other", () => {
    const shape = [3, 2, 4];
    const subject: Subject = {
      tensors: { before: normal([2]), x: normal(shape), after: normal([3]) },
      forward: ({ before, x, after }) => [
        add(square(x), multiply(sign(before), 0).get(0) + before.get(0) * after.get(2)),
        0,
      ],
      backward: (dy, _, { before, x, after }) => {
        let total = 0;
        for (const d of dy.data) total += d;
        return {
          before: tensor([total * after.get(2), 0]),
          x: multiply(dy, multiply(x, 2)),
          after: tensor([0, 0, total * before.get(0)]),
        };
      },
    };
    const right = gradcheckMap(subject);
    expect(right.verdict, toText(right)).toBe("pass");
    for (let entry = 0; entry < 24; entry++) {
      const report = gradcheckMap(spoil(subject, ({ x }) => ({ x: withEntry(x, entry, (g) => g + 1e-3) })));
      expect(report.counts.wrong).toBe(1);
      const index = [Math.floor(entry / 8), Math.floor(entry / 4) % 2, entry % 4];
      expect(tensorOf(report, "x").worst[0].index).toEqual(index);
    }
    for (const name of ["before", "after"]) {
      const report = gradcheckMap(spoil(subject, (g) => ({ [name]: withEntry(g[name], 1, () => 1e-3) })));
      expect(tensorOf(report, name).worst[0]).toMatchObject({ index: [1], verdict: "wrong" });
    }
  });

  test("the smallest gradient of a tensor is looked at as closely as the largest", () => {
    const sizes = tensor([1, 1e-3, 1e-6, 1e-9]);
    const subject: Subject = {
      tensors: { x: normal([4]) },
      forward: ({ x }) => [multiply(map(x, Math.sin), sizes), 0],
      backward: (dy, _, { x }) => ({ x: multiply(multiply(dy, map(x, Math.cos)), sizes) }),
    };
    expect(gradcheckMap(subject).verdict).toBe("pass");
    for (const entry of [0, 1, 2, 3])
      expect(
        gradcheckMap(spoil(subject, ({ x }) => ({ x: withEntry(x, entry, (g) => 1.001 * g) }))).counts.wrong,
      ).toBe(1);
  });
});

describe("the summary lied", () => {
  // Deeplearning4j counts what it did not check as passed.
  test("skipped entries are counted as skipped, and unmeasurable ones as that", () => {
    const report = gradcheckMap(linear(), { skip: ["W"] });
    expect(report.counts).toMatchObject({ entries: 20, passed: 14, skipped: 6 });
    expect(toText(report)).toContain("6 skipped");
    const jump = gradcheckFunction(
      scalar(
        (x) => Math.floor(x),
        () => 0,
        1,
      ),
    );
    expect(jump.counts).toMatchObject({ passed: 0, unmeasurable: 1 });
  });

  // GradientScript prints a largest error of 0 on every pass.
  test("a pass tells the errors that were found, not zero", () => {
    const report = gradcheckMap(pointwise(Math.exp, Math.exp, normal([20])));
    expect(report.passed).toBe(true);
    expect(report.ratio).toBeGreaterThan(0);
    const [{ worst, entries }] = report.tensors;
    const off = entries!.analytic.map((g, i) => Math.abs(g - entries!.numeric[i]));
    expect(off.some((distance) => distance > 0)).toBe(true);
    expect(worst[0].analytic).not.toBe(worst[0].numeric);
  });

  test("evaluations are those that were made", () => {
    let calls = 0;
    const subject = linear();
    const report = gradcheckMap({
      ...subject,
      forward: (t: Named, pass) => {
        calls++;
        return subject.forward(t, pass);
      },
    });
    expect(report.evaluations).toBe(calls);
  });
});

test("a forward pass that is wrong in itself is no concern of a gradient check", () => {
  // jax-ml/jax#442: a batch norm divided by (variance + ε)², consistently.
  const consistent = defineLayer("consistent", () => ({
    forward: (x) => [multiply(x, 7), undefined],
    backward: (dy) => ({ input: multiply(dy, 7) }),
  }));
  expect(gradcheck(consistent(), { input: [3] }).verdict).toBe("pass");
});
