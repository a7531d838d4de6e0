// Ties of order statistics: each tied entry by itself is flat to both sides, all together move the output by one.
import { gradcheckFunction } from "../../src/index.ts";
import type { Family, Member } from "./family.ts";

type Share = (tied: readonly number[], i: number) => number;
const toFirst: Share = ([first], i) => (i === first ? 1 : 0);
const shared: Share = (tied) => 1 / tied.length;
const toEach: Share = () => 1;

/** The entry of rank k among x, the least first, times c, and beside it ½ d Σ x², which has no ties. */
function ranked(theta: readonly number[], k: number, c: number, d: number, share: Share) {
  const pick = (x: Float64Array) => x.toSorted()[k];
  return {
    name: "ranked",
    theta,
    value: (x: Float64Array) => c * pick(x) + (d / 2) * x.reduce((sum, v) => sum + v * v, 0),
    gradient: (x: Float64Array) => {
      const picked = pick(x);
      const tied = [...x.keys()].filter((i) => x[i] === picked);
      return Array.from(x, (v, i) => d * v + (v === picked ? c * share(tied, i) : 0));
    },
  };
}

const cases: [name: string, theta: number[], rank: number, c?: number, d?: number][] = [
  ["the median of five, three of them tied", [0, 1, 1, 1, 2], 2],
  ["the median of seven, three of them tied", [3, 0.5, -1, 0.5, 2, 0.5, -4], 3],
  ["the median of five, in another order", [1, 2, 1, 0, 1], 2],
  ["the median of five small ones", [1e-4, 3e-4, 3e-4, 3e-4, 9e-4], 2],
  ["the median of five large ones", [1e4, 3e4, 3e4, 3e4, 9e4], 2],
  ["a small share of the median", [0, 1, 1, 1, 2], 2, 1e-3],
  ["the median, negative", [0, -1, -1, -1, -2], 2, -5],
  ["the second largest of six, three of them tied", [5, 2, 2, 0.1, 2, 1], 3],
  ["the second of seven, three of them tied", [0.3, 0.3, 4, 0.3, -2, 6, 9], 2],
  ["the median beside squares", [0.4, 1.5, 1.5, 1.5, 2], 2, 1, 1],
  ["the median beside large squares", [0.4, 1.5, 1.5, 1.5, 2], 2, 1, 10],
  ["the median of nine, five of them tied", [1, 2, 2, 2, 2, 2, 3, 4, 0], 4],
];

export const ties: Family = {
  name: "ties of order statistics",
  members: cases.map(([name, theta, rank, c = 1, d = 0]): Member => {
    const check = (share: Share) => (seed: number) =>
      gradcheckFunction(ranked(theta, rank, c, d, share), { seed });
    const byShares = Object.keys(theta).length % 2 === 0;
    return {
      name,
      right: check(byShares ? shared : toFirst),
      wrong: { "all of it to each": check(toEach) },
      // Without squares nothing else moves the output, and a kink of both signs is verified by its sum alone.
      rightIs: ["pass"],
    };
  }),
};
