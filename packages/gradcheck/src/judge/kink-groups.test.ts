import { describe, expect, test } from "vitest";
import { around } from "../../test/around.ts";
import { groupsOf, kinksOf } from "./kink-groups.ts";

type F = (x: Float64Array) => readonly number[];

const groupsAt = (x: readonly number[], f: F, kinked: readonly number[], still: readonly number[] = []) => {
  const { meter, surroundings } = around(x, f);
  return groupsOf(meter, kinked, still, surroundings).map(({ entries, areTied, moves }) => ({
    entries,
    areTied,
    moves: [...moves].map((move) => [...move]),
  }));
};

test("a kink of an output is shown by the entries that cross it, with its jump and its steeper side", () => {
  const { meter, surroundings } = around([0, 0, 1], ([a, b, c]) => [Math.max(a, -3 * b), Math.min(c, 1), c]);
  const kinks = (i: number) => kinksOf(meter, i, surroundings.scales);
  expect(kinks(0)).toEqual([{ o: 0, i: 0, jump: 1, steeper: 1 }]);
  expect(kinks(1)).toEqual([{ o: 0, i: 1, jump: 3, steeper: -1 }]);
  expect(kinks(2)).toEqual([{ o: 1, i: 2, jump: 1, steeper: -1 }]);
});

describe("entries are judged together", () => {
  test("where they share a kink of one output, and not where each has its own", () => {
    const shared = groupsAt([0, 0], ([a, b]) => [Math.max(a, b)], [0, 1]);
    expect(shared.map(({ entries, areTied }) => ({ entries, areTied }))).toEqual([
      { entries: [0, 1], areTied: false },
    ]);
    expect(groupsAt([0, 0], ([a, b]) => [Math.abs(a), Math.abs(b)], [0, 1])).toEqual([]);
  });

  test("once, though they share the kinks of two outputs", () => {
    const f: F = ([a, b]) => [Math.max(a, b), Math.max(2 * a, 2 * b)];
    expect(groupsAt([0, 0], f, [0, 1])).toHaveLength(1);
  });

  test("all one way, each to its steeper side, and in pairs of either sign", () => {
    const [{ moves }] = groupsAt([0, 0], ([a, b]) => [Math.max(a, -b)], [0, 1]);
    const signs = moves.map((move) => move.map(([i, size]) => [i, Math.sign(size)]));
    expect(signs).toEqual([
      [
        [0, 1],
        [1, 1],
      ],
      [
        [0, 1],
        [1, -1],
      ],
      [
        [0, 1],
        [1, 1],
      ],
      [
        [0, 1],
        [1, -1],
      ],
    ]);
  });

  test("by steps that change the output equally", () => {
    const [{ moves }] = groupsAt([0, 0], ([a, b]) => [Math.max(a, 8 * b)], [0, 1]);
    const [[, one], [, other]] = moves[0];
    expect(one).toBe(8 * other);
  });

  test("by steps of the size of the entries", () => {
    const [{ moves }] = groupsAt([8, 8], ([a, b]) => [2 * Math.max(a, b)], [0, 1]);
    expect(moves[0]).toEqual([
      [0, 8],
      [1, 8],
    ]);
  });

  test("with the flat ones that are tied with them: the median of three", () => {
    const median: F = (x) => [Array.from(x).sort((a, b) => a - b)[1]];
    const [group, ...others] = groupsAt([2, 2, 2], median, [0], [1, 2]);
    expect(others).toEqual([]);
    expect([...group.entries].sort()).toEqual([0, 1, 2]);
    expect(group.areTied).toBe(true);
    const [move] = group.moves;
    expect(new Set(move.map(([, size]) => size)).size).toBe(1);
  });

  test("that are looked for at twelve points beside the given one", () => {
    const { sandbox, meter, surroundings } = around([2, 2, 2], (x) => [
      Array.from(x).sort((a, b) => a - b)[1],
    ]);
    const before = sandbox.evaluations;
    groupsOf(meter, [0], [1, 2], surroundings);
    // Two for the kink that the first does not show, and two at each point for each of the three.
    expect(sandbox.evaluations - before).toBe(2 + 3 * 12 * 2);
  });
});
