import { expect, test } from "vitest";
import { type ConfusionMatrix, confusionToSvg } from "../index.ts";

const cellsOf = (svg: string) =>
  [...svg.matchAll(/<rect class="heat-(\d)( right)?"[^>]*>\s*<text[^>]*>(\d+)<\/text>/g)].map(
    ([, heat, right, count]) => [Number(count), Number(heat), right !== undefined],
  );

test("each cell has its count, a colour by its share of the row, and an outline where it is right", () => {
  const svg = confusionToSvg({
    counts: [
      [3, 1],
      [0, 0],
    ],
    classes: ["a", "b"],
  });
  expect(cellsOf(svg)).toEqual([
    [3, 6, true],
    [1, 2, false],
    [0, 0, false],
    [0, 0, true],
  ]);
  expect(svg).toContain("1 of 4 rows of &quot;a&quot; were predicted to be &quot;b&quot;");
});

test("names are text, long ones are shortened, and stand at an angle where they do not fit", () => {
  const classes = ["<b>", "a".repeat(40)];
  const svg = confusionToSvg({
    counts: [
      [1, 0],
      [0, 1],
    ],
    classes,
  });
  expect(svg).not.toContain("<b>");
  expect(svg).toContain(`>${"a".repeat(15)}…<`);
  expect(svg).toContain("rotate(-45");
  expect(
    confusionToSvg({
      counts: [
        [1, 0],
        [0, 1],
      ],
      classes: ["a", "b"],
    }),
  ).not.toContain("rotate");
});

test.each([
  undefined,
  [[1]],
  { counts: [[1]], classes: [] },
  { counts: [[1, 2]], classes: ["a"] },
  { counts: [["1"]], classes: ["a"] },
  { counts: [[1]], classes: [0] },
])("%o is refused", (matrix) => {
  expect(() => confusionToSvg(matrix as ConfusionMatrix)).toThrow(
    "confusionToSvg: expected a confusion matrix { counts, classes }, got ",
  );
});
