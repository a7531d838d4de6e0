import { expect, test } from "vitest";
import { linear, normal, type Subject, spend, spoil, timeless, withEntry } from "../../test/fixtures.ts";
import { prepare } from "./prepare.ts";
import { drain, drainInSlices } from "./run.ts";

const stepsOf = (map: Subject, options = {}) => prepare("gradcheckMap", ["map"], map, options);

/** What was found when the check is stopped after `steps` entries. */
function stopAfter(steps: number, map: Subject, options = {}) {
  const generator = stepsOf(map, options);
  let reached = 0;
  for (;;) {
    const step = generator.next(reached >= steps);
    if (step.done) return step.value;
    reached = step.value?.done ?? reached;
  }
}

test("a check that is stopped gives what was found so far", () => {
  const wrong = spoil(linear(), ({ x }) => ({ x: withEntry(x, 2, (value) => value + 1) }));
  const report = stopAfter(5, wrong);
  expect(report.counts).toMatchObject({ entries: 20, passed: 4, wrong: 1, inconclusive: 15 });
  expect(report.verdict).toBe("fail");
  expect(report.tensors[0].worst[0].index).toEqual([0, 2]);
  expect(report.ratio).toBeGreaterThan(0.01);
});

test("what was not reached is never a pass", () => {
  for (const steps of [1, 19]) {
    const report = stopAfter(steps, linear());
    expect(report.verdict).toBe("inconclusive");
    expect(report.counts).toMatchObject({ passed: steps, inconclusive: 20 - steps });
  }
  expect(stopAfter(25, linear(), { points: 2 }).counts).toMatchObject({ passed: 20, inconclusive: 0 });
});

test("a stopped check calls its subject no more than it must", () => {
  const calls = (steps: number) => {
    let count = 0;
    const map = linear();
    const counting: Subject = {
      ...map,
      forward(t, pass) {
        count++;
        return map.forward(t, pass);
      },
    };
    stopAfter(steps, counting);
    return count;
  };
  expect(calls(12)).toBeGreaterThan(calls(2));
  expect(calls(2) - calls(1)).toBeLessThan(5);
});

test("drainInSlices gives the partial report when its signal is aborted, and the whole one when not", async () => {
  const map: Subject = {
    name: "square",
    tensors: { x: normal([500]) },
    forward: ({ x }) => [x, undefined],
    backward: (dy) => ({ x: dy }),
  };
  const controller = new AbortController();
  const onProgress = () => controller.abort();
  const slow: Subject = {
    ...map,
    forward(t, pass) {
      spend(1);
      return map.forward(t, pass);
    },
  };
  const partial = await drainInSlices(stepsOf(slow), { signal: controller.signal, onProgress });
  expect(partial.counts.passed).toBeGreaterThan(0);
  expect(partial.counts.inconclusive).toBe(500 - partial.counts.passed);

  const whole = await drainInSlices(stepsOf(map), {});
  expect(timeless(whole)).toEqual(timeless(drain(stepsOf(map))));
});

test("a check may pause before its first entry and after its last one", () => {
  const seen: (number | undefined)[] = [];
  const generator = stepsOf(linear());
  for (let step = generator.next(); !step.done; step = generator.next()) seen.push(step.value?.done);
  const isPause = (done: number | undefined) => done === undefined;
  expect(seen.slice(0, seen.indexOf(1)).filter(isPause).length).toBeGreaterThan(2);
  expect(seen.slice(seen.lastIndexOf(20)).filter(isPause).length).toBeGreaterThan(2);
});
