import {
  createModel,
  defineLayer,
  defineLoss,
  type Layer,
  l2,
  map,
  multiply,
  ones,
  sum,
  type Tensor,
  tensor,
} from "@nudge/core";
import { describe, expect, test } from "vitest";
import { dense, meanSquaredError, residual, sequential, tanh } from "../../../layers/src/index.ts";
import { failures, normal } from "../../test/fixtures.ts";
import {
  fromJson,
  type GradcheckReport,
  gradcheck,
  gradcheckFunction,
  gradcheckLoss,
  gradcheckMap,
  toHtml,
  toJson,
  toText,
} from "../index.ts";

const round = (x: Tensor) => map(x, (v) => Math.round(4 * v) / 4);

interface Rounding {
  /** What is planted in the gradient of the input. */
  readonly times?: number;
  readonly declares?: boolean;
}

/** y = round(x gain) with the gradient of x gain      x: [n, size]  gain: [size] */
const rounded = defineLayer("rounded", (size: number, { times = 1, declares = true }: Rounding = {}) => ({
  parameters: { gain: map(normal([size], 5), (v) => 1 + v / 4) },
  forward: (x, { gain }) => [round(multiply(x, gain)), x],
  backward: (dy, x, { gain }) => ({
    input: multiply(multiply(dy, gain), times),
    gain: sum(multiply(dy, x), 0),
  }),
  ...(declares && { surrogate: (x: Tensor, { gain }: { gain: Tensor }) => multiply(x, gain) }),
}));

const verdictOf = (report: GradcheckReport) => {
  expect(report.verdict, toText(report)).not.toBe("inconclusive");
  return report.verdict;
};

describe.each(["full", "bisect"] as const)("by method %s", (method) => {
  test("a layer is checked against what it declares, or what the check does", () => {
    const check = (options: Rounding, given = {}) =>
      verdictOf(gradcheck(rounded(2, options), { input: [2, 2], method, ...given }));
    expect(check({})).toBe("pass");
    expect(check({ times: 2 })).toBe("fail");
    const surrogate = (x: Tensor, { gain }: { gain: Tensor }) => multiply(x, gain);
    expect(check({ declares: false }, { surrogate })).toBe("pass");
    expect(check({}, { surrogate: (x: Tensor) => x })).toBe("fail");
  });

  test("in a sequence the layers behind it see what forward gives", () => {
    const check = (middle: Layer) => {
      const net = sequential(dense(2, 2), middle as ReturnType<typeof rounded>, dense(2, 1), tanh());
      return gradcheck(net, { input: [3, 2], method });
    };
    expect(verdictOf(check(rounded(2)))).toBe("pass");
    const wrong = check(rounded(2, { times: 2 }));
    expect(verdictOf(wrong)).toBe("fail");
    expect(wrong.tensors.filter(({ verdict }) => verdict === "fail").map(({ name }) => name)).toEqual([
      "input",
      "0.weight",
      "0.bias",
    ]);
  });

  test("in a model too, with its loss and the penalty", () => {
    const check = (options: Rounding) => {
      const model = createModel(sequential(dense(2, 2), rounded(2, options), dense(2, 1)), { seed: 1 });
      return gradcheck(model, {
        ...{ input: [3, 2], target: normal([3, 1]), loss: meanSquaredError() },
        ...{ regularization: l2(0.1), method },
      });
    };
    expect(verdictOf(check({}))).toBe("pass");
    expect(verdictOf(check({ times: 1.01 }))).toBe("fail");
  });
});

test("a mistake in a layer of a sequence is found in that layer", () => {
  const net = sequential(dense(2, 3), tanh(), rounded(3, { times: 2 }), dense(3, 2));
  const { tensors } = gradcheck(net, { input: [3, 2] });
  expect(tensors[0].diagnoses[0]).toMatchObject({ kind: "input-gradient", layer: 2 });
});

test("a map is checked against it, in the form of its tensors", () => {
  // y = sign(x) with the gradient of x cut off at ±1
  const sign = (slope: (x: number) => number) => ({
    tensors: { x: [-1.5, -0.5, 0.25, 3] },
    forward: ({ x }: { x: number[] }): [number[], null] => [x.map(Math.sign), null],
    backward: (dy: number[], _: null, { x }: { x: number[] }) => ({ x: dy.map((d, i) => d * slope(x[i])) }),
  });
  const surrogate = ({ x }: { x: number[] }) => x.map((v) => Math.max(-1, Math.min(1, v)));
  const cut = sign((x) => (Math.abs(x) < 1 ? 1 : 0));
  expect(gradcheckMap(cut).verdict).toBe("fail");
  expect(gradcheckMap(cut, { surrogate }).verdict).toBe("pass");
  expect(
    gradcheckMap(
      sign(() => 1),
      { surrogate },
    ).counts,
  ).toMatchObject({ passed: 2, wrong: 2 });
});

