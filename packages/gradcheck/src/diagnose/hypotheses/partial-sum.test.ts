import { copy, matmul, type Tensor, transpose } from "@nudge/core";
import { expect, test } from "vitest";
import { judged } from "../../../test/evidence.ts";
import { linear, normal, scaled, spoil } from "../../../test/fixtures.ts";
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
