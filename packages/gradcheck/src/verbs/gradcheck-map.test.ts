import { copy, map, multiply, rng, type Tensor, tensor, toArray, zeros } from "@nudge/core";
import { expect, test } from "vitest";
import {
  failures,
  kinds,
  linear,
  type Named,
  normal,
  pointwise,
  spoil,
  tensorOf,
  withEntry,
} from "../../test/fixtures.ts";
import { gradcheckMap, toText } from "../index.ts";

test("a right gradient passes, every entry of every tensor, under its name and shape", () => {
  const report = gradcheckMap(linear());
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.passed).toBe(true);
  expect(report.subject).toBe("linear");
  expect(report.tensors.map(({ name, shape, verdict }) => [name, shape, verdict])).toEqual([
    ["x", [4, 3], "pass"],
    ["W", [3, 2], "pass"],
    ["b", [2], "pass"],
  ]);
  expect(report.counts).toMatchObject({ entries: 20, passed: 20, wrong: 0 });
  expect(report.findings).toEqual([]);
  expect(report.ratio).toBeLessThan(1e-7);
  expect(report.ratio).toBeLessThanOrEqual(report.noiseRatio);
});

test.each([2, 0.5, 3, 10, 1.001, 1.00001])(
  "a gradient %d times too large has the ratio |m - 1| / (m + 1)",
  (m) => {
    const report = gradcheckMap(
      spoil(linear(), ({ x, W, b }) => ({ x: multiply(x, m), W: multiply(W, m), b: multiply(b, m) })),
    );
    const expected = Math.abs(m - 1) / (m + 1);
    expect(report.verdict).toBe("fail");
    expect(Math.abs(report.ratio - expected)).toBeLessThan(1e-5 * expected);
    for (const { ratio } of report.tensors) expect(Math.abs(ratio - expected)).toBeLessThan(1e-5 * expected);
  },
);

test("a sign flip has ratio 1, and so has a gradient of zero", () => {
  for (const factor of [-1, 0]) {
    const report = gradcheckMap(
      spoil(linear(), (g) => Object.fromEntries(Object.entries(g).map(([k, x]) => [k, multiply(x, factor)]))),
    );
    expect(report.ratio).toBeCloseTo(1, 6);
    expect(report.verdict).toBe("fail");
  }
});

test("a wrong tensor is told from right ones, with a ratio of its own", () => {
  const report = gradcheckMap(spoil(linear(), ({ W }) => ({ W: multiply(W, -1) })));
  expect(report.tensors.map(({ verdict }) => verdict)).toEqual(["pass", "fail", "pass"]);
  expect(tensorOf(report, "W").ratio).toBeCloseTo(1, 6);
  expect(tensorOf(report, "x").ratio).toBeLessThan(1e-7);
  expect(report.counts).toMatchObject({ entries: 20, passed: 14, wrong: 6 });
});

test("the worst five entries of a tensor come with index, both values and error bar, the worst first", () => {
  const amounts = [0, 1, 0, 1e-3, 0, 0, 1e-1, 0, 0, 10, 1e-5, 1e-4];
  const subject = linear();
  const right = subject.backward(normal([4, 2]), subject.tensors.x, subject.tensors) as Named;
  expect(right.x.shape).toEqual([4, 3]);
  const report = gradcheckMap(
    spoil(subject, ({ x }) => ({
      x: amounts.reduce((y, amount, i) => withEntry(y, i, (g) => g * (1 + amount)), x),
    })),
  );
  const { worst } = tensorOf(report, "x");
  expect(worst.map(({ index }) => index)).toEqual([
    [3, 0],
    [0, 1],
    [2, 0],
    [1, 0],
    [3, 2],
  ]);
  for (const { index, analytic, numeric, error, verdict, step } of worst) {
    expect(verdict).toBe("wrong");
    expect(analytic / numeric - 1).toBeCloseTo(amounts[3 * index[0] + index[1]], 6);
    expect(error).toBeGreaterThan(0);
    expect(error).toBeLessThan(1e-6 * Math.abs(numeric));
    expect(step).toBeGreaterThan(0);
  }
});

test("all entries are in the report, row-major", () => {
  const subject = linear();
  const upstream = normal([4, 2], 9);
  const right = subject.backward(upstream, subject.tensors.x, subject.tensors) as Named;
  const report = gradcheckMap(subject, { upstream });
  for (const { name, entries } of report.tensors) {
    expect(entries?.analytic).toEqual(Array.from(copy(right[name]).data));
    entries?.numeric.forEach((n, i) => {
      expect(Math.abs(n - right[name].data[i])).toBeLessThan(1e-8);
    });
    expect(entries?.verdict.every((verdict) => verdict === "pass")).toBe(true);
    expect(entries?.error).toHaveLength(right[name].size);
  }
});