test("a loss is checked against it, on rows of its batch too", () => {
  const rounding = defineLoss("rounding", () => ({
    forward: (prediction, target) => [sum(round(multiply(prediction, target))), target],
    backward: (target) => target,
  }));
  const options = { prediction: [3, 1], target: [3, 1] };
  expect(gradcheckLoss(rounding(), options).verdict).toBe("fail");
  const surrogate = (prediction: Tensor, target: Tensor) => sum(multiply(prediction, target));
  expect(gradcheckLoss(rounding(), { ...options, surrogate }).verdict).toBe("pass");
});

describe("a function", () => {
  const floor = {
    name: "floor",
    theta: [0.3, 1.2, -2.5],
    value: (x: Float64Array) => x.reduce((total, v, i) => total + (i + 1) * Math.floor(v), 0),
    gradient: () => [1, 2, 3],
  };
  const surrogate = (x: Float64Array) => x.reduce((total, v, i) => total + (i + 1) * v, 0);

  test("is checked against it, and the report says so in every view", () => {
    const report = gradcheckFunction(floor, { surrogate });
    expect(report).toMatchObject({ verdict: "pass", surrogates: ["floor"], counts: { passed: 3 } });
    expect(toText(report)).toContain("compared with the surrogate that is declared, not with forward: floor");
    expect(toHtml(report)).toContain("declared for floor");
    expect(fromJson(toJson(report))).toEqual(report);
    expect(report.replay).toContain("surrogate");
    const off = { ...floor, gradient: () => [1, 2, 3.01] };
    const wrong = gradcheckFunction(off, { surrogate });
    expect(wrong.counts).toMatchObject({ passed: 2, wrong: 1 });
    expect(toText(wrong).replace(/\s+/g, " ")).toContain("numeric the slope of the surrogate");
  });

  test("that is flat, and has none: the hint says how to declare one", () => {
    const report = gradcheckFunction(floor);
    expect(report.verdict).toBe("fail");
    expect(toText(report).replace(/\s+/g, " ")).toContain(
      "value is flat in what is wrong: look at how gradient makes entries 0 to 2",
    );
    expect(toText(report)).toContain("surrogate: (...) => ...");
    const steep = gradcheckFunction({ theta: [1], value: ([x]: Float64Array) => 2 * x, gradient: () => [3] });
    expect(toText(steep)).not.toContain("flat");
  });
});

test("a layer that moves in steps, and declares none: nothing can be measured, and the hint says what to do", () => {
  const report = gradcheck(rounded(2, { declares: false }), { input: [2, 2] });
  expect(report.verdict).not.toBe("pass");
  expect(toText(report).replace(/\s+/g, " ")).toContain("surrogate");
});

test("of several outputs it gives each by its name", () => {
  const parts = (surrogate: (x: Tensor) => { low: Tensor; high: Tensor }, times = 1) =>
    defineLayer("parts", () => ({
      forward: (x: Tensor) => [{ low: round(x), high: round(multiply(x, 3)) }, null],
      backward: ({ low, high }: { low: Tensor; high: Tensor }) => ({
        input: map(low, high, (l, h) => l + 3 * times * h),
      }),
      surrogate,
    }))();
  const right = (x: Tensor) => ({ low: x, high: multiply(x, 3) });
  expect(gradcheck(parts(right), { input: [2, 2] }).verdict).toBe("pass");
  expect(gradcheck(parts(right, 2), { input: [2, 2] }).verdict).toBe("fail");
  expect(() =>
    gradcheck(
      parts((x) => ({ low: x, high: sum(x, 0) })),
      { input: [2, 2] },
    ),
  ).toThrow(
    "the surrogate of parts(), output high, must return the output alone, in the shape of that of forward, [2, 2], got [2]",
  );
});

