import { expect, test } from "vitest";
import type { Candidate } from "./candidate.ts";
import type { RegionClaim } from "./claims/region.ts";
import { shareOutside } from "./claims/region.ts";
import type { Evidence, TensorEvidence } from "./evidence/evidence.ts";
import { judge } from "./judge.ts";

/** A tensor with a numeric gradient of ones, and what backprop gave. */
const tensorOf = (analytic: readonly number[]): TensorEvidence => ({
  name: "w",
  shape: [analytic.length],
  theta: new Float64Array(analytic.length),
  numeric: new Float64Array(analytic.length).fill(1),
  analytic: Float64Array.from(analytic),
  error: new Float64Array(analytic.length).fill(1e-9),
  verdict: analytic.map((g) => (g === 1 ? "pass" : "wrong")),
});

const evidenceOf = (analytic: readonly number[], more: Partial<Evidence> = {}) =>
  ({ tensor: tensorOf(analytic), parts: () => undefined, elsewhere: () => undefined, ...more }) as Evidence;

const claim = (claims: object): Candidate => ({ kind: "support", message: "", ...claims }) as Candidate;
const judged = (evidence: Evidence, ...claims: object[]) => judge(() => claims.map(claim), evidence);
const value = (...values: number[]) => Float64Array.from(values);

test("the first candidate that is convincing speaks, with what it says", () => {
  const found = judged(
    evidenceOf([2, 2]),
    { value: value(3, 3), message: "three" },
    { value: value(2, 2), message: "two", kind: "factor", factor: 2 },
    { value: value(2, 2), message: "two again" },
  );
  expect(found).toEqual({ kind: "factor", factor: 2, message: "two", unexplained: 0 });
});

test("a value must leave next to nothing, and be no matter of chance", () => {
  const evidence = evidenceOf([2, 2]);
  expect(judged(evidence, { value: value(2, 2.00005) })?.unexplained).toBeCloseTo(5e-5 / Math.SQRT2, 6);
  expect(judged(evidence, { value: value(2, 2.0005) })).toBeUndefined();
  expect(judged(evidence, { value: value(2, 2), parameters: 2 })).toBeUndefined();
  expect(judged(evidence, { value: value(2, 2), choices: 1e14 })).toBeUndefined();
});

test("parts must leave next to nothing, and cannot be judged where they cannot be measured", () => {
  const parts = {
    rows: Int32Array.of(0, 1),
    outputs: 2,
    numeric: value(1, 2, 3, 4),
    analytic: value(1, 0, 3, 0),
    error: 1e-9,
  };
  const evidence = evidenceOf([1, 3], { parts: () => parts as never });
  const firstOnly = { part: (r: number, o: number) => (o === 0 ? parts.numeric[2 * r] : 0) };
  expect(judged(evidence, firstOnly)?.unexplained).toBe(0);
  expect(judged(evidence, { part: () => 0 })).toBeUndefined();
  expect(judged(evidenceOf([1, 3]), firstOnly)).toBeUndefined();
});

test("a region must hold all that is wrong, by less of a chance than its choices leave", () => {
  // All of 10 wrong entries of 20 in one half: one in 184 756.
  const half = evidenceOf(Array.from({ length: 20 }, (_, k) => (k < 10 ? 3 : 1)));
  const inside: RegionClaim["inside"] = (_, k) => k < 10;
  expect(judged(half, { inside, choices: 40 })?.unexplained).toBe(0);
  expect(judged(half, { inside, choices: 1000 })).toBeUndefined();
  expect(judged(half, { inside: (_: unknown, k: number) => k < 9, choices: 1 })).toBeUndefined();
});

test("what is plain to see is no chance", () => {
  const evidence = evidenceOf([5, 1]);
  expect(judged(evidence, { inside: (_: unknown, k: number) => k === 0 })?.unexplained).toBe(0);
  expect(judged(evidence, { inside: (_: unknown, k: number) => k === 0, choices: 1 })).toBeUndefined();
});

test("fresh points speak for a region that is known there, and against it", () => {
  const [first, last] = [evidenceOf([5, 1, 1, 1, 1, 1]), tensorOf([1, 1, 1, 1, 1, 5])];
  const inside: RegionClaim["inside"] = (_, k) => k === 0;
  const fresh = (elsewhere: Evidence["elsewhere"], transfers = true) =>
    judged({ ...first, elsewhere }, { inside, choices: 1, transfers });
  expect(fresh(() => first.tensor)?.unexplained).toBe(0);
  expect(fresh(() => first.tensor, false)).toBeUndefined();
  expect(fresh((k) => (k === 2 ? last : first.tensor))).toBeUndefined();
});

test("the share of the error outside of some entries", () => {
  // Off by 3 and 4.
  const tensor = tensorOf([4, 5, 1]);
  expect(shareOutside(tensor, (_, k) => k === 0)).toBeCloseTo(0.8, 12);
  expect(shareOutside(tensor, () => true)).toBe(0);
});
