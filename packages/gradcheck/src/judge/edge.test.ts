import { multiply, type Tensor, tensor } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { type Named, only, scalar } from "../../test/fixtures.ts";
import { type GradcheckReport, gradcheckFunction, gradcheckMap, toText } from "../index.ts";

const outsides: readonly [string, () => number][] = [
  ["NaN", () => Number.NaN],
  ["Infinity", () => Number.POSITIVE_INFINITY],
  ["-Infinity", () => Number.NEGATIVE_INFINITY],
  [
    "a throw",
    () => {
      throw new RangeError("negative");
    },
  ],
];

/** A function of x ≥ 0, or of x ≤ 0, and a gradient of it at 0. */
const from0 =
  (f: (x: number) => number, outside: () => number, side = 1) =>
  (x: number) =>
    side * x < 0 ? outside() : f(x);
const at0 = (f: (x: number) => number, gradient: number, options = {}) =>
  gradcheckFunction(
    scalar(f, () => gradient, 0),
    { tensors: ["theta"], ...options },
  );

const edges = ({ findings }: GradcheckReport) => findings.filter(({ kind }) => kind === "edge");

describe.each(outsides)("where a side is %s", (_, outside) => {
  const f = from0((a) => 3 * a + a * a, outside);

  test("the slope to the other one judges", () => {
    const right = at0(f, 3);
    expect(only(right).verdict, toText(right)).toBe("pass");
    expect(Math.abs(only(right).numeric! - 3)).toBeLessThanOrEqual(only(right).error!);
    expect(only(right).error).toBeLessThan(1e-6);
    for (const wrong of [-3, 0, 3.001, 2.999, 6]) {
      const report = at0(f, wrong);
      expect(report.verdict, toText(report)).toBe("fail");
      expect(only(report).verdict).toBe("wrong");
    }
  });

  test("it may be any of the two", () => {
    const g = from0((a) => Math.exp(a) - 1, outside, -1);
    expect(only(at0(g, 1)).verdict).toBe("pass");
    expect(only(at0(g, -1)).verdict).toBe("wrong");
  });

  test("a note says so, and where", () => {
    const [note, ...others] = edges(at0(f, 3));
    expect(others).toEqual([]);
    expect(note).toMatchObject({ severity: "note", tensor: "theta", index: [0] });
    expect(note.message).toMatch(/^at an edge of the domain: theta\[0\] = 0; beside it /);
  });

  test("on both sides, nothing is known, and no other entry makes up for it", () => {
    const report = (gradient: number) =>
      gradcheckFunction({
        theta: [0, 1],
        value: ([x, y]) => (x === 0 ? y * y : outside()),
        gradient: ([, y]) => [gradient, 2 * y],
      });
    for (const gradient of [0, 5, -777]) {
      const found = report(gradient);
      expect(found.verdict, toText(found)).toBe("inconclusive");
      expect(found.tensors[0].entries?.verdict).toEqual(["inconclusive", "pass"]);
      expect(edges(found)[0].message).toMatch(
        /^no step to either side is inside .*: theta\[0\] = 0; beside it /,
      );
    }
  });
});

