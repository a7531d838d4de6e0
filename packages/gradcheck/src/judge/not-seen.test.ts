import { expect, test } from "vitest";
import { noteNotSeen } from "./not-seen.ts";
import { emptySurvey } from "./survey.ts";

test("entries that nothing was measured of are counted for each tensor", () => {
  const sliceOf = (name: string, offset: number, length: number) => ({
    name,
    shape: [length],
    offset,
    length,
  });
  const slices = [sliceOf("a", 0, 2), sliceOf("b", 2, 3), sliceOf("c", 5, 2), sliceOf("d", 7, 1)];
  const survey = emptySurvey(new Float64Array(8), slices);
  // An entry that was measured has a step, and one that passed needs none.
  survey.step.fill(1, 0, 2);
  survey.verdict[3] = "pass";
  survey.verdict.fill("pass", 5, 7);
  const said = noteNotSeen(survey, slices).map(({ message, tensor }) => [tensor, message.split(", and")[0]]);
  expect(said).toEqual([
    ["b", "random directions say nothing of 2 of the 3 entries of b"],
    ["d", "random directions say nothing of 1 of the 1 entries of d"],
  ]);
});
