import { expect, test } from "vitest";
import { cases } from "../../test/corpus/index.ts";
import { gradcheckMap } from "../index.ts";
import { Theta } from "../sandbox/theta.ts";
import { measurePeaks } from "./peaks.ts";

test("an output that grows one way alone is seen to grow", () => {
  const stream = { uniform: () => 1 - 2 ** -32 } as Parameters<typeof measurePeaks>[3];
  for (const sign of [-1, 1]) {
    const theta = new Theta(Float64Array.of(60));
    const evaluate = (into: Float64Array) => {
      into[0] = Math.max(0, sign * (theta.values[0] - 60) - 20);
    };
    expect(measurePeaks({ theta, evaluate }, Float64Array.of(64), 1, stream)[0]).toBeGreaterThan(500);
    expect(theta.values[0]).toBe(60);
  }
});

test("a loss that is 0 to the bit, far from where it is not, accuses no gradient", () => {
  const confident = cases.find(({ name }) => name === "mlp_ce.confident")!;
  for (let seed = 0; seed < 20; seed++) {
    const { subject, upstream } = confident.build();
    expect(gradcheckMap(subject, { upstream, seed }).verdict).not.toBe("fail");
  }
});