describe("a slope that grows without end", () => {
  const lost = () => Number.NaN;
  test.each<[string, (x: number) => number, number]>([
    ["√x", from0(Math.sqrt, lost), 1],
    ["x log x", from0((x) => (x === 0 ? 0 : x * Math.log(x)), lost), -1],
    ["-√-x, to the left", from0((x) => -Math.sqrt(-x), lost, -1), 1],
    ["the cube root", Math.cbrt, 1],
    ["√x, and 0 to the left", (x) => Math.sqrt(Math.max(x, 0)), 1],
    ["x log |x|", (x) => (x === 0 ? 0 : x * Math.log(Math.abs(x))), -1],
  ])("is no derivative, whatever the gradient: %s", (_, f, sign) => {
    for (const gradient of [0, 1, -777, 1e9, sign / 0]) {
      const report = at0(f, gradient);
      expect(only(report).verdict, toText(report)).toBe("inconclusive");
      expect(edges(report)[0]?.message).toContain("does not settle");
    }
  });

  test("makes an infinite gradient wrong where it has the other sign", () => {
    for (const sign of [-1, 1]) {
      const report = at0((x) => (x < 0 ? Number.NaN : sign * Math.sqrt(x)), -sign / 0);
      expect(only(report).verdict).toBe("wrong");
      expect(report.findings.map(({ kind }) => kind)).toContain("non-finite");
    }
  });

  test("to both sides allows an infinite gradient of both signs, and no other", () => {
    const cusp = (gradient: number) => only(at0((x) => Math.sqrt(Math.abs(x)), gradient)).verdict;
    expect([1 / 0, -1 / 0, 0, 1, -777].map(cusp)).toEqual(new Array(5).fill("inconclusive"));
  });

  test("is none where it comes to rest at last, at a step of 1e-6", () => {
    const f = from0((x) => Math.sqrt(x + 1e-6), lost);
    expect(only(at0(f, 500)).verdict).toBe("pass");
    expect(only(at0(f, 505)).verdict).toBe("wrong");
    expect(only(at0(f, 1 / 0)).verdict).toBe("wrong");
  });

  test("and a jump of the function itself is another matter", () => {
    const report = at0((x) => (x > 0 ? 1 : 0), 0);
    expect(only(report).verdict).toBe("unmeasurable");
    expect(edges(report)).toEqual([]);
  });
});

test("an infinite gradient of what has a finite slope is wrong", () => {
  for (const f of [
    Math.sin,
    Math.abs,
    from0(
      (x) => x + x ** 1.5,
      () => Number.NaN,
    ),
  ])
    for (const gradient of [1 / 0, -1 / 0]) {
      const report = at0(f, gradient);
      expect(only(report).verdict, toText(report)).toBe("wrong");
      expect(report.findings).toMatchObject(
        [{ kind: "non-finite", tensor: "theta", index: [0] }, {}].slice(0, report.findings.length),
      );
    }
});

test("a slope of 0 at the edge is as good as 0 beside those around", () => {
  const f = from0(
    (x) => 4 * x ** 1.5,
    () => Number.NaN,
  );
  expect(only(at0(f, 0)).verdict).toBe("pass");
  expect(only(at0(f, 1e-3)).verdict).toBe("wrong");
});

test("a slope that rounding hides is inconclusive, and not compared", () => {
  const f = from0(
    (x) => 1e12 + x ** 1.25,
    () => Number.NaN,
  );
  expect(only(at0(f, 0)).verdict).not.toBe("wrong");
});

/** y = [f(x₀), |x₀| + x₁²], or another function of x₀ in the place of |x₀|; the first ends at x₀ = 0. */
const twoOutputs = (gradient: number, outside: () => number, other = Math.abs) =>
  gradcheckMap(
    {
      tensors: { x: tensor([0, 2]) },
      forward: ({ x: { data: x } }: Named) => [
        tensor([from0((v) => 2 * v + v * v, outside)(x[0]), other(x[0]) + x[1] ** 2]),
        0,
      ],
      backward: ({ data: dy }: Tensor, _: unknown, { x: { data: x } }: Named) => ({
        x: tensor([2 * dy[0] + gradient * dy[1], 2 * x[1] * dy[1]]),
      }),
    },
    { upstream: tensor([1, 1]), tensors: ["x"] },
  );

test("an output that has both sides may have a kink there, with any subgradient of its own", () => {
  const verdict = (gradient: number) => twoOutputs(gradient, () => Number.NaN).tensors[0].entries?.verdict[0];
  expect([-1, 0, 0.5, 1].map(verdict)).toEqual(["kink", "kink", "kink", "kink"]);
  expect([-1.2, 1.2, 5].map(verdict)).toEqual(["wrong", "wrong", "wrong"]);
});

