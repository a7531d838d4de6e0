import { expect, test } from "vitest";
import { type Said, scoreDiagnoses } from "./scoring-diagnoses.ts";

/** A report with one tensor and these diagnoses. */
const saying = (...kinds: { kind: string; factor?: number }[]): Said => ({
  findings: [],
  tensors: [{ name: "x", diagnoses: kinds.map((one) => ({ message: "", ...one })) }],
});

test("an ideal checker gets everything", () => {
  const { counted, named, misses } = scoreDiagnoses(({ diagnosis, factor }) =>
    diagnosis === "other" ? saying() : saying({ kind: diagnosis as string, factor }),
  );
  expect({ counted, named, misses }).toEqual({ counted: 90, named: 90, misses: [] });
});

test("silence is right only where there is no name, and a guess before the truth is a mistake", () => {
  const silent = scoreDiagnoses(() => saying());
  expect(silent.wrongFirst).toBe(0);
  expect(silent.named).toBe(90 - silent.misses.length);
  expect(silent.misses.every(({ expected }) => !expected.includes("other"))).toBe(true);

  const guess = scoreDiagnoses(({ diagnosis }) => saying({ kind: "made up" }, { kind: diagnosis as string }));
  expect(guess.wrongFirst).toBe(90);
});

test("a factor must be the right one, to a part of what it is off by", () => {
  const off = scoreDiagnoses(({ diagnosis, factor = 1 }) =>
    saying({ kind: diagnosis as string, factor: 1 + (factor - 1) * 1.001 }),
  );
  expect(off.misses.every(({ why }) => why === "wrong factor")).toBe(true);
  expect(off.misses.length).toBeGreaterThan(10);
});