test("a missing gradient is a finding, and its entries never pass", () => {
  const report = gradcheckMap(spoil(linear(), () => ({ W: undefined })));
  expect(report.findings).toMatchObject([{ kind: "missing", severity: "failure", tensor: "W" }]);
  expect(report.verdict).toBe("fail");
  expect(tensorOf(report, "W")).toMatchObject({ verdict: "fail", counts: { passed: 0, wrong: 6 } });
});

test("an extra gradient is a finding", () => {
  const report = gradcheckMap(spoil(linear(), ({ b }) => ({ bias: b })));
  expect(report.findings).toMatchObject([{ kind: "extra", severity: "failure", tensor: "bias" }]);
  expect(report.verdict).toBe("fail");
});

test("a misspelt gradient is missing, and one of a name that is like none is extra too", () => {
  const called = (name: string) => gradcheckMap(spoil(linear(), ({ W }) => ({ W: undefined, [name]: W })));
  expect(kinds(called("w"))).toEqual(["missing"]);
  expect(kinds(called("slope")).toSorted()).toEqual(["extra", "missing"]);
});

test.each([
  ["transposed", [2, 3], ": its axes are in another order"],
  ["broadcastable", [1, 2], ""],
  ["of one entry", [], ""],
  ["with an axis more", [3, 2, 1], ": drop axis 2"],
  ["not summed", [4, 3, 2], ": sum over axis 0"],
  ["flat", [6], ": reshape it"],
  ["too large", [4, 2], ""],
] as const)("a gradient of a shape %s is a finding that names both shapes", (_, shape, advice) => {
  const report = gradcheckMap(spoil(linear(), () => ({ W: zeros([...shape]) })));
  expect(report.verdict).toBe("fail");
  expect(failures(report)).toEqual(["shape"]);
  expect(report.findings[0].message).toBe(
    `the gradient of W must be [3, 2], got [${shape.join(", ")}]${advice}`,
  );
  expect(tensorOf(report, "W").counts.passed).toBe(0);
});

test.each([
  ["an array", [1, 2, 3]],
  ["a number", 3],
  ["a string", "W"],
  ["a typed array", new Float64Array(6)],
  ["an object", {}],
  ["null", null],
])("%s in the place of a gradient fails", (_, value) => {
  const report = gradcheckMap(spoil(linear(), () => ({ W: value })));
  expect(report.verdict).toBe("fail");
  expect(tensorOf(report, "W").counts.passed).toBe(0);
});

