import { expect, test } from "vitest";
import { EntryLine } from "../sandbox/line.ts";
import { Theta } from "../sandbox/theta.ts";
import { CentralDifference } from "./central-difference.ts";

test("it has the outputs at both ends, the derivative of each, and the slope of their weighted sum", () => {
  const theta = new Theta(Float64Array.of(5, 2));
  const evaluate = (into: Float64Array) => into.set([theta.values[1] ** 2, 3 * theta.values[1]]);
  const line = new EntryLine(theta.values, 1, 1);
  const difference = new CentralDifference(2).measure({ theta, evaluate }, line, 1 / 2);
  expect([...difference.above]).toEqual([6.25, 7.5]);
  expect([...difference.below]).toEqual([2.25, 4.5]);
  expect(difference.taken).toBe(1);
  expect([...theta.values.slice()]).toEqual([5, 2]);
  expect([...difference.measure({ theta, evaluate }, line, 1 / 4).derivatives()]).toEqual([4, 3]);
  expect(difference.slope([2, -5])).toBe(-7);
});
