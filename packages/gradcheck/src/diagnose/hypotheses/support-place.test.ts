import { expect, test } from "vitest";
import { judged, squareLinear, valuesAt } from "../../../test/evidence.ts";
import { linear, spoil, withEntry } from "../../../test/fixtures.ts";
import { supportByPlace } from "./support-place.ts";

const spoiled = (change: (i: number, j: number, right: number) => number) =>
  judged(
    supportByPlace,
    spoil(squareLinear(), ({ W }) => ({ W: valuesAt([4, 4], (i, j) => change(i, j, W.get(i, j))) })),
    "W",
  );

test.each([
  [
    "in row 2 (4 entries of 16); backprop is 0 there",
    (i: number, _j: number, x: number) => (i === 2 ? 0 : x),
  ],
  ["in column 3, the last", (_i: number, j: number, x: number) => (j === 3 ? x * x : x)],
  [
    "in columns 1 to 3 (12 entries of 16); there backprop = 3 × numeric",
    (_i: number, j: number, x: number) => (j > 0 ? 3 * x : x),
  ],
  ["above the diagonal", (i: number, j: number, x: number) => (j > i ? 1 + x * x : x)],
  [
    "in rows 2 and 3 and in columns 0 and 1",
    (i: number, j: number, x: number) => (i > 1 && j < 2 ? x * x : x),
  ],
])("wrong only %s", (said, change) => {
  const found = spoiled(change);
  expect(found).toMatchObject({ kind: "support", unexplained: 0 });
  expect(found?.message).toContain(`wrong only ${said}`);
});

test("silent where wrong entries are here and there, or move with the values", () => {
  const scattered = spoiled((i, j, x) => ((7 * i + 3 * j) % 5 < 2 ? x * x : x));
  expect(scattered).toBeUndefined();
  const byValue = spoil(squareLinear(), () => ({}));
  const subject = {
    ...byValue,
    backward: (dy: never, cache: never, tensors: { readonly W: ReturnType<typeof valuesAt> }) => {
      const right = byValue.backward(dy, cache, tensors as never) as { W: ReturnType<typeof valuesAt> };
      const first = tensors.W.data[0];
      return {
        ...right,
        W: valuesAt([4, 4], (i, j) => (tensors.W.get(i, j) === first || i === 9 ? 0 : right.W.get(i, j))),
      };
    },
  };
  expect(judged(supportByPlace, subject as never, "W")).toBeUndefined();
});

test("silent for a single entry", () => {
  const subject = spoil(linear(), ({ W }) => ({ W: withEntry(W, 0, () => 0) }));
  expect(judged(supportByPlace, subject, "W")).toBeUndefined();
});
