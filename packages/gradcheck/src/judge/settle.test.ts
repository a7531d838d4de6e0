// What a check by directions passes: only what it saw.
import { describe, expect, test } from "vitest";
import { normal } from "../../test/fixtures.ts";
import { type GradcheckReport, gradcheckFunction, toText } from "../index.ts";

type Real = (x: number) => number;

interface Case {
  readonly theta: Float64Array;
  readonly value: (theta: ArrayLike<number>) => number;
  readonly gradient: (theta: ArrayLike<number>) => Float64Array;
}

/** Σ w f(x), of which every step is rounded. */
function sumOf(
  f: Real,
  slope: Real,
  theta: Float64Array,
  { round = (x: number) => x, weight = (_: number): number => 1, offset = 0 } = {},
): Case {
  return {
    theta: theta.map(round),
    value: (x) => {
      let sum = offset;
      for (let i = 0; i < x.length; i++) sum = round(sum + round(weight(i) * round(f(round(x[i])))));
      return sum;
    },
    gradient: (x) => Float64Array.from(x, (v, i) => weight(i) * slope(v)),
  };
}

const values = (n: number, seed = 1) => Float64Array.from(normal([n], seed).data);

const check = ({ gradient, ...rest }: Case, seed = 0, change: (g: Float64Array) => unknown = () => {}) =>
  gradcheckFunction(
    {
      name: "f",
      ...rest,
      gradient: (x) => {
        const g = gradient(x);
        change(g);
        return g;
      },
    },
    { method: "bisect", seed },
  );

const seeds = Array.from({ length: 10 }, (_, seed) => seed);
const notes = ({ findings }: GradcheckReport) => findings.map(({ message }) => message).join();

describe("Σ v² of 64 numbers, every square and sum rounded to float32", () => {
  const squares = (seed: number) =>
    sumOf(
      (x) => x * x,
      (x) => 2 * x,
      values(64, seed),
      { round: Math.fround },
    );

  test.each([
    ["zeros", 0],
    ["doubled", 2],
    ["negated", -1],
  ])("a gradient that is %s fails at every seed", (_, factor) => {
    for (const seed of seeds) {
      const report = check(squares(seed), seed, (g) => g.set(g.map((x) => factor * x)));
      expect(report.verdict, toText(report)).toBe("fail");
    }
  });

  test("the right one passes", () => {
    for (const seed of seeds) expect(check(squares(seed), seed).verdict).toBe("pass");
  });
});

describe("gradients of all sizes", () => {
  const spread = sumOf(Math.sin, Math.cos, values(1000), { weight: (i) => 10 ** (-i / 100) });

  test("pass where each is known to a tenth", () => {
    const report = check(spread);
    expect(report.verdict).toBe("pass");
    expect(report.tensors[0].detectionLimit).toBeLessThan(0.21);
    expect(report.evaluations).toBeLessThan(250);
  });

  test("pass where one alone is lost beside the others, at less than it takes to judge it by itself", () => {
    const lost = (weak: number) =>
      check(sumOf(Math.sin, Math.cos, values(1000), { weight: (i) => (i === 500 ? weak : 1) }));
    for (const weak of [1e-6, 1e-7, 1e-8, 1e-9]) {
      expect(lost(weak).verdict).toBe("pass");
      expect(lost(weak).evaluations).toBeLessThan(lost(1).evaluations + 40);
    }
  });

  test.each([0, 500, 900, 999])("entry %d is found wrong by a quarter", (entry) => {
    const report = check(spread, 0, (g) => (g[entry] *= 1.25));
    expect(report.tensors[0].worst[0], toText(report)).toMatchObject({ index: [entry], verdict: "wrong" });
  });
});

