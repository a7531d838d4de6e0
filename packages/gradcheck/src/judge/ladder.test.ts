import { expect, test } from "vitest";
import { Meter } from "../measure/meter.ts";
import { EntryLine } from "../sandbox/line.ts";
import { Theta } from "../sandbox/theta.ts";
import { Ladder, shortestStep } from "./ladder.ts";

/** A ladder of the outputs x², 4x and 7 at 1, with the upstream gradients 1, -1/4 and 5, from a step of 1/16. */
function ladderOf(scale = 1) {
  const theta = new Theta(Float64Array.of(1));
  let evaluations = 0;
  const outputs = () => [theta.values[0] ** 2, 4 * theta.values[0], 7];
  const evaluate = (into: Float64Array) => {
    evaluations++;
    into.set(outputs());
  };
  const noise = { sigma: new Float64Array(3), units: new Float64Array(3).fill(2 ** -54), isSingle: false };
  const coarse = () => ({ sigma: new Float64Array(3), peaks: new Float64Array(3) });
  const weights = Float64Array.of(1, -1 / 4, 5);
  const meter = new Meter({ theta, evaluate }, weights, Float64Array.from(outputs()), noise, noise, coarse);
  const line = new EntryLine(theta.values, 0, scale);
  const ladder = new Ladder(meter, line, 1 / 16, meter.response(line)!);
  return { ladder, count: () => evaluations };
}

test("a step is measured once, and kept in its order", () => {
  const { ladder, count } = ladderOf();
  const before = count();
  ladder.measure(1 / 256);
  ladder.measure(1 / 4);
  ladder.measure(1 / 64);
  expect(count() - before).toBe(6);
  // What is within half of a step is that one.
  expect([1 / 64, 1.4 / 64, 0.7 / 64].map((t) => ladder.measure(t).step)).toEqual([1 / 64, 1 / 64, 1 / 64]);
  expect(count() - before).toBe(6);
  expect(ladder.measure(2.125 / 64).step).toBe(2.125 / 64);
  expect(ladder.levels.map(({ step }) => step)).toEqual([1 / 4, 1 / 16, 2.125 / 64, 1 / 64, 1 / 256]);
  expect(ladder.longest.step).toBe(1 / 4);
});

test("the estimate is that of all levels so far", () => {
  const { ladder } = ladderOf();
  expect(ladder.estimate).toBeUndefined();
  ladder.measure(1 / 4);
  // x² − x has the slope 1 at 1.
  expect(ladder.estimate?.value).toBe(1);
  expect(ladder.estimate?.step).toBe(1 / 16);
  ladder.measure(1 / 64);
  expect(ladder.estimate).toBe(ladder.estimate);
});

test("it knows how the output moves: over a step, at most, and in size", () => {
  const { ladder } = ladderOf(2);
  // Around 1 it is t + t².
  expect(ladder.changeOver(1 / 4)).toBe(1 / 2);
  expect(ladder.response.range).toBe(6);
  expect(ladder.usual).toBe(3);
  expect(ladder.moved).toBe(6);
  expect(ladder.size).toBe(33 ** 2 + 33);
  expect(ladder.levels.length).toBe(1);
});

test("what it moved counts where a step moved it more than the scale, as far as that is known", () => {
  const { ladder } = ladderOf();
  const level = { ...ladder.longest, slope: -9, step: 2 };
  ladder.levels.push({ ...level, slope: Number.NaN }, level);
  expect(ladder.moved).toBe(18);
});

test("rungs are whole factors of four from the first step", () => {
  const { ladder } = ladderOf();
  expect([1 / 16, 0.24, 1 / 4, 1.1, 0.06].map((length) => ladder.rungBelow(length))).toEqual([
    1 / 16,
    1 / 16,
    1 / 4,
    1,
    1 / 64,
  ]);
});

test("the shortest step is four units of the entry, or what is left of the scale", () => {
  expect(shortestStep(new EntryLine(Float64Array.of(-8), 0, 1))).toBe(32 * 2 ** -52);
  expect(shortestStep(new EntryLine(Float64Array.of(0), 0, 4))).toBe(2 ** -98);
});
