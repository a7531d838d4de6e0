import { multiply, square, tensor } from "@nudge/core";
import { expect, test } from "vitest";
import { failures, tensorOf } from "../../test/fixtures.ts";
import { gradcheckFunction, gradcheckMap } from "../index.ts";

const tensors = { x: tensor([0.5, 2, -1]), w: tensor([1, -2, 3]) };

test.each(["full", "bisect"] as const)("forward works with arrays of its own: %s", (method) => {
  const report = gradcheckMap(
    {
      tensors,
      forward: ({ x }) => [multiply(x, tensors.w), x],
      backward: (dy, x: typeof tensors.x) => ({ x: multiply(dy, tensors.w), w: multiply(dy, x) }),
    },
    { method },
  );
  expect(failures(report)).toEqual(["ignores-values"]);
  expect(report.findings[0]).toMatchObject({ kind: "ignores-values", tensor: "w" });
  expect(tensorOf(report, "w").counts).toMatchObject({ wrong: 3 });
  expect(tensorOf(report, "x").verdict).toBe("pass");
});

test("a value that does not depend on theta", () => {
  const f = { theta: [1, 2], value: () => 3, gradient: () => [0, 1] };
  expect(failures(gradcheckFunction(f))).toEqual(["ignores-values"]);
  expect(gradcheckFunction({ ...f, gradient: () => [0, 0] }).findings.map(({ kind }) => kind)).not.toContain(
    "ignores-values",
  );
});

test("what is flat at the point alone is a wrong gradient", () => {
  // A dead relu, a staircase, and a sign: forward reads all of them.
  for (const f of [(v: number) => Math.max(v, 0), (v: number) => Math.floor(v), Math.sign]) {
    const x = tensor([-0.5, -1.25, -2.75]);
    const report = gradcheckMap({
      tensors: { x },
      forward: ({ x }) => [tensor(Array.from(x.data, f)), null],
      backward: (dy) => ({ x: square(dy) }),
    });
    expect(report.counts.wrong).toBe(3);
    expect(failures(report)).not.toContain("ignores-values");
  }
});