test.each([
  ["undefined", undefined],
  ["null", null],
  ["a number", 3],
  ["a tensor", zeros([2])],
  ["a list", []],
])("%s in the place of all gradients fails", (_, returned) => {
  const report = gradcheckMap({ ...linear(), backward: () => returned as never });
  expect(report.verdict).toBe("fail");
  expect(report.counts.passed).toBe(0);
  expect(failures(report).filter((kind) => kind === "missing")).toHaveLength(3);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  "a gradient of %d never passes, and is found with its tensor and index",
  (value) => {
    const report = gradcheckMap(spoil(linear(), ({ W }) => ({ W: withEntry(W, 3, () => value) })));
    expect(report.verdict).toBe("fail");
    expect(report.findings).toMatchObject([
      { kind: "non-finite", severity: "failure", tensor: "W", index: [1, 1] },
    ]);
    expect(tensorOf(report, "W").counts).toMatchObject({ passed: 5, wrong: 1 });
    expect(tensorOf(report, "W").worst[0]).toMatchObject({ index: [1, 1], verdict: "wrong" });
    expect(report.ratio).not.toBeLessThan(report.threshold);
  },
);

test("nothing to check is never a pass", () => {
  const nothing = gradcheckMap({ tensors: {}, forward: () => [tensor([1]), 0], backward: () => ({}) });
  expect(nothing.verdict).toBe("inconclusive");
  expect(nothing.counts.entries).toBe(0);
  expect(nothing.ratio).toBe(0);
  const empty = gradcheckMap({
    tensors: { x: zeros([0, 3]) },
    forward: ({ x }) => [x, 0],
    backward: (dy) => ({ x: dy }),
  });
  expect(empty.verdict).toBe("inconclusive");
  expect(empty.counts.entries).toBe(0);
});

test("0/0 is 0: a constant output with a gradient of zero is no failure, and no pass", () => {
  const report = gradcheckMap({
    tensors: { x: normal([3]) },
    forward: () => [tensor([7]), 0],
    backward: () => ({ x: zeros([3]) }),
  });
  expect(report.ratio).toBe(0);
  expect(report.verdict).toBe("inconclusive");
  expect(kinds(report)).toEqual(["degenerate"]);
  expect(report.findings[0].severity).toBe("note");
});

test("a gradient where the output is constant is wrong", () => {
  const report = gradcheckMap({
    tensors: { x: normal([3]) },
    forward: () => [tensor([7]), 0],
    backward: (dy) => ({ x: multiply(dy, tensor([1e-3, 0, 0])) }),
  });
  expect(report.counts).toMatchObject({ entries: 3, wrong: 1 });
  expect(report.verdict).toBe("fail");
});

test("an unused tensor beside a used one does no harm", () => {
  const subject = linear();
  const report = gradcheckMap({
    ...subject,
    tensors: { ...subject.tensors, unused: normal([5]) },
    backward: (dy, cache, t) => ({ ...subject.backward(dy, cache, t), unused: zeros([5]) }),
  });
  expect(report.verdict, toText(report)).toBe("pass");
  expect(tensorOf(report, "unused").ratio).toBe(0);
});

test("the numeric side calls nothing but forward", () => {
  const count = (entries: number) => {
    let forwards = 0;
    let backwards = 0;
    const subject = pointwise(Math.tanh, (x) => 1 - Math.tanh(x) ** 2, normal([entries]));
    const report = gradcheckMap({
      ...subject,
      forward: (t, pass) => {
        forwards++;
        return subject.forward(t, pass);
      },
      backward: (dy, cache, t) => {
        backwards++;
        return subject.backward(dy, cache, t);
      },
    });
    expect(report.verdict).toBe("pass");
    expect(report.evaluations).toBe(forwards);
    return { forwards, backwards };
  };
  const few = count(3);
  const many = count(300);
  expect(many.backwards).toBe(few.backwards);
  // Entries whose slope is next to 0 may be measured again.
  expect(many.forwards - few.forwards).toBeGreaterThanOrEqual(2 * 297);
  expect(many.forwards - few.forwards).toBeLessThan(2.2 * 297);
});

test("a backward pass that fails once the survey began is not noticed", () => {
  const subject = linear();
  let forwards = 0;
  const report = gradcheckMap(
    {
      ...subject,
      forward: (t, pass) => {
        forwards++;
        return subject.forward(t, pass);
      },
      // Only the very first ones may call it: between them lie at most a few forward passes.
      backward(dy, cache, t) {
        if (forwards > 20) throw new Error("backward on the numeric side");
        return subject.backward(dy, cache, t);
      },
    },
    { tensors: ["x", "W", "b"] },
  );
  expect(report.counts).toMatchObject({ passed: 20 });
});

test("upstream is drawn from the seed, between 0.5 and 1.5 in size and of both signs", () => {
  const seen: number[][] = [];
  const subject = pointwise(Math.sin, Math.cos, normal([200]));
  const spy = {
    ...subject,
    backward: (dy: Named[string], cache: unknown, t: Named) => {
      seen.push(Array.from(copy(dy).data));
      return subject.backward(dy, cache, t);
    },
  };
  gradcheckMap(spy);
  const [first] = seen;
  expect(first.every((c) => Math.abs(c) >= 0.5 && Math.abs(c) <= 1.5)).toBe(true);
  const negative = first.filter((c) => c < 0).length;
  expect(negative).toBeGreaterThan(70);
  expect(negative).toBeLessThan(130);
  seen.length = 0;
  gradcheckMap(spy);
  expect(seen[0]).toEqual(first);
  seen.length = 0;
  gradcheckMap(spy, { seed: 1 });
  expect(seen[0]).not.toEqual(first);
});

test("upstream is taken as values or as a shape", () => {
  const subject = linear();
  const ones = Array.from({ length: 4 }, () => [1, 1]);
  const given = gradcheckMap(subject, { upstream: ones });
  expect(tensorOf(given, "b").entries?.analytic).toEqual([4, 4]);
  expect(gradcheckMap(subject, { upstream: tensor(ones) }).tensors).toEqual(given.tensors);
  const drawn = gradcheckMap(subject, { upstream: [4, 2] });
  expect(drawn.verdict).toBe("pass");
  expect(tensorOf(drawn, "b").entries?.analytic).not.toEqual([4, 4]);
});

test("an upstream of another shape than the output is refused, with both shapes", () => {
  expect(() => gradcheckMap(linear(), { upstream: [2, 4] })).toThrow(/\[4, 2\].*linear.*\[2, 4\]/);
  expect(() => gradcheckMap(linear(), { upstream: [[1, 2], [3]] })).toThrow(/^gradcheckMap: upstream: /);
});

test("a tensor of whole numbers may have null as its gradient: its entries are skipped", () => {
  const gather = {
    tensors: { table: normal([3, 2]), rows: tensor([2, 0, 2]) },
    forward({ table, rows }: Named) {
      const y = zeros([3, 2]);
      for (let i = 0; i < 3; i++) for (let j = 0; j < 2; j++) y.set(i, j, table.get(rows.get(i), j));
      return [y, rows] as const;
    },
    backward(dy: Named[string], rows: Named[string]) {
      const table = zeros([3, 2]);
      for (let i = 0; i < 3; i++)
        for (let j = 0; j < 2; j++) table.set(rows.get(i), j, table.get(rows.get(i), j) + dy.get(i, j));
      return { table, rows: null };
    },
  };
  const report = gradcheckMap(gather);
  expect(report.verdict, toText(report)).toBe("pass");
  expect(tensorOf(report, "rows").counts).toMatchObject({ entries: 3, skipped: 3 });
  expect(report.counts).toMatchObject({ entries: 9, passed: 6, skipped: 3 });
});

test("null as the gradient of a tensor that is not whole is no gradient", () => {
  const report = gradcheckMap(spoil(linear(), () => ({ x: null })));
  expect(report.verdict).toBe("fail");
  expect(tensorOf(report, "x").counts.passed).toBe(0);
});

test("`tensors` restricts the check, to the named ones in the order of the subject", () => {
  const report = gradcheckMap(
    spoil(linear(), ({ W }) => ({ W: multiply(W, 2) })),
    { tensors: ["b", "x"] },
  );
  expect(report.verdict).toBe("pass");
  expect(report.tensors.map(({ name }) => name)).toEqual(["x", "b"]);
  expect(report.counts).toMatchObject({ entries: 14, passed: 14 });
});

test("`skip` leaves a declared surrogate gradient out, and counts its entries as skipped", () => {
  const report = gradcheckMap(
    spoil(linear(), ({ W }) => ({ W: multiply(W, 2) })),
    { skip: ["W"] },
  );
  expect(report.verdict, toText(report)).toBe("pass");
  expect(tensorOf(report, "W").counts).toMatchObject({ entries: 6, skipped: 6, passed: 0 });
  expect(report.counts).toMatchObject({ entries: 20, passed: 14, skipped: 6 });
});

test("to skip everything is to verify nothing", () => {
  const report = gradcheckMap(linear(), { skip: ["x", "W", "b"] });
  expect(report.verdict).toBe("inconclusive");
  expect(report.counts).toMatchObject({ entries: 20, skipped: 20 });
  expect(gradcheckMap(linear(), { tensors: [] }).verdict).toBe("inconclusive");
});

test.each(["tensors", "skip"])(
  "a name in `%s` that no tensor has is refused with those there are",
  (option) => {
    const check = () => gradcheckMap(linear(), { [option]: ["x", "w"] });
    expect(check).toThrow(`gradcheckMap: ${option}: no tensor is called "w"; there are "x", "W", "b"`);
  },
);

test("float32 tensors are checked in float64", () => {
  const subject = linear();
  const x = tensor(Float32Array.from(subject.tensors.x.data), [4, 3]);
  let seen = "";
  const report = gradcheckMap({
    ...subject,
    tensors: { ...subject.tensors, x } as Named,
    forward: (t, pass) => {
      seen = t.x.dtype;
      return subject.forward(t, pass);
    },
  });
  expect(seen).toBe("float64");
  expect(report.verdict, toText(report)).toBe("pass");
});

test("the cache may be any value", () => {
  for (const cache of [undefined, null, 0, "text", Symbol("cache"), [], new Map(), () => 1]) {
    const subject = pointwise(Math.sin, Math.cos, normal([3]));
    const report = gradcheckMap({
      ...subject,
      forward: (t, pass) => [subject.forward(t, pass)[0], cache],
      backward: (dy, came, t) => {
        expect(came).toBe(cache);
        return subject.backward(dy, came, t);
      },
    });
    expect(report.verdict).toBe("pass");
  }
});

test("a pass says whether it trains, and replays its random numbers", () => {
  const x = normal([4, 5]);
  const dropout = {
    tensors: { x },
    forward: (
      { x }: Named,
      { training, rng }: { training: boolean; rng: ReturnType<typeof import("@nudge/core").rng> },
    ) => {
      const mask = map(x, () => (training && rng.uniform() < 0.5 ? 0 : 2));
      return [multiply(x, mask), mask] as const;
    },
    backward: (dy: Named[string], mask: Named[string]) => ({ x: multiply(dy, mask) }),
  };
  const training = gradcheckMap(dropout, { upstream: map(x, () => 1) });
  expect(training.verdict, toText(training)).toBe("pass");
  expect(new Set(tensorOf(training, "x").entries?.analytic)).toEqual(new Set([0, 2]));
  const evaluation = gradcheckMap(dropout, { modes: "evaluation", upstream: map(x, () => 1) });
  expect(new Set(tensorOf(evaluation, "x").entries?.analytic)).toEqual(new Set([2]));
});

test("the report says how it was made", () => {
  const report = gradcheckMap({ ...linear(), name: undefined }, { seed: 5, threshold: 1e-6 });
  expect(report).toMatchObject({
    version: 1,
    subject: "map",
    seed: 5,
    threshold: 1e-6,
    method: "full",
    curves: [],
  });
  expect(report.replay).toContain("seed: 5");
  expect(report.milliseconds).toBeGreaterThan(0);
  expect(new Date(report.time ?? "").toISOString()).toBe(report.time);
  expect(report.checker).toMatch(/^@nudge\/gradcheck \d+\.\d+\.\d+/);
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});

test("a strided view is checked as the tensor it shows", () => {
  const flipped = normal([3, 4], 3).transpose(1, 0).step(-1, 1);
  const subject = linear();
  const report = gradcheckMap({ ...subject, tensors: { ...subject.tensors, x: flipped } as Named });
  expect(report.verdict).toBe("pass");
  const plain = gradcheckMap({ ...subject, tensors: { ...subject.tensors, x: copy(flipped) } as Named });
  expect(report.tensors).toEqual(plain.tensors);
  expect(toArray(flipped)).toEqual(toArray(copy(flipped)));
});

test("a scalar tensor has an empty index", () => {
  const report = gradcheckMap({
    tensors: { gain: tensor(2) },
    forward: ({ gain }) => [multiply(gain, gain), 0],
    backward: (dy, _, { gain }) => ({ gain: multiply(dy, multiply(gain, 3)) }),
  });
  expect(report.tensors[0]).toMatchObject({ shape: [], verdict: "fail", ratio: expect.closeTo(0.2, 6) });
  expect(report.tensors[0].worst[0].index).toEqual([]);
});

test("streams that a subject draws on its own do not disturb the seed", () => {
  const report = gradcheckMap(linear(), { seed: 3 });
  rng(3).uniform();
  expect(gradcheckMap(linear(), { seed: 3 }).tensors).toEqual(report.tensors);
});

test.each<[string, object, string]>([
  ["no forward", { forward: undefined }, "forward must be a function, got undefined"],
  ["no backward", { backward: 3 }, "backward must be a function, got 3"],
  [
    "no tensors",
    { tensors: undefined },
    "tensors must have names, as in { x: tensor([1, 2]) }, got undefined",
  ],
  [
    "one tensor",
    { tensors: tensor([1]) },
    "tensors must have names, as in { x: tensor([1, 2]) }, got a tensor [1]",
  ],
  ["text", { tensors: { x: "1" } }, 'tensors.x must be a tensor, an array or a number, got "1"'],
  [
    "a promise",
    { tensors: { x: tensor([1]), y: Promise.resolve(3) } },
    "tensors.y must be a tensor, an array or a number, got a Promise",
  ],
  ["rows of two lengths", { tensors: { x: [[1], [2, 3]] } }, "tensors.x: tensor: "],
  [
    "NaN",
    {
      tensors: {
        x: tensor([
          [1, 2],
          [3, Number.NaN],
        ]),
      },
    },
    "tensors.x[1, 1] is NaN",
  ],
])("a map with %s is refused at the door", (_, change, message) => {
  expect(() => gradcheckMap({ ...linear(), ...change } as never)).toThrow(`gradcheckMap: ${message}`);
});

test("an infinite entry of a tensor that is skipped, such as a mask, is none", () => {
  const subject = {
    tensors: { x: tensor([1, 2]), mask: tensor([0, Number.NEGATIVE_INFINITY]) },
    forward: ({ x, mask }: Named) => [map(x, mask, (a, m) => (m === 0 ? a * a : 0)), 0] as const,
    backward: (dy: Tensor, _: unknown, { x, mask }: Named) => ({
      x: multiply(
        dy,
        map(x, mask, (a, m) => (m === 0 ? 2 * a : 0)),
      ),
      mask: zeros([2]),
    }),
  };
  const report = gradcheckMap(subject, { skip: ["mask"] });
  expect(report.verdict, toText(report)).toBe("pass");
});