test("of several outputs it gives those of forward, and no others", () => {
  const tensors = { x: [0.3, 1.7] };
  type At = { x: number[] };
  const check = (surrogate: ({ x }: At) => { [name: string]: number[] }) =>
    gradcheckMap(
      {
        tensors,
        forward: ({ x }: At): [{ steps: number[]; sines: number[] }, number[]] => [
          { steps: x.map(Math.round), sines: x.map(Math.sin) },
          x,
        ],
        backward: ({ steps, sines }: { steps: number[]; sines: number[] }, x: number[]) => ({
          x: x.map((v, i) => steps[i] + sines[i] * Math.cos(v)),
        }),
      },
      { surrogate },
    );
  const sines = (x: number[]) => x.map(Math.sin);
  expect(check(({ x }) => ({ steps: x, sines: sines(x) })).verdict).toBe("pass");
  for (const [surrogate, got] of [
    [({ x }: At) => ({ steps: x, a: sines(x) }), "{ steps: tensor, a: tensor }"],
    [({ x }: At) => ({ steps: [...x, ...sines(x)] }), "{ steps: tensor }"],
    [
      ({ x }: At) => ({ steps: x, sines: sines(x), more: x }),
      "{ steps: tensor, sines: tensor, more: tensor }",
    ],
  ] as const)
    expect(() => check(surrogate)).toThrow(
      `gradcheckMap: the surrogate of map must return the outputs of forward, { steps, sines }, got ${got}`,
    );
});

test("it gets the same random numbers as forward, in both modes", () => {
  const masked = defineLayer("masked", () => {
    const maskOf = (x: Tensor, pass: { training: boolean; rng: { uniform(): number } }) =>
      map(x, () => (pass.training && pass.rng.uniform() < 0.5 ? 0 : 2));
    return {
      forward: (x, _, pass) => {
        const mask = maskOf(x, pass);
        return [round(multiply(x, mask)), mask];
      },
      backward: (dy, mask) => ({ input: multiply(dy, mask) }),
      surrogate: (x, _, pass) => multiply(x, maskOf(x, pass)),
    };
  });
  const report = gradcheck(sequential(dense(2, 3), masked(), dense(3, 1)), { input: [3, 2], points: 2 });
  expect(report.verdict, toText(report)).toBe("pass");
});

test("what gives no output in the shape of forward's is refused", () => {
  const check = (surrogate: (x: Tensor) => unknown) => () =>
    gradcheck(rounded(3), { input: [4, 3], surrogate: surrogate as (x: Tensor) => Tensor });
  const rule =
    "gradcheck: the surrogate of rounded(3) must return the output alone, in the shape of that of forward, [4, 3], got";
  expect(check((x) => sum(x, 0))).toThrow(`${rule} [3]`);
  expect(check((x) => [x, null])).toThrow(`${rule} [tensor, null]`);
  expect(check(() => 3)).toThrow(`${rule} 3`);
  expect(() => gradcheck(rounded(3), { input: [4, 3], surrogate: 3 as never })).toThrow(
    "gradcheck: surrogate must be a function, got 3",
  );
});

test("one that throws is a finding", () => {
  const surrogate = () => {
    throw new Error("no");
  };
  const report = gradcheck(rounded(3), { input: [4, 3], surrogate });
  expect(failures(report)).toEqual(["throws"]);
  expect(report.findings[0].message).toContain("surrogate threw Error: no");
});

test("a layer that hides what an inner one declares is refused, and so is a surrogate of a model", () => {
  expect(() => gradcheck(residual(rounded(3)), { input: [4, 3] })).toThrow(
    "gradcheck: rounded(3) inside residual(rounded(3)) declares a surrogate: check it alone or in a sequence, or declare one of",
  );
  const surrogate = (x: Tensor, { 0: { gain } }: { 0: { gain: Tensor } }) =>
    map(x, multiply(x, gain), (a, b) => a + b);
  for (const times of [1, 2]) {
    const report = gradcheck(residual(rounded(3, { times })), { input: [4, 3], surrogate } as never);
    expect(report.verdict).toBe(times === 1 ? "pass" : "fail");
    expect(report.surrogates).toEqual([report.subject]);
  }
  const model = createModel(rounded(3));
  const options = { input: [4, 3], target: ones([4, 3]), loss: meanSquaredError() };
  expect(() => gradcheck(model, { ...options, surrogate: () => tensor(1) } as never)).toThrow(
    'gradcheck: unknown option "surrogate"',
  );
});