test("an output that has both sides and is curved there has no kink", () => {
  for (const other of [Math.sin, Math.expm1, (x: number) => x + x * x, (x: number) => x - x * x]) {
    const report = twoOutputs(1, () => Number.NaN, other);
    expect(report.tensors[0].entries?.verdict[0], toText(report)).toBe("pass");
  }
});

test("an entry much smaller than its tensor is at no edge for a step of the tensor's length", () => {
  for (const tiny of [1e-9, 1e-15, 1e-100]) {
    const check = (factor: number) =>
      gradcheckFunction({
        theta: [tiny, 1, 1.5, 0.7],
        value: (theta) => theta.reduce((sum, x) => sum + Math.log(x), 0),
        gradient: (theta) => theta.map((x, i) => (i === 0 ? factor : 1) / x),
      });
    const right = check(1);
    expect(right.verdict, toText(right)).toBe("pass");
    expect(edges(right)).toEqual([]);
    expect(check(1.01).verdict).toBe("fail");
  }
});

test("several entries of a tensor have one note, which counts them", () => {
  const report = gradcheckMap({
    tensors: { p: tensor([0, 0.5, 0, 0.25, 0], [5]) },
    forward: ({ p }: Named) => [multiply(p, tensor(Array.from(p.data, (v) => Math.sqrt(v)))), 0],
    backward: (dy: Tensor, _: unknown, { p }: Named) => ({
      p: multiply(dy, tensor(Array.from(p.data, (v) => 1.5 * Math.sqrt(v)))),
    }),
  });
  expect(report.verdict, toText(report)).toBe("pass");
  expect(edges(report)).toHaveLength(1);
  expect(edges(report)[0].message).toMatch(/^at an edge of the domain: p\[0\] = 0, and 2 more entries;/);
});

test("long steps show a slope that rounding hides from shorter ones", () => {
  const coarse = from0(
    (x) => Math.round((3 * x + x * x) * 2e5) / 2e5,
    () => Number.NaN,
  );
  expect(only(at0(coarse, 3)).verdict).toBe("pass");
  expect(only(at0(coarse, 3.5)).verdict).toBe("wrong");
});

test("a part that grows without end shows in the end, however small it is beside the rest", () => {
  const f = from0(
    (x) => Math.sin(x) + 1e-9 * Math.sqrt(x),
    () => Number.NaN,
  );
  expect(only(at0(f, 1)).verdict).toBe("inconclusive");
});

test("what is off by little more than the error bar is wrong", () => {
  const f = from0(
    (x) => 3 * x + x * x,
    () => Number.NaN,
  );
  const { error } = only(at0(f, 3)) as { error: number };
  // An error of 1e-7 of the slope does not matter.
  expect(only(at0(f, 3 + 3.001e-7 + 3 * error)).verdict).toBe("wrong");
});

test("what it costs is bounded, and more only where nothing settles", () => {
  const evaluations = (f: (x: number) => number) => {
    let count = 0;
    gradcheckFunction(
      {
        theta: [0],
        value: ([x]) => {
          count++;
          return f(x);
        },
        gradient: () => [Number.NEGATIVE_INFINITY],
      },
      { tensors: ["theta"] },
    );
    return count;
  };
  const lost = () => Number.NaN;
  const inside = evaluations((x) => 3 * x + x * x);
  expect(evaluations(from0((x) => 3 * x + x * x, lost)) - inside).toBeLessThan(150);
  expect(evaluations(from0((x) => 1e6 + Math.sin(x), lost)) - inside).toBeLessThan(170);
  expect(evaluations(from0(Math.sqrt, lost)) - inside).toBeLessThan(250);
  expect(evaluations((x) => (x === 0 ? 0 : Number.NaN)) - inside).toBeLessThan(150);
});
