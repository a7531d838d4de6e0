import { expect, test } from "vitest";
import { defaults, type Settings } from "../words/settings.ts";
import { replayOf } from "./replay.ts";

const replay = (settings: Partial<Settings>, options = {}) =>
  replayOf({ verb: "gradcheck", subject: "dense(4, 3)", options }, { ...defaults, ...settings });

test("the seed is always there, other options where they are not at their defaults", () => {
  expect(replay({})).toBe("gradcheck(dense(4, 3), { seed: 0 })");
  expect(replay({ seed: 7, threshold: 1e-5, points: 3 })).toMatch(/seed: 7/);
  expect(replay({ threshold: 1e-5 })).toContain("threshold: 0.00001");
  expect(replay({ points: 1, modes: "both" })).not.toMatch(/points|modes/);
});

test("they are written as code: texts and lists in quotes, numbers and others as they are", () => {
  expect(replay({ method: "bisect" })).toContain('method: "bisect"');
  expect(replay({ tensors: ["W", "b"], skip: ["x"] })).toMatch(
    /tensors: \["W", "b"\].*skip: \["x"\]|skip: \["x"\].*tensors: \["W", "b"\]/,
  );
  expect(replay({ modes: "training" })).toContain('modes: "training"');
  expect(replay({ threshold: { "*.bias": 1e-3, W: 0.5 } })).toContain(
    'threshold: { "*.bias": 0.001, W: 0.5 }',
  );
  expect(replay({}, { input: "[4, 3]" })).toContain("input: [4, 3]");
});
