import { map, sum, type Tensor, transpose } from "@nudge/core";
import { expect, test } from "vitest";
import { judged, squareLinear } from "../../../test/evidence.ts";
import { normal, type Subject, spoil } from "../../../test/fixtures.ts";
import { spreadAxis } from "./spread-axis.ts";

/** y_j = Σ_i x_ij: the gradient is the same in every row. */
const columnSums: Subject = {
  tensors: { x: normal([4, 4]) },
  forward: ({ x }) => [sum(x, 0), undefined],
  backward: (dy, _, { x }) => ({ x: map(x, dy, (_x, d) => d) }),
};

test("spread along rows in the place of columns", () => {
  const subject = spoil(columnSums, ({ x }: { [name: string]: Tensor }) => ({ x: transpose(x) }));
  const found = judged(spreadAxis, subject, "x");
  expect(found?.kind).toBe("wrong-axis");
  expect(found?.message).toContain("the same all along axis 1 of x");
});

test("silent for a transpose that is spread along nothing", () => {
  const subject = spoil(squareLinear(), ({ W }) => ({ W: transpose(W) }));
  expect(judged(spreadAxis, subject, "W")).toBeUndefined();
});
