import { expect, test } from "vitest";
import { DirectionLine, EntryLine } from "./line.ts";

test("the line of an entry tells the position that was stored, and comes back to the bit", () => {
  const theta = Float64Array.of(5, 0.1, 7);
  const line = new EntryLine(theta, 1, 0.0625);
  const reached = line.to(1e-7);
  expect(theta).toEqual(Float64Array.of(5, reached, 7));
  expect(reached).toBe(0.1 + 1e-7);
  expect(reached - 0.1).not.toBe(1e-7);
  for (let i = 0; i < 1000; i++) line.to((i % 2 ? 1 : -1) * 1e-7);
  line.back();
  expect(theta).toEqual(Float64Array.of(5, 0.1, 7));
  expect(line.size).toBe(0.1);
});

test("a step too short to be stored reaches the base itself", () => {
  const theta = Float64Array.of(1e20);
  expect(new EntryLine(theta, 0, 1e20).to(1)).toBe(1e20);
});

test("zero keeps its sign", () => {
  const theta = Float64Array.of(-0, -0);
  for (const line of [new EntryLine(theta, 0, 1), new DirectionLine(theta, 0, Float64Array.of(1, -1))]) {
    line.to(0.5);
    line.back();
    expect(Object.is(theta[0], -0) && Object.is(theta[1], -0)).toBe(true);
  }
});

test("a direction moves its own stretch of θ and no other, and comes back to the bit", () => {
  const theta = Float64Array.of(5, 0.1, 0.7, 9);
  const line = new DirectionLine(theta, 1, Float64Array.of(0.5, -0.25));
  expect(line.to(0.5)).toBe(0.5);
  expect(theta).toEqual(Float64Array.of(5, 0.1 + 0.25, 0.7 - 0.125, 9));
  line.to(-1);
  expect(theta).toEqual(Float64Array.of(5, 0.1 - 0.5, 0.7 + 0.25, 9));
  line.back();
  expect(theta).toEqual(Float64Array.of(5, 0.1, 0.7, 9));
});