describe("gradients of 0", () => {
  /** A table of which few rows are used. */
  const table = sumOf(Math.sin, Math.cos, values(2000), { weight: (i) => (i % 100 === 7 ? 1 : 0) });
  const tableInSingle = sumOf(Math.sin, Math.cos, values(2000), {
    weight: (i) => (i % 100 === 7 ? 1 : 0),
    round: Math.fround,
  });

  test.each([
    ["float64", table, 100],
    ["float32", tableInSingle, 500],
  ])("pass together where nothing changes, in %s", (_, one, most) => {
    const report = check(one);
    expect(report.verdict).toBe("pass");
    expect(report.evaluations).toBeLessThan(most);
  });

  test.each([
    ["float64", table],
    ["float32", tableInSingle],
  ])("are found where there is a slope, in %s", (_, one) => {
    const report = check(one, 0, (g) => (g[707] = 0));
    expect(report.tensors[0].worst[0]).toMatchObject({ index: [707], verdict: "wrong" });
  });

  test("are found where their slope is small beside the others", () => {
    const small = sumOf(Math.sin, Math.cos, values(300), { weight: (i) => (i === 33 ? 1e-7 : 1) });
    const report = check(small, 0, (g) => (g[33] = 0));
    expect(report.tensors[0].worst[0]).toMatchObject({ index: [33], verdict: "wrong" });
  });

  test("of a tensor that stands still near the point are moved far", () => {
    const far = sumOf(
      (x) => Math.round(x * 1e4) / 1e4,
      () => 1,
      values(40),
    );
    for (const seed of seeds) expect(check(far, seed, (g) => g.fill(0)).verdict).toBe("fail");
  });

  test("that hide behind a kink are no reason to look at all others", () => {
    // Half of the numbers are below 0, three of these by less than a step.
    const theta = values(1000).map((x, i) => (i < 3 ? -1e-8 : x));
    const relu = sumOf(
      (x) => Math.max(x, 0),
      (x) => (x > 0 ? 1 : 0),
      theta,
    );
    const report = check(relu);
    expect(report.verdict, toText(report)).toBe("pass");
    expect(report.evaluations).toBeLessThan(400);
  });
});

test.each([2, 3, 4, 8])("%d equal slopes do not hide a factor", (n) => {
  const equal = sumOf(
    (x) => 3 * x,
    () => 3,
    new Float64Array(n).fill(1.5),
  );
  for (let seed = 0; seed < 40; seed++) expect(check(equal, seed, (g) => g.fill(6)).verdict).toBe("fail");
});

test("an error of one entry that is little more than what its direction shows is found by its place", () => {
  const noisy = sumOf(Math.sin, Math.cos, values(4000), { offset: 1e6 });
  for (const entry of [3, 1000, 1999, 2000, 3999]) {
    const at = Math.cos(noisy.theta[entry]);
    const report = check(noisy, 0, (g) => (g[entry] += 0.15 * Math.sign(at)));
    expect(report.tensors[0].worst[0], toText(report)).toMatchObject({ index: [entry], verdict: "wrong" });
  }
});

describe("of more entries than can be looked at one by one", () => {
  const lost = {
    theta: values(3000),
    value: (x: ArrayLike<number>) => Math.fround(2 ** 28 + Array.from(x).reduce((sum, v) => sum + 3 * v, 0)),
    gradient: (x: ArrayLike<number>) => new Float64Array(x.length).fill(3),
  };

  test("it is said that nothing is known of them, and the check does not pass", () => {
    for (const factor of [1, 2]) {
      const report = check(lost, 0, (g) => g.fill(3 * factor));
      expect(report.verdict, toText(report)).toBe("inconclusive");
      expect(notes(report)).toMatch(
        /say nothing of (3000|29\d\d) of the 3000 entries of theta.* method "full" does/,
      );
      expect(report.evaluations).toBeLessThan(6000);
    }
  });

  test("some that are wrong are enough", () => {
    const big = sumOf(Math.sin, Math.cos, values(5000));
    const report = check(big, 0, (g) => g.set(g.map((x) => -x)));
    expect(report.verdict).toBe("fail");
    expect(report.counts.wrong).toBeGreaterThan(5);
    expect(report.evaluations).toBeLessThan(1000);
    expect(notes(report)).toContain("of the 5000 entries of theta");
  });

  test("those without a finite gradient do not keep others from being checked", () => {
    const big = sumOf(Math.sin, Math.cos, values(5000));
    const report = check(big, 0, (g) => {
      g[17] = Number.NaN;
      g[4000] *= 2;
    });
    expect(report.counts).toMatchObject({ wrong: 2, passed: 4998 });
  });
});

test("entries at an edge of the domain are judged by themselves", () => {
  const theta = values(2000).map((x, i) => (i % 500 === 0 ? 0 : 1 + Math.abs(x)));
  const edge = sumOf(
    (x) => (x < 0 ? Number.NaN : x ** 2 + x),
    (x) => 2 * x + 1,
    theta,
  );
  expect(check(edge).verdict).toBe("pass");
  expect(check(edge, 0, (g) => (g[500] = 3)).counts.wrong).toBe(1);
  expect(check(edge, 0, (g) => (g[501] *= 1.1)).counts.wrong).toBe(1);
});
