// Entries that are right one by one, and wrong together. Which subjects are judged how is in test/families.
import { expect, test } from "vitest";
import { failures } from "../../test/fixtures.ts";
import { checkReluNet, drawReluNet } from "../../test/graphs/relu-nets.ts";
import { gradcheckFunction, gradcheckMap, toText } from "../index.ts";

/** The largest of four numbers; each of those that are tied has the share of the gradient that is given. */
const largest = (theta: readonly number[], share: (tied: number, which: number) => number) =>
  gradcheckFunction({
    name: "largest",
    theta,
    value: (x) => Math.max(...x),
    gradient: (x) => {
      const tied = [...x.keys()].filter((i) => x[i] === Math.max(...x));
      return Array.from(x, (_, i) => (tied.includes(i) ? share(tied.length, tied.indexOf(i)) : 0));
    },
  });

test("all of the gradient to each of four tied entries is found, with the slope of all and what the gradient says", () => {
  const report = largest([1, 1, 1, 1], () => 1);
  expect(failures(report), toText(report)).toEqual(["joint-kink"]);
  expect(report.findings[0]).toMatchObject({ tensor: "theta", index: [0] });
  expect(report.findings[0].message).toMatch(
    /^theta\[0\], theta\[1\], theta\[2\], theta\[3\] share a kink: .* the slope is 1, and the gradient says 4:/,
  );
  expect(report.counts).toMatchObject({ wrong: 4, kink: 0 });
});

test.each<[string, (tied: number, which: number) => number]>([
  ["the first", (_, which) => Number(which === 0)],
  ["the last", (tied, which) => Number(which === tied - 1)],
  ["equal shares", (tied) => 1 / tied],
  ["unequal shares", (tied, which) => (tied === 1 ? 1 : [0.1, 0.2, 0.3, 0.4][which])],
])("the gradient to %s of four tied entries is a subgradient, and verified", (_, share) => {
  const report = largest([1, 1, 1, 1], share);
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.counts.kink).toBe(4);
  expect(report.unverified).toBe(0);
});

test("a sum of kinks of both signs that meet is neither called valid nor wrong", () => {
  // relu(a) - relu(a + b) with the derivative 1 at 0 for the one and 0 for the other.
  const report = gradcheckFunction({
    name: "both signs",
    theta: [0, 0, 1],
    value: ([a, b, c]) => Math.max(a, 0) - Math.max(a + b, 0) + c * c,
    gradient: ([a, b, c]) => [Number(a >= 0) - Number(a + b > 0), -Number(a + b > 0), 2 * c],
  });
  expect(report.verdict, toText(report)).not.toBe("fail");
  expect(report.unverified).toBeGreaterThan(0);
  expect(toText(report)).toContain("not verified");
});

test("the gradient of a piece beside the point is not accused, though random points beside it speak for none of its entries", () => {
  const report = checkReluNet(drawReluNet(9_000_208));
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.unverified).toBeGreaterThan(0);
});

test("entries that were not looked at in all ways, as there are too many, count as not verified", () => {
  const shares = (row: readonly number[]) => {
    const tied = row.map((v) => Number(v === Math.max(...row)));
    return tied.map((one) => one / tied.reduce((sum, v) => sum + v));
  };
  // Eight tied numbers move in 58 ways: all, to the steeper sides, and 28 pairs of either sign. 8 × 58 < 512 < 9 × 58.
  const largestOfRows = (rows: number) =>
    gradcheckMap({
      tensors: { x: Array.from({ length: rows }, () => new Array<number>(8).fill(0)) },
      forward: ({ x }) => [x.map((row) => Math.max(...row)), null] as [number[], null],
      backward: (dy: number[], _cache: null, { x }: { x: number[][] }) => ({
        x: x.map((row, k) => shares(row).map((share) => share * dy[k])),
      }),
    });
  expect(largestOfRows(8)).toMatchObject({ verdict: "pass", unverified: 0 });
  expect(largestOfRows(9)).toMatchObject({ unverified: 8 });
});

/** The median of the last three of some equal numbers, with the gradients that they are given, beside entries that are wrong. */
const median = (wrong: number, shares: readonly number[]) =>
  gradcheckFunction({
    name: "median",
    theta: new Array<number>(wrong + 3).fill(1),
    value: (x) =>
      [...x.slice(wrong)].sort((a, b) => a - b)[1] + x.slice(0, wrong).reduce((sum, v) => sum + v, 0),
    gradient: (x) => {
      const middle = [...x.slice(wrong)].sort((a, b) => a - b)[1];
      const tied = [...x.slice(wrong)].filter((v) => v === middle).length;
      return [
        ...new Array<number>(wrong).fill(2),
        ...Array.from(x.slice(wrong), (v, k) => (v !== middle ? 0 : tied === 1 ? 1 : shares[k])),
      ];
    },
  });

test("of accused entries where nothing is at a kink, sixteen are looked at beside the point", () => {
  expect(median(15, [1, 0, 0]).counts).toMatchObject({ wrong: 15, kink: 1 });
  expect(median(16, [1, 0, 0]).counts).toMatchObject({ wrong: 17, kink: 0 });
});

test("tied entries are judged together, also where kinks of both signs meet elsewhere", () => {
  const middle = (x: readonly number[]) => x.toSorted((a, b) => a - b)[1];
  const beside = (shares: readonly number[]) =>
    gradcheckMap({
      tensors: { x: [0, 0], tied: [1, 1, 1] },
      forward: ({ x: [a, b], tied }) => [[Math.max(a, 0) - 2 * Math.max(a + b, 0), middle(tied)], null],
      backward: ([one, other]: number[], _cache: null, { x: [a, b], tied }) => ({
        x: [one * (Number(a >= 0) - 2 * Number(a + b > 0)), -2 * one * Number(a + b > 0)],
        tied: tied.map((x, k) => {
          const isTied = tied.every((y) => y === x);
          return other * (isTied ? shares[k] : Number(x === middle(tied)));
        }),
      }),
    });
  expect(beside([1, 0, 0]).unverified).toBeGreaterThan(0);
  expect(failures(beside([1, 0, 0]))).toEqual([]);
  expect(failures(beside([1, 1, 1]))).toEqual(["joint-kink"]);
});
