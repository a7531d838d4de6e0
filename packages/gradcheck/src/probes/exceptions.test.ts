import { createModel, defineLayer, map, multiply, type Tensor } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { dense, meanSquaredError, sequential } from "../../../layers/src/index.ts";
import { failures, linear, normal, type Subject } from "../../test/fixtures.ts";
import { gradcheck, gradcheckMap, toText } from "../index.ts";

/** A right map with a hazard at the start of a pass, which gets the number of the call. */
function hazardous(pass: "forward" | "backward", hazard: (call: number) => void): Subject {
  const right = linear();
  let calls = 0;
  const before =
    <A extends unknown[], T>(f: (...given: A) => T) =>
    (...given: A) => {
      hazard(++calls);
      return f(...given);
    };
  return { ...right, [pass]: before(right[pass] as (...given: unknown[]) => unknown) } as Subject;
}

const throwsAt = (strikes: (call: number) => boolean) => (call: number) => {
  if (strikes(call)) throw new Error("busy");
};

describe("an exception that does not come again", () => {
  test.each([1, 2, 5, 10, 30, 60, 80])("is a failure of its own, in forward call %d alone", (at) => {
    const report = gradcheckMap(
      hazardous(
        "forward",
        throwsAt((call) => call === at),
      ),
    );
    expect(failures(report), toText(report)).toEqual(["throws-sometimes"]);
    expect(report.counts).toMatchObject({ passed: 20 });
    const message = report.findings[0].message.replace(/ \(\S+:\d+:\d+\)/, "");
    expect(message).toBe("forward threw Error: busy, and not when it was run again at the same point");
  });

  test.each([1, 2, 3, 5])("is one in backward call %d alone", (at) => {
    const report = gradcheckMap(
      hazardous(
        "backward",
        throwsAt((call) => call === at),
      ),
    );
    expect(failures(report), toText(report)).toEqual(["throws-sometimes"]);
    expect(report.findings[0].message).toContain("backward threw Error: busy");
  });

  test("is counted", () => {
    const report = gradcheckMap(
      hazardous(
        "forward",
        throwsAt((call) => call % 20 === 0),
      ),
    );
    expect(report.findings[0].message).toMatch(/\(\d times in this check\)$/);
    expect(toText(report)).toContain("hint    let both passes depend on nothing but their arguments");
  });

  test("is found in layers that are run one by one", () => {
    for (const at of [3, 9, 12, 20]) {
      let calls = 0;
      const sine = defineLayer("sine", () => ({
        forward(x: Tensor) {
          if (++calls === at) throw Object.create(null);
          return [map(x, Math.sin), x];
        },
        backward: (dy, x: Tensor) => ({ input: multiply(dy, map(x, Math.cos)) }),
      }));
      const model = createModel(sequential(dense(3, 8), sine(), dense(8, 2)), { seed: 1 });
      const report = gradcheck(model, { input: [5, 3], target: normal([5, 2]), loss: meanSquaredError() });
      expect(failures(report), `${at}: ${toText(report)}`).toEqual(["throws-sometimes"]);
    }
  });
});

test.each([6, 25, 50])(
  "what throws at the given point from call %d on, and did not before, is a failure",
  (at) => {
    const report = gradcheckMap(
      hazardous(
        "forward",
        throwsAt((call) => call >= at),
      ),
    );
    expect(report.verdict).toBe("fail");
    const said = report.findings.find(({ severity }) => severity === "failure");
    expect(said?.kind).toMatch(/^throws/);
    expect(said?.message).toContain("at the given point");
  },
);

test("what throws beside the point again and again, and never at it, is no failure", () => {
  const right = linear();
  const [b] = right.tensors.b.data;
  const report = gradcheckMap({
    ...right,
    forward(tensors, pass) {
      if (tensors.b.data[0] !== b) throw new RangeError("b is fixed");
      return right.forward(tensors, pass);
    },
  });
  expect(failures(report)).toEqual([]);
  expect(report.verdict).toBe("inconclusive");
  expect(report.counts).toMatchObject({ passed: 19, inconclusive: 1 });
});

describe("an output that is not finite once", () => {
  test.each([5, 30, 60, 80])("is no edge of a domain, in forward call %d alone", (at) => {
    const right = linear();
    let calls = 0;
    const report = gradcheckMap({
      ...right,
      forward(tensors, pass) {
        const [y, cache] = right.forward(tensors, pass);
        return [++calls === at ? multiply(y, Number.NaN) : y, cache];
      },
    });
    expect(failures(report), toText(report)).toEqual(["nondeterministic-forward"]);
  });
});
