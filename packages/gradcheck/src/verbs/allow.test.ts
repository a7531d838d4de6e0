import { copy, map, multiply, type Tensor } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { failures, linear, normal, type Subject, saidBy, spoil } from "../../test/fixtures.ts";
import { fromJson, gradcheckMap, toHtml, toJson, toText } from "../index.ts";

/** y = 2x whose backward writes to the upstream gradient. */
const mutating: Subject = {
  tensors: { x: normal([4]) },
  forward: ({ x }) => [multiply(x, 2), 0],
  backward(dy) {
    const dx = multiply(dy, 2);
    dy.data.fill(0);
    return { x: dx };
  },
};

describe("a finding that is allowed", () => {
  test("is a note, which text, JSON and HTML show as allowed", () => {
    expect(failures(gradcheckMap(mutating))).toEqual(["mutates-upstream"]);
    const report = gradcheckMap(mutating, { allow: ["mutates-upstream"] });
    expect(report).toMatchObject({ verdict: "pass", counts: { passed: 4 } });
    expect(report.findings).toMatchObject([{ kind: "mutates-upstream", severity: "note", allowed: true }]);
    expect(fromJson(toJson(report)).findings).toEqual(report.findings);
    expect(toText(report)).toContain("\n  allowed mutates-upstream: ");
    expect(toHtml(report)).toContain("allowed: mutates-upstream</span>");
    expect(report.replay).toContain('allow: ["mutates-upstream"]');
  });

  test("hides no other one: the looks after it go on", () => {
    // y = 2x in training and 3x in evaluation, with the gradient of training.
    const both: Subject = {
      ...mutating,
      forward: ({ x }, { training }) => [multiply(x, training ? 2 : 3), 0],
    };
    expect(failures(gradcheckMap(both))).toEqual(["mutates-upstream"]);
    expect(failures(gradcheckMap(both, { allow: ["mutates-upstream"] }))).toEqual(["second-point"]);
    const report = gradcheckMap(both, { allow: ["mutates-upstream", "second-point"] });
    expect(report.verdict, toText(report)).toBe("pass");
  });

  test("leaves the entries as they are", () => {
    const wrong = spoil(linear(), ({ W }) => ({ W: map(W, () => Number.NaN) }));
    const report = gradcheckMap(wrong, { allow: ["non-finite"] });
    expect(failures(report)).toEqual([]);
    expect(report).toMatchObject({ verdict: "fail", counts: { wrong: 6 } });
  });

  test("is no pass where it leaves nothing to check", () => {
    const throwing: Subject = {
      ...mutating,
      forward() {
        throw new Error("no");
      },
    };
    expect(gradcheckMap(throwing, { allow: ["throws"] }).verdict).toBe("inconclusive");
  });
});

test("a note may be named without effect", () => {
  const shared: Subject = {
    tensors: { x: normal([4]), z: normal([4], 2) },
    forward: ({ x, z }) => [map(x, z, (a, b) => a + b), 0],
    backward: (dy) => {
      const same: Tensor = copy(dy);
      return { x: same, z: same };
    },
  };
  expect(saidBy(gradcheckMap(shared, { allow: ["aliases", "edge"] }))).toEqual(saidBy(gradcheckMap(shared)));
});
