// Outputs so large that what an entry adds to them is lost in their rounding.
import { tensor } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { only } from "../../test/fixtures.ts";
import { gradcheckMap, toText } from "../index.ts";
import { farthest, Meter } from "../measure/meter.ts";
import { EntryLine } from "../sandbox/line.ts";
import { Theta } from "../sandbox/theta.ts";
import { Claim } from "./claim.ts";
import { allowForHidden } from "./hidden.ts";
import { lostOver } from "./silence.ts";

type Real = (x: number) => number;
/** An output and its derivative; what backprop says of it may be another one. */
type Output = readonly [f: Real, slope: Real];

/** The sum of some outputs of one number, each with an upstream gradient of 1. */
function check(
  outputs: readonly Output[],
  x: number,
  said: readonly Real[] = outputs.map(([, slope]) => slope),
) {
  return gradcheckMap(
    {
      tensors: { x: tensor([x]) },
      forward: ({ x }) => [tensor(outputs.map(([f]) => f(x.data[0]))), 0],
      backward: (dy, _, { x }) => ({
        x: tensor([said.reduce((sum, slope, o) => sum + dy.data[o] * slope(x.data[0]), 0)]),
      }),
    },
    { upstream: tensor(outputs.map(() => 1)) },
  );
}

const sine: Output = [Math.sin, Math.cos];
const times =
  (factor: number, slope: Real): Real =>
  (x) =>
    factor * slope(x);

describe.each([1e18, 1e25, 1e100])("beside %d", (size) => {
  const lost: Output = [(x) => size + 2 * x, () => 2];
  const apart: Output = [() => size, () => 0];

  test("a slope through an output without room for it is not called wrong, and not verified either", () => {
    const report = check([sine, lost], 0.7);
    expect(report.verdict, toText(report)).toBe("inconclusive");
    const { numeric, error } = only(report) as { numeric: number; error: number };
    expect(Math.abs(numeric - Math.cos(0.7) - 2)).toBeLessThanOrEqual(error);
  });

  test("one through outputs that show it is called wrong, whatever is said of the other", () => {
    for (const factor of [1.01, 2, 0, -1]) {
      const report = check([sine, lost], 0.7, [times(factor, Math.cos), () => 2]);
      expect(report.verdict, toText(report)).toBe("fail");
      // It is known no better than the part that nobody sees.
      expect((only(report) as { error: number }).error).toBeGreaterThan(2);
      const alone = check([sine, apart], 0.7, [times(factor, Math.cos), () => 0]);
      expect(alone.verdict, toText(alone)).toBe("fail");
      expect((only(alone) as { error: number }).error).toBeLessThan(1e-3);
    }
  });

  test("an output that does not depend on the entry does no harm", () => {
    const report = check([sine, apart], 0.7);
    expect(report.verdict, toText(report)).toBe("pass");
    expect((only(report) as { error: number }).error).toBeLessThan(1e-9);
  });
});

describe("beside outputs of float32 numbers inside that stand still", () => {
  const logistic: Real = (x) => 1 / (1 + Math.exp(-x));
  const single: Output = [
    (x) => Math.hypot(1, Math.fround(Math.log1p(Math.exp(1e-12 * x)))),
    (x) => (1e-12 * logistic(1e-12 * x) * Math.LN2) / Math.hypot(1, Math.LN2),
  ];
  const small: Output = [(x) => -1e-6 * x, () => -1e-6];

  test("what backprop says of them is not called wrong, and not verified either", () => {
    const report = check([small, single], -0.7);
    expect(report.verdict, toText(report)).toBe("inconclusive");
    expect((only(report) as { error: number }).error).toBeGreaterThan(1e-12);
  });

  test("it is wrong where it is more than float32 could hide, or not what the gradient is off by", () => {
    for (const said of [1, -1e-3, 1e-5]) {
      const report = check([small, single], -0.7, [() => -1e-6, () => said]);
      expect(report.verdict, `${said}\n${toText(report)}`).toBe("fail");
    }
    for (const factor of [0, -1, 1.01]) {
      const report = check([small, single], -0.7, [() => factor * -1e-6, single[1]]);
      expect(report.verdict, `${factor}\n${toText(report)}`).toBe("fail");
    }
  });
});

test("what is too much of outputs that move as well is wrong", () => {
  const report = gradcheckMap(
    {
      tensors: { x: tensor([0.7]) },
      forward: ({ x }) => [tensor([Math.sin(x.data[0]), 5]), 0],
      backward: (dy, _, { x }) => ({ x: tensor([dy.data[0] * Math.cos(x.data[0]) + 1e-7]) }),
    },
    { upstream: tensor([1, 1]) },
  );
  expect(only(report).verdict, toText(report)).toBe("wrong");
});

test("a slope that the first step does not show is looked for at longer ones", () => {
  // Over a step of 2^-17 of its scale the second does not change by a bit; over one of the scale it does 2^19 times.
  const coarse: Output = [(x) => Math.fround(x - 2048), () => 1];
  const steep: Output = [(x) => 145 * x, () => 145];
  for (const x of [0.127, 0.24, 0.31]) {
    const right = check([steep, coarse], x);
    expect(right.verdict, toText(right)).toBe("pass");
    for (const factor of [0, 2, -1]) {
      const wrong = check([steep, coarse], x, [() => 145, () => factor]);
      expect(wrong.verdict, toText(wrong)).toBe("fail");
    }
  }
});

test("what rounding hides is allowed for up to eight times, for backward rounds in more places", () => {
  // Outputs 3 x and 0 at 1: the second stands still.
  const [theta, one, two] = [new Theta(Float64Array.of(1)), Float64Array.of(1, 1), Float64Array.of(3, 0)];
  const evaluate = (into: Float64Array) => into.set([3 * theta.values[0], 0]);
  const noise = { sigma: new Float64Array(2), units: new Float64Array(2), isSingle: false };
  const coarse = () => ({ sigma: new Float64Array(2), peaks: two });
  const backprop = ([c]: Float64Array) => Float64Array.of(3 * c);
  const meter = new Meter({ theta, evaluate }, one, two, noise, noise, coarse, undefined, backprop);
  const line = new EntryLine(theta.values, 0, 1);
  const verdictOf = (off: number, hidden: number) => {
    const judgement = { verdict: "wrong", numeric: 3, error: 0, step: 1 } as const;
    const response = { peaks: Float64Array.of(3, 0), range: 3, hidden, still: 0 };
    return allowForHidden(meter, line, new Claim(3 + off, 0), response, judgement).verdict;
  };
  // As much as float32 inside hides of a number of size 1, over the farthest step; or more.
  for (const [most, hidden] of [
    [lostOver(1, farthest), 0],
    [2 ** -10, 2 ** -10],
  ])
    expect([7.9, 8.1].map((times) => verdictOf(times * most, hidden))).toEqual(["unmeasurable", "wrong"]);
});
