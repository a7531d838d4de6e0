// What a check does to its surroundings: nothing. Whatever the subject writes to, throws or remembers, the caller's
// values are afterwards what they were, to the bit.
import {
  copy,
  createModel,
  defineLayer,
  defineLoss,
  type Layer,
  mean,
  multiply,
  square,
  subtract,
  type Tensor,
  tensor,
  zeros,
} from "@nudge/core";
import { leavesOf } from "@nudge/core/internal";
import { describe, expect, test } from "vitest";
import { dense, sequential, softmaxCrossEntropy, tanh } from "../../../layers/src/index.ts";
import {
  failures,
  linear,
  type Named,
  normal,
  type Subject,
  spend,
  tensorOf,
  timeless,
} from "../../test/fixtures.ts";
import {
  gradcheck,
  gradcheckAsync,
  gradcheckFunction,
  gradcheckLoss,
  gradcheckMap,
  gradcheckMapAsync,
  toText,
} from "../index.ts";

type Floats = Float64Array | Float32Array;

const bytesOf = (arrays: readonly Floats[]) =>
  arrays.map((x) => Array.from(new Uint8Array(x.buffer, x.byteOffset, x.byteLength)));

/** Runs `f` and expects the arrays to be the same afterwards, to the bit. */
function unchanged<T>(arrays: readonly Floats[], f: () => T): T {
  const before = bytesOf(arrays);
  const result = f();
  expect(bytesOf(arrays)).toEqual(before);
  return result;
}

/** Writes to all it can reach. */
function vandalise(value: unknown, seen = new Set<unknown>()): void {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  if (ArrayBuffer.isView(value)) (value as Float64Array).fill(Number.NaN);
  else for (const part of Object.values(value)) vandalise(part, seen);
}

/** A subject that spoils everything it was given, once it has done its work. */
const vandal = (subject: Subject): Subject => ({
  ...subject,
  forward(tensors, pass) {
    const [output, cache] = subject.forward(tensors, pass);
    const own = structuredCloneOf(cache);
    vandalise(tensors);
    pass.rng.uniform();
    return [output, own];
  },
  backward(dy, cache, tensors) {
    const gradients = subject.backward(dy, cache, tensors);
    vandalise([dy, cache, tensors]);
    return gradients;
  },
});

const valuesOf = (x: Tensor) => Array.from(copy(x).data);

const structuredCloneOf = (cache: unknown) => multiply(cache as Tensor, 1);

const passes = ["forward", "backward"] as const;

/** A subject whose pass throws from its `at`-th call on. */
function throwing(subject: Subject, pass: (typeof passes)[number], at: number): Subject {
  let calls = 0;
  const wrapped = (...args: unknown[]) => {
    if (++calls >= at) {
      vandalise(args);
      throw new Error("on purpose");
    }
    return (subject[pass] as (...args: unknown[]) => unknown)(...args);
  };
  return { ...subject, [pass]: wrapped } as Subject;
}

const arraysOf = (tensors: Named) => Object.values(tensors).map(({ data }) => data);

describe("the tensors of a map", () => {
  test("are as they were after a check", () => {
    const subject = linear();
    unchanged(arraysOf(subject.tensors), () => gradcheckMap(subject, { points: 3 }));
  });

  test("are as they were when the subject spoils everything it is given, and so is upstream", () => {
    const subject = linear();
    const upstream = normal([4, 2]);
    const report = unchanged([...arraysOf(subject.tensors), upstream.data], () =>
      gradcheckMap(vandal(subject), { upstream, points: 2 }),
    );
    expect(failures(report)).toContain("mutates-input");
    expect(failures(report)).toContain("mutates-upstream");
  });

  test("are judged by right values when the subject spoils them: the finding is the only fault", () => {
    const report = gradcheckMap(vandal(linear()));
    expect(report.counts, toText(report)).toMatchObject({ entries: 20, passed: 20 });
  });

  test.each(passes.flatMap((pass) => [1, 2, 3, 4, 7, 30].map((at) => [pass, at] as const)))(
    "are as they were when %s throws in its call %d",
    (pass, at) => {
      const subject = linear();
      const upstream = normal([4, 2]);
      unchanged([...arraysOf(subject.tensors), upstream.data], () => {
        gradcheckMap(throwing(subject, pass, at), { upstream, points: 2 });
      });
    },
  );

  test("are as they were beside a view of them, in every entry of the array behind it", () => {
    const subject = linear();
    const behind = normal([7, 9]);
    const x = behind.hi(6, 7).lo(2, 1).step(1, 2);
    unchanged([behind.data], () => gradcheckMap(vandal({ ...subject, tensors: { ...subject.tensors, x } })));
  });

  test("are as they were in float32", () => {
    const subject = linear();
    const x = tensor(Float32Array.from(subject.tensors.x.data), [4, 3]);
    unchanged([x.data], () => gradcheckMap(vandal({ ...subject, tensors: { ...subject.tensors, x } })));
  });

  test("keep the sign of their zeros, and NaN", () => {
    const x = tensor(Float64Array.of(-0, 0, 5));
    const subject: Subject = {
      tensors: { x },
      forward: ({ x }) => [square(x), x],
      backward: (dy, x) => ({ x: multiply(dy, multiply(x as Tensor, 2)) }),
    };
    unchanged([x.data], () => gradcheckMap(vandal(subject)));
  });
});

