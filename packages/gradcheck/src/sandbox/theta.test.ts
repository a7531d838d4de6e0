import { expect, test } from "vitest";
import { BentLine, DirectionLine, EntryLine } from "./line.ts";
import { Theta } from "./theta.ts";

/** θ as an array of its own. */
const now = ({ values }: Theta) => values.slice();

test("along the line of an entry the position is the one that was stored", () => {
  const theta = new Theta(Float64Array.of(5, 0.1, 7));
  const line = new EntryLine(theta.values, 1, 0.0625);
  theta.along(line, (to) => {
    const reached = to(1e-7);
    expect(now(theta)).toEqual(Float64Array.of(5, reached, 7));
    expect(reached).toBe(0.1 + 1e-7);
    expect(reached - 0.1).not.toBe(1e-7);
    for (let i = 0; i < 1000; i++) to((i % 2 ? 1 : -1) * 1e-7);
  });
  expect(now(theta)).toEqual(Float64Array.of(5, 0.1, 7));
  expect(line.size).toBe(0.1);
});

test("a step too short to be stored reaches the base itself", () => {
  const theta = new Theta(Float64Array.of(1e20));
  expect(theta.along(new EntryLine(theta.values, 0, 1e20), (to) => to(1))).toBe(1e20);
});

test("a direction moves its own stretch of θ and no other", () => {
  const theta = new Theta(Float64Array.of(5, 0.1, 0.7, 9));
  theta.along(new DirectionLine(theta.values, 1, Float64Array.of(0.5, -0.25)), (to) => {
    expect(to(0.5)).toBe(0.5);
    expect(now(theta)).toEqual(Float64Array.of(5, 0.1 + 0.25, 0.7 - 0.125, 9));
    to(-1);
    expect(now(theta)).toEqual(Float64Array.of(5, 0.1 - 0.5, 0.7 + 0.25, 9));
  });
  expect(now(theta)).toEqual(Float64Array.of(5, 0.1, 0.7, 9));
});

test("a bent line has a direction of its own on the way back", () => {
  const theta = new Theta(Float64Array.of(5, 0, 7));
  const line = new BentLine(
    new DirectionLine(theta.values, 0, Float64Array.of(1, 2)),
    new DirectionLine(theta.values, 1, Float64Array.of(2, -1)),
  );
  theta.along(line, (to) => {
    expect(to(0.5)).toBe(0.5);
    expect(now(theta)).toEqual(Float64Array.of(5.5, 1, 7));
  });
  theta.along(line, (to) => {
    expect(to(-0.5)).toBe(-0.5);
    expect(now(theta)).toEqual(Float64Array.of(5, 1, 6.5));
  });
  expect(now(theta)).toEqual(Float64Array.of(5, 0, 7));
});

const fail = (): never => {
  throw new Error("on purpose");
};

const moves: [name: string, move: (theta: Theta, f: () => unknown) => unknown][] = [
  ["at a point", (theta, f) => theta.at([1, 2], f)],
  ["with an entry at a value", (theta, f) => theta.withEntry(1, 3, f)],
  [
    "along an entry",
    (theta, f) =>
      theta.along(new EntryLine(theta.values, 0, 1), (to) => {
        to(0.5);
        return f();
      }),
  ],
  [
    "along a direction",
    (theta, f) =>
      theta.along(new DirectionLine(theta.values, 0, Float64Array.of(1, -1)), (to) => {
        to(0.5);
        return f();
      }),
  ],
];

test.each(moves)(
  "%s, θ is back to the bit afterwards, zeros with their signs, also after a throw",
  (_, move) => {
    const theta = new Theta(Float64Array.of(-0, 0));
    const seen = move(theta, () => now(theta));
    expect(seen).not.toEqual(Float64Array.of(-0, 0));
    expect(() => move(theta, fail)).toThrow("on purpose");
    expect(now(theta)).toEqual(Float64Array.of(-0, 0));
  },
);

test("a generator runs at its point from its first step to its last, and θ is back where it is stopped", () => {
  const theta = new Theta(Float64Array.of(1));
  function* twice() {
    yield theta.values[0];
    yield theta.values[0];
    return theta.values[0];
  }
  const steps = theta.during([7], twice);
  expect([steps.next(), steps.next(), steps.next()].map(({ value }) => value)).toEqual([7, 7, 7]);
  expect(theta.values[0]).toBe(1);

  const stopped = theta.during([7], twice);
  stopped.next();
  expect(theta.values[0]).toBe(7);
  stopped.return(0);
  expect(theta.values[0]).toBe(1);
});

test("what a pass writes to θ is seen, and taken back", () => {
  const values = Float64Array.of(1, 2, 3);
  const theta = new Theta(values);
  expect(theta.watch(() => 5)).toEqual({ result: 5, written: undefined });
  const { written } = theta.watch(() => values.fill(9, 1));
  expect(written).toBe(1);
  expect(now(theta)).toEqual(Float64Array.of(1, 2, 3));
});
