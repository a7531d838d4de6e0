import { expect, test } from "vitest";
import { Attempts } from "./attempts.ts";
import { SubjectError } from "./subject-error.ts";

/** A pass that throws in some of its calls, and the calls there were. */
function pass(throwsAt: (call: number) => boolean) {
  const state = { calls: 0 };
  const run = () => {
    if (throwsAt(++state.calls)) throw new Error(`in call ${state.calls}`);
    return state.calls;
  };
  return { state, run };
}

test("what does not throw is run once", () => {
  const attempts = new Attempts();
  const { state, run } = pass(() => false);
  expect(attempts.run("forward", run)).toBe(1);
  expect(state.calls).toBe(1);
  expect([attempts.unrepeated, attempts.count]).toEqual([undefined, 0]);
});

test("what throws again is thrown, and no accident", () => {
  const attempts = new Attempts();
  const { state, run } = pass(() => true);
  expect(() => attempts.run("backward", run)).toThrow(SubjectError);
  expect(() => attempts.run("backward", run)).toThrow("backward threw Error: in call 4");
  expect(state.calls).toBe(4);
  expect(attempts.unrepeated).toBeUndefined();
});

test("what throws once gives what its second run does, and the first exception is kept", () => {
  const attempts = new Attempts();
  const { run } = pass((call) => call % 2 === 1);
  expect([attempts.run("forward", run), attempts.run("forward", run)]).toEqual([2, 4]);
  expect(attempts.unrepeated?.message).toContain("forward threw Error: in call 1");
  expect(attempts.count).toBe(2);
});

test("an output that is lost is written again, and has to be the same", () => {
  const written = (outputs: number[][], lost: number) => {
    const attempts = new Attempts();
    const into = new Float64Array(2);
    let calls = 0;
    attempts.write(into, lost, (y) => y.set(outputs[calls++]));
    return { into: Array.from(into), calls, hasFlickered: attempts.hasFlickered };
  };
  const nan = Number.NaN;
  expect(written([[1, 2]], 0)).toEqual({ into: [1, 2], calls: 1, hasFlickered: false });
  expect(written([[1, -1 / 0]], 1)).toEqual({ into: [1, -1 / 0], calls: 1, hasFlickered: false });
  expect(
    written(
      [
        [1, nan],
        [1, nan],
      ],
      0,
    ),
  ).toEqual({ into: [1, nan], calls: 2, hasFlickered: false });
  expect(
    written(
      [
        [1, nan],
        [1, 3],
      ],
      0,
    ),
  ).toEqual({ into: [1, 3], calls: 2, hasFlickered: true });
  expect(
    written(
      [
        [nan, 1],
        [1, nan],
      ],
      0,
    ),
  ).toEqual({ into: [1, nan], calls: 2, hasFlickered: true });
});
