import { multiply, zeros } from "@nudge/core";
import { expect, test } from "vitest";
import { judged } from "../../../test/evidence.ts";
import { normal, type Subject } from "../../../test/fixtures.ts";
import { windowCount } from "./window-count.ts";

interface Pooling {
  readonly size: number;
  readonly stride?: number;
  /** What a window of so many cells is divided by. */
  forward(cells: number): number;
  backward(cells: number): number;
}

/** Means over windows round every stride-th cell of each row, cut off at both ends. */
function meanPool(rows: number, length: number, { size, stride = 1, forward, backward }: Pooling): Subject {
  const windows = Array.from({ length: Math.ceil(length / stride) }, (_, o) =>
    Array.from({ length: size }, (_, j) => o * stride + j - (size - 1) / 2).filter(
      (t) => t >= 0 && t < length,
    ),
  );
  return {
    tensors: { x: normal([rows, length]) },
    forward({ x }) {
      const y = zeros([rows, windows.length]);
      for (let r = 0; r < rows; r++)
        for (const [o, cells] of windows.entries())
          for (const t of cells) y.set(r, o, y.get(r, o) + x.get(r, t) / forward(cells.length));
      return [y, undefined];
    },
    backward(dy) {
      const dx = zeros([rows, length]);
      for (let r = 0; r < rows; r++)
        for (const [o, cells] of windows.entries())
          for (const t of cells) dx.set(r, t, dx.get(r, t) + dy.get(r, o) / backward(cells.length));
      return { x: dx };
    },
  };
}

const own = (cells: number) => cells;

test.each([
  [2, 6, { size: 3 }],
  [3, 8, { size: 5 }],
  [1, 9, { size: 3, stride: 2 }],
] as const)("%i rows of %i, windows %o", (rows, length, windows) => {
  const all = () => windows.size;
  const said = (pooling: Pooling) => judged(windowCount, meanPool(rows, length, pooling), "x");
  expect(said({ ...windows, forward: own, backward: all })).toMatchObject({
    kind: "factor",
    message: expect.stringContaining(
      `forward divides by the entries that there are, backward by ${windows.size}`,
    ),
  });
  expect(said({ ...windows, forward: all, backward: own })?.message).toContain(
    `forward divides by ${windows.size}, backward by the entries that there are`,
  );
});

test("silent where every window is wrong by one factor, or each by another", () => {
  const said = (backward: (cells: number) => number) =>
    judged(windowCount, meanPool(2, 6, { size: 3, forward: own, backward }), "x");
  expect(said((cells) => 2 * cells)).toBeUndefined();
  expect(said((cells) => cells ** 2)).toBeUndefined();
  const right = meanPool(2, 6, { size: 3, forward: own, backward: own });
  const squared: Subject = { ...right, backward: (dy, ...rest) => right.backward(multiply(dy, dy), ...rest) };
  expect(judged(windowCount, squared, "x")).toBeUndefined();
});
