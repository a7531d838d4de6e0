import { add, copy, createModel, defineLayer, map, multiply, rng, square, type Tensor } from "@nudge/core";
import { expect, test } from "vitest";
import { dense, meanSquaredError, sequential } from "../../../layers/src/index.ts";
import { failures, kinds, normal, type Subject } from "../../test/fixtures.ts";
import { gradcheck, gradcheckFunction, gradcheckMap, toText } from "../index.ts";

/** y = x², where `drift` is added that depends on the number of the call. */
function drifting(drift: (call: number) => number): Subject {
  let calls = 0;
  return {
    tensors: { x: normal([4]) },
    forward: ({ x }) => {
      const added = drift(calls++);
      return [add(square(x), added), copy(x)];
    },
    backward: (dy, x) => ({ x: multiply(dy, multiply(x as Tensor, 2)) }),
  };
}

test.each([
  ["a counter in the output", (call: number) => call],
  ["a drift of 1e-9", (call: number) => 1e-9 * call],
  ["a change from the second call on", (call: number) => (call > 0 ? 1 : 0)],
  ["a change from the third call on", (call: number) => (call > 1 ? 1 : 0)],
])("an output with %s is found", (_, drift) => {
  const report = gradcheckMap(drifting(drift));
  expect(failures(report)).toEqual(["nondeterministic-forward"]);
  expect(report.verdict).toBe("fail");
  expect(report.counts.passed).toBe(0);
});

test("random numbers of the subject's own are found, those of the pass are not", () => {
  const dropout = (own: boolean): Subject => {
    const stream = rng(1);
    return {
      tensors: { x: normal([40]) },
      forward: ({ x }, pass) => {
        const mask = map(x, () => ((own ? stream : pass.rng).uniform() < 0.5 ? 0 : 2));
        return [multiply(x, mask), mask];
      },
      backward: (dy, mask) => ({ x: multiply(dy, mask as Tensor) }),
    };
  };
  expect(failures(gradcheckMap(dropout(true)))).toEqual(["nondeterministic-forward"]);
  const right = gradcheckMap(dropout(false));
  expect(right.verdict, toText(right)).toBe("pass");
});

test("a running mean in the output is found, one that is only kept is not", () => {
  const running = (used: boolean): Subject => {
    let mean = 0;
    return {
      tensors: { x: normal([4]) },
      forward: ({ x }) => {
        mean = 0.9 * mean + 0.1 * x.get(0);
        return [add(square(x), used ? mean : 0), copy(x)];
      },
      backward: (dy, x) => ({ x: multiply(dy, multiply(x as Tensor, 2)) }),
    };
  };
  expect(failures(gradcheckMap(running(true)))).toEqual(["nondeterministic-forward"]);
  expect(failures(gradcheckMap(running(false)))).toEqual([]);
});

test("an output that depends on the point of the call before is found", () => {
  let last = 0;
  const report = gradcheckMap({
    tensors: { x: normal([4]) },
    forward: ({ x }) => {
      const y = add(square(x), last);
      last = x.get(0);
      return [y, copy(x)];
    },
    backward: (dy, x) => ({ x: multiply(dy, multiply(x, 2)) }),
  });
  expect(failures(report)).toEqual(["nondeterministic-forward"]);
});

test("an output remembered from the first call, whatever the point, is no pass", () => {
  let kept: Tensor | undefined;
  const report = gradcheckMap({
    tensors: { x: normal([4]) },
    forward: ({ x }) => {
      kept ??= square(x);
      return [kept, copy(x)];
    },
    backward: (dy, x) => ({ x: multiply(dy, multiply(x, 2)) }),
  });
  expect(report.verdict).toBe("fail");
});

test("a function's three values are named", () => {
  let calls = 0;
  const report = gradcheckFunction({
    theta: [2],
    value: ([x]) => x * x + calls++,
    gradient: ([x]) => [2 * x],
  });
  expect(kinds(report)).toEqual(["nondeterministic-forward"]);
  expect(report.findings[0].message).toMatch(/: 4, 5, \d+;/);
});

test("a counter that nobody sees is harmless, and so are caches by the point", () => {
  let calls = 0;
  const seen = new Map<string, Tensor>();
  const report = gradcheckMap({
    tensors: { x: normal([4]) },
    forward: ({ x }) => {
      calls++;
      const key = Array.from(copy(x).data).join();
      const y = seen.get(key) ?? square(x);
      seen.set(key, y);
      return [y, { x: copy(x), calls }];
    },
    backward: (dy, { x }) => ({ x: multiply(dy, multiply(x, 2)) }),
  });
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.findings).toEqual([]);
});

test("NaN in the same place again is the same output", () => {
  const report = gradcheckMap({
    tensors: { x: normal([4]) },
    forward: ({ x }) => [map(x, () => Number.NaN), copy(x)],
    backward: (dy, x) => ({ x: multiply(dy, x) }),
  });
  expect(failures(report)).not.toContain("nondeterministic-forward");
});

test("a layer that knows its inputs again by their identity is measured as any other one", () => {
  const known = new WeakMap<Tensor, Tensor>();
  const remembering = defineLayer("remembering", () => ({
    forward: (x: Tensor) => {
      const y = known.get(x) ?? map(x, Math.tanh);
      known.set(x, y);
      return [y, y];
    },
    backward: (dy, y: Tensor) => ({
      input: multiply(
        dy,
        map(y, (v) => 1 - v * v),
      ),
    }),
  }));
  const model = createModel(sequential(dense(3, 4), remembering(), dense(4, 2)), { seed: 1 });
  const report = gradcheck(model, {
    input: normal([5, 3]),
    target: normal([5, 2]),
    loss: meanSquaredError(),
  });
  expect(report.verdict).toBe("pass");
  expect(report.counts.passed).toBe(26);
});
