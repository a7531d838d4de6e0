import { copy, matmul, type Tensor, tensor, transpose } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { judged } from "../../../test/evidence.ts";
import { linear, type Named, normal, type Subject, scaled, spoil } from "../../../test/fixtures.ts";
import { partialSum } from "./partial-sum.ts";

const subject = linear();
const { x } = subject.tensors as { x: Tensor };
const rowsFrom = (t: Tensor, from: number, to: number) => t.lo(from, 0).hi(to - from, t.shape[1]);

test("one row of the batch", () => {
  const first = spoil(subject, (_, dy) => ({ b: copy(dy.pick(0)) }));
  const found = judged(partialSum, first, "b");
  expect(found?.kind).toBe("missing-sum");
  expect(found?.message).toContain(
    "only the contribution of row 0 of the output: the sum over all 4 is missing",
  );
});

test("a batch that stops early", () => {
  const short = spoil(subject, (_, dy) => ({
    W: matmul(transpose(rowsFrom(x, 0, 3)), rowsFrom(dy, 0, 3)),
  }));
  expect(judged(partialSum, short, "W")?.message).toContain(
    "the contribution of row 3 of the output is missing",
  );
});

test("a set of rows that only backward knows", () => {
  const even = spoil(subject, (_, dy) => ({ W: matmul(transpose(x.step(2, 1)), dy.step(2, 1)) }));
  expect(judged(partialSum, even, "W")?.message).toContain("rows 0 and 2");
});

test("silent for a mean, for other values, and where whole entries are lost", () => {
  expect(
    judged(
      partialSum,
      spoil(subject, ({ b }) => ({ b: scaled(b, 0.25) })),
      "b",
    ),
  ).toBeUndefined();
  expect(
    judged(
      partialSum,
      spoil(subject, () => ({ W: normal([3, 2], 8) })),
      "W",
    ),
  ).toBeUndefined();
  const rows = spoil(subject, ({ x }) => ({ x: lastRowZero(x) }));
  expect(judged(partialSum, rows, "x")).toBeUndefined();
});

function lastRowZero(t: Tensor): Tensor {
  const changed = copy(t);
  for (let j = 0; j < t.shape[1]; j++) changed.set(3, j, 0);
  return changed;
}

describe("of several outputs", () => {
  /** a = x, b = 2 x, c = 3 x; backward gives the contributions of those entries that are kept. */
  const copies = (isKept: (name: string, entry: number) => boolean): Subject => ({
    tensors: { x: normal([3]) },
    forward: ({ x }) => [{ a: x, b: scaled(x, 2), c: scaled(x, 3) } as never, null],
    backward(dy) {
      const parts = Object.entries(dy as unknown as Named).map(([name, d], k) =>
        Array.from(d.data, (v, i) => (isKept(name, i) ? (k + 1) * v : 0)),
      );
      return { x: tensor(parts[0].map((_, i) => parts.reduce((sum, part) => sum + part[i], 0))) };
    },
  });

  test("one, or some of them, by their names", () => {
    expect(
      judged(
        partialSum,
        copies((name) => name !== "b"),
        "x",
      )?.message,
    ).toBe("the contribution of the output b is missing from the gradient of x; that of a and c is right");
    expect(
      judged(
        partialSum,
        copies((name) => name === "c"),
        "x",
      )?.message,
    ).toBe(
      "backprop holds only the contribution of the output c: that of a and b is missing from the gradient of x",
    );
  });

  test("single entries, by their places", () => {
    expect(
      judged(
        partialSum,
        copies((name, i) => name !== "b" || i !== 1),
        "x",
      )?.message,
    ).toBe(
      "the contribution of b[1] of the outputs is missing from the gradient of x; that of 8 entries is right",
    );
  });
});