test("passes never get the caller's own arrays", () => {
  const { tensors, forward, backward } = linear();
  const mine = new Set<unknown>(arraysOf(tensors));
  const upstream = normal([4, 2]);
  mine.add(upstream.data);
  const strangers = (given: object) => {
    for (const x of Object.values(given)) expect(mine.has((x as Tensor).data)).toBe(false);
  };
  gradcheckMap(
    {
      tensors,
      forward: (t, pass) => {
        strangers(t);
        return forward(t, pass);
      },
      backward: (dy, cache, t) => {
        strangers({ dy, ...t });
        return backward(dy, cache, t);
      },
    },
    { upstream },
  );
});

test("a subject that spoils nothing but what it was given last time is judged by right values", () => {
  const subject = linear();
  let last: Named | undefined;
  const report = gradcheckMap({
    ...subject,
    forward(t, pass) {
      if (last !== undefined) for (const x of Object.values(last)) x.data.fill(x.data[0]);
      const result = subject.forward(t, pass);
      last = t;
      return result;
    },
  });
  expect(report.passed && report.ratio > 1e-7).toBe(false);
});

describe("a layer", () => {
  /** A layer that writes to its input, parameters, buffers and upstream gradient. */
  const vandalLayer = (gain: Tensor, running: Tensor) =>
    defineLayer("vandal", () => ({
      parameters: { gain },
      buffers: { running },
      forward: (x, p, _, buffers) => {
        const y = multiply(x, p.gain);
        const cache = multiply(x, 1);
        vandalise([x, p, buffers]);
        return [y, cache];
      },
      backward: (dy, x, p) => {
        const gradients = { input: multiply(dy, p.gain), gain: zeros([3]) };
        for (let i = 0; i < 4; i++)
          for (let j = 0; j < 3; j++) gradients.gain.data[j] += dy.get(i, j) * x.get(i, j);
        vandalise([dy, x, p]);
        return gradients;
      },
    }))();

  test("leaves its constants, the input and upstream alone", () => {
    const [gain, running, x, upstream] = [normal([3]), normal([3]), normal([4, 3]), normal([4, 3])];
    const report = unchanged([gain.data, running.data, x.data, upstream.data], () =>
      gradcheck(vandalLayer(gain, running) as unknown as Layer, { input: x, upstream }),
    );
    expect(failures(report)).toContain("mutates-input");
    expect(report.counts, toText(report)).toMatchObject({ entries: 15, passed: 15 });
  });

  test("leaves nested arrays alone", () => {
    const input = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    const upstream = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    gradcheck(tanh(), { input, upstream });
    expect(input).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(upstream).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  test("leaves several inputs alone", () => {
    const [a, b] = [normal([3]), normal([3])];
    const add = defineLayer("add", () => ({
      forward: (x: { a: Tensor; b: Tensor }) => {
        const y = subtract(x.a, multiply(x.b, -1));
        vandalise(x);
        return [y, undefined];
      },
      backward: (dy) => ({ input: { a: dy, b: dy } }),
    }));
    const input = { a, b };
    unchanged([a.data, b.data], () => gradcheck(add(), { input }));
    expect(input.a).toBe(a);
    expect(input.b).toBe(b);
  });
});

describe("a model", () => {
  const vandalLayer = defineLayer("vandal", () => ({
    buffers: { running: normal([3]) },
    forward: (x, p, _, buffers) => {
      const y = multiply(x, 2);
      vandalise([x, p, buffers]);
      return [y, undefined];
    },
    backward: (dy) => {
      const gradient = multiply(dy, 2);
      vandalise(dy);
      return { input: gradient };
    },
  }));
  const spoilingLoss = defineLoss("spoiling", () => ({
    forward: (p, t) => {
      const cache = subtract(p, t as Tensor);
      const value = mean(square(cache));
      vandalise([p, t]);
      return [value, cache];
    },
    backward: (error) => {
      const gradient = multiply(error, 2 / error.size);
      vandalise(error);
      return gradient;
    },
  }));

  for (const dtype of ["float64", "float32"] as const) {
    test(`of ${dtype} keeps θ, dθ and its buffers, and leaves the data alone`, () => {
      const model = createModel(sequential(dense(3, 3), vandalLayer() as Layer, dense(3, 2)), { dtype });
      const [x, y] = [normal([4, 3]), normal([4, 2])];
      model.gradient.fill(0.5);
      const mine = [
        model.theta,
        model.gradient,
        ...leavesOf(model.buffers as never).map(([, { data }]) => data),
        x.data,
        y.data,
      ];
      const views = leavesOf(model.parameters as never).map(([, view]) => view);
      const report = unchanged(mine, () => gradcheck(model, { input: x, target: y, loss: spoilingLoss() }));
      expect(report.counts.passed, toText(report)).toBe(report.counts.entries);
      expect(leavesOf(model.parameters as never).map(([, view]) => view)).toEqual(views);
    });
  }

  test("keeps its labels", () => {
    const labels = Int32Array.of(0, 1, 1, 0);
    const list = [0, 1, 1, 0];
    const right = softmaxCrossEntropy();
    const spoiling = {
      ...right,
      forward: (p: Tensor, t: unknown) => {
        const result = right.forward(p, t as number[]);
        if (Array.isArray(t)) t.fill(1);
        else vandalise(t);
        return result;
      },
      toString: () => "spoiling",
    };
    const model = createModel(dense(3, 2));
    for (const target of [labels, list]) {
      const report = gradcheck(model, { input: normal([4, 3]), target, loss: spoiling as never });
      expect(Array.from(target)).toEqual([0, 1, 1, 0]);
      expect(report.counts.passed, toText(report)).toBe(8);
    }
  });

  test("is as it was when a layer throws", () => {
    let calls = 0;
    const fragile = defineLayer("fragile", () => ({
      forward: (x) => {
        if (++calls % 5 === 4) throw new Error("on purpose");
        return [multiply(x, 2), undefined];
      },
      backward: (dy) => ({ input: multiply(dy, 2) }),
    }));
    const model = createModel(sequential(dense(3, 3), fragile() as Layer));
    unchanged([model.theta, model.gradient], () =>
      gradcheck(model, { input: [4, 3], target: normal([4, 3]), loss: spoilingLoss() }),
    );
  });
});

test("a loss leaves prediction and target alone", () => {
  const [p, t] = [normal([3, 2]), multiply(normal([3, 2]), 2)];
  const spoiling = defineLoss("spoiling", () => ({
    forward: (prediction, target) => {
      const error = subtract(prediction, target);
      vandalise([prediction, target]);
      return [mean(square(error)), error];
    },
    backward: (error) => multiply(error, 2 / error.size),
  }));
  const report = unchanged([p.data, t.data], () => gradcheckLoss(spoiling(), { prediction: p, target: t }));
  expect(report.counts.passed, toText(report)).toBe(6);
});

test("a function leaves θ and what it returns alone", () => {
  const theta = Float64Array.of(1, 2);
  const gradient = Float64Array.of(2, 4);
  unchanged([theta, gradient], () =>
    gradcheckFunction({ theta, value: (x) => x[0] ** 2 + x[1] ** 2, gradient: () => gradient }),
  );
});

describe("the Async twins", () => {
  test("give the same report", async () => {
    expect(timeless(await gradcheckMapAsync(linear()))).toEqual(timeless(gradcheckMap(linear())));
  });

  test("leave everything as it was after an abort, whenever it comes", async () => {
    for (const after of [0, 1, 30, 45, 60, 100]) {
      const subject = linear();
      const controller = new AbortController();
      let calls = 0;
      const slow: Subject = {
        ...subject,
        forward(t, pass) {
          spend(1);
          if (calls++ >= after) controller.abort(new Error("enough"));
          return subject.forward(t, pass);
        },
      };
      const arrays = arraysOf(subject.tensors);
      const before = bytesOf(arrays);
      await expect(gradcheckMapAsync(vandal(slow), { signal: controller.signal })).rejects.toThrow("enough");
      expect(bytesOf(arrays)).toEqual(before);
      expect(calls).toBeLessThan(after + 150);
    }
  });

  test("do not begin when the signal was aborted before", async () => {
    let calls = 0;
    const subject = linear();
    const counting: Subject = {
      ...subject,
      forward: (t, pass) => {
        calls++;
        return subject.forward(t, pass);
      },
    };
    await expect(gradcheckMapAsync(counting, { signal: AbortSignal.abort(new Error("no")) })).rejects.toThrow(
      "no",
    );
    expect(calls).toBe(0);
  });

  /** y = x², a hundred times, a millisecond or more for each evaluation. */
  const slowSquares: Subject = {
    tensors: { x: normal([100]) },
    forward: ({ x }) => {
      spend(1);
      return [square(x), x];
    },
    backward: (dy, x) => ({ x: multiply(dy, multiply(x as Tensor, 2)) }),
  };

  test("let the event loop go on", async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    const report = await gradcheckMapAsync(slowSquares);
    clearInterval(timer);
    expect(report.verdict).toBe("pass");
    expect(ticks).toBeGreaterThan(0);
  });

  test("tell their progress: it never falls, and ends at the total", async () => {
    for (const points of [1, 3]) {
      const progress: { done: number; total: number }[] = [];
      const report = await gradcheckMapAsync(slowSquares, {
        points,
        onProgress: (one) => progress.push(one),
      });
      expect(report.verdict, toText(report)).toBe("pass");
      expect(progress.length).toBeGreaterThan(1);
      expect(new Set(progress.map(({ total }) => total))).toEqual(new Set([points * 100]));
      progress.forEach(({ done }, i) => {
        expect(done).toBeGreaterThanOrEqual(i > 0 ? progress[i - 1].done : 0);
      });
      expect(progress.at(-1)?.done).toBe(points * 100);
    }
  });

  test("tell their progress once at least, however short the check", async () => {
    const progress: unknown[] = [];
    await gradcheckMapAsync(linear(), { onProgress: (one) => progress.push(one) });
    expect(progress.at(-1)).toEqual({ done: 20, total: 20 });
  });

  test("pass on what onProgress throws, and stop", async () => {
    const model = createModel(dense(3, 2));
    const check = gradcheckAsync(model, {
      input: [200, 3],
      target: normal([200, 2]),
      loss: defineLoss("slow", () => ({
        forward: (p) => {
          spend(2);
          return [mean(square(p)), p];
        },
        backward: (p) => multiply(p, 2 / p.size),
      }))(),
      onProgress: () => {
        throw new Error("mine");
      },
    });
    await expect(check).rejects.toThrow("mine");
  });
});

describe("what the subject throws", () => {
  test.each(passes)("in the first %s is a finding with its message, and no entry passes", (pass) => {
    const report = gradcheckMap(throwing(linear(), pass, 1));
    expect(report.verdict).toBe("fail");
    expect(failures(report)).toEqual(["throws"]);
    expect(report.findings[0].message).toContain(`${pass} threw Error: on purpose`);
    expect(report.findings[0].message).toContain("at the given point");
    expect(report.counts).toMatchObject({ entries: 20, passed: 0, inconclusive: 20 });
  });

  test.each(passes)("in a later %s never makes a pass of a check", (pass) => {
    for (const at of [2, 3, 4]) expect(gradcheckMap(throwing(linear(), pass, at)).verdict).toBe("fail");
  });

  test.each([
    ["a string", "text"],
    ["nothing", undefined],
    ["an object", { code: 3 }],
  ])("may be %s", (_, thrown) => {
    const report = gradcheckMap({
      ...linear(),
      forward: () => {
        throw thrown;
      },
    });
    expect(failures(report)).toEqual(["throws"]);
    expect(report.findings[0].message).toContain(`forward threw ${String(thrown)}`);
  });

  test("at a point away from the given one is a finding with that point", () => {
    const subject: Subject = {
      tensors: { x: tensor([0.5, 2, 1]) },
      forward: ({ x }) => {
        if (x.get(1) !== 2) throw new Error("only 2 will do");
        return [square(x), x];
      },
      backward: (dy, x) => ({ x: multiply(dy, multiply(x as Tensor, 2)) }),
    };
    const report = gradcheckMap(subject);
    expect(report.verdict).not.toBe("pass");
    expect(tensorOf(report, "x").entries?.verdict[1]).not.toBe("pass");
    expect(failures(report)).toEqual([]);
    const edge = report.findings.find(({ kind }) => kind === "edge");
    expect(edge?.message).toMatch(/x\[1\] = 2; .*only 2 will do/);
  });

  const awaits = ": no pass may await, in an Async twin neither; one that does is checked by a workerMap";

  test.each([
    ["nothing", undefined, "undefined"],
    ["null", null, "null"],
    ["a tensor alone", zeros([2]), "a tensor [2]"],
    ["a promise", Promise.resolve([zeros([2]), 0]), `a Promise${awaits}`],
    ["a pair with a promise", [Promise.resolve(zeros([2])), 0], `[promise, number]${awaits}`],
    ["three numbers", [1, 2, 3], "[number, number, number]"],
    ["text", ["1", 0], '["1", number]'],
    ["an empty list", [], "[]"],
    ["no outputs by name", [{}, 0], "[object, number]"],
  ])("when forward returns %s: a finding says what it must return", (_, returned, words) => {
    const report = gradcheckMap({ ...linear(), forward: () => returned as never });
    expect(report.verdict).toBe("fail");
    expect(failures(report)).toEqual(["throws"]);
    expect(report.findings[0].message).toContain(
      `it must return [output, cache] with a tensor as its output, got ${words};`,
    );
  });

  test("when backward is asynchronous: a finding says so", () => {
    const rejecting = async () => {
      throw new Error("later, when nobody listens");
    };
    const report = gradcheckMap({ ...linear(), backward: rejecting as never });
    expect(failures(report)).toEqual(["throws"]);
    expect(report.findings[0].message).toContain(`it must return gradients by name, got a Promise${awaits};`);
  });

  test("when forward returns nothing useful later: the check ends, and is no pass", () => {
    for (const returned of [undefined, null, 3, [], [undefined], [[1, 2], 0]]) {
      for (const at of [2, 3, 4, 5, 8, 30]) {
        let calls = 0;
        const subject = linear();
        const report = gradcheckMap({
          ...subject,
          forward: (t, pass) => (++calls >= at ? (returned as never) : subject.forward(t, pass)),
        });
        expect(report.verdict).not.toBe("pass");
      }
    }
  });

  test("bugs of the caller's own callbacks are not blamed on the subject", async () => {
    expect(() => gradcheckMap(linear(), { upstream: [3, 3] })).toThrow(/upstream/);
  });
});

test("an output that changes its shape is no pass", () => {
  let calls = 0;
  const subject = linear();
  const report = gradcheckMap({
    ...subject,
    forward: (t, pass) => {
      const [y, cache] = subject.forward(t, pass);
      return [++calls > 1 ? y.hi(2, 2) : y, cache];
    },
  });
  expect(report.verdict).toBe("fail");
});

test("an empty output is no pass", () => {
  const report = gradcheckMap({
    tensors: { x: normal([3]) },
    forward: () => [zeros([0]), 0],
    backward: () => ({ x: zeros([3]) }),
  });
  expect(report.verdict).toBe("inconclusive");
});

describe("counts", () => {
  const sumOf = ({ passed, wrong, kink, unmeasurable, inconclusive, skipped }: Record<string, number>) =>
    passed + wrong + kink + unmeasurable + inconclusive + skipped;

  test("add up to the entries, of each tensor and of the check", () => {
    const mixed: Subject = {
      tensors: {
        kink: zeros([3]),
        jump: tensor([1, 2]),
        wrong: normal([2]),
        right: normal([4]),
        skipped: normal([5]),
        labels: tensor([0, 1]),
      },
      forward: (t) => [
        tensor([
          ...valuesOf(t.kink).map(Math.abs),
          ...valuesOf(t.jump).map(Math.floor),
          ...valuesOf(t.wrong).map(Math.sin),
          ...valuesOf(t.right).map(Math.sin),
          ...valuesOf(t.skipped).map(Math.sin),
        ]),
        0,
      ],
      backward: (dy, _, t) => {
        const slopes = (name: string, from: number, f: (x: number) => number) =>
          tensor(valuesOf(t[name]).map((x, i) => dy.get(from + i) * f(x)));
        return {
          kink: slopes("kink", 0, Math.sign),
          jump: slopes("jump", 3, () => 0),
          wrong: slopes("wrong", 5, (x) => 2 * Math.cos(x)),
          right: slopes("right", 7, Math.cos),
          skipped: slopes("skipped", 11, Math.sin),
          labels: null,
        };
      },
    };
    const report = gradcheckMap(mixed, { skip: ["skipped"] });
    for (const { counts, shape, entries } of report.tensors) {
      expect(sumOf({ ...counts })).toBe(counts.entries);
      expect(counts.entries).toBe(shape.reduce((a, b) => a * b, 1));
      expect(entries?.verdict).toHaveLength(counts.entries);
    }
    expect(report.counts).toEqual({
      entries: 18,
      passed: 4,
      wrong: 2,
      kink: 3,
      unmeasurable: 2,
      inconclusive: 0,
      skipped: 7,
    });
  });

  test("add up when the subject throws", () => {
    const { counts } = gradcheckMap(throwing(linear(), "forward", 1), { skip: ["W"] });
    expect(counts).toMatchObject({ entries: 20, skipped: 6, inconclusive: 14 });
  });
});
