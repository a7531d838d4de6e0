import { add, copy, multiply, rng, square, type Tensor, zeros } from "@nudge/core";
import { expect, test } from "vitest";
import { failures, linear, type Named, normal, type Subject, spoil } from "../../test/fixtures.ts";
import { gradcheckMap, toText } from "../index.ts";
import { indexOf } from "../words/index-of.ts";

test("gradients that are added to what earlier calls left are found", () => {
  const held: Record<string, Tensor> = { x: zeros([4, 3]), W: zeros([3, 2]), b: zeros([2]) };
  const right = linear();
  const report = gradcheckMap({
    ...right,
    backward: (dy, cache, t) => {
      const gradients = right.backward(dy, cache, t) as Named;
      for (const name in held) held[name] = add(held[name], gradients[name]);
      return held;
    },
  });
  expect(failures(report)).toEqual(["accumulates"]);
  expect(report.counts, toText(report)).toMatchObject({ passed: 20 });
});

test("gradients of one tensor that are added up are found, with its name", () => {
  let held = zeros([2]);
  const report = gradcheckMap(
    spoil(linear(), ({ b }) => {
      held = add(held, b);
      return { b: held };
    }),
  );
  expect(failures(report)).toHaveLength(1);
  expect(["accumulates", "nondeterministic-backward"]).toContain(failures(report)[0]);
  expect(report.findings[0].message + report.findings[0].tensor).toContain("b");
});

test("random numbers in backward are found, with the tensor", () => {
  const stream = rng(1);
  const report = gradcheckMap(spoil(linear(), ({ W }) => ({ W: multiply(W, 1 + 1e-9 * stream.uniform()) })));
  expect(failures(report)).toEqual(["nondeterministic-backward"]);
  expect(report.findings[0].tensor).toBe("W");
});

test("a backward pass that spoils its cache is found", () => {
  const right = linear();
  const report = gradcheckMap({
    ...right,
    forward: (t, pass) => [right.forward(t, pass)[0], copy(t.x)],
    backward: (dy, cache, t) => {
      const gradients = right.backward(dy, cache, t);
      (cache as Tensor).data.fill(0);
      return gradients;
    },
  });
  expect(failures(report)).toEqual(["nondeterministic-backward"]);
  expect(report.findings[0].message).toContain("cache");
  expect(report.counts).toMatchObject({ passed: 20 });
});

test("a backward pass that is wrong from its second call on is found", () => {
  let calls = 0;
  const report = gradcheckMap(spoil(linear(), ({ b }) => ({ b: calls++ > 0 ? multiply(b, 2) : b })));
  expect(failures(report)).toEqual(["nondeterministic-backward"]);
});

test("a backward pass that throws in its second call is found", () => {
  let calls = 0;
  const right = linear();
  const report = gradcheckMap({
    ...right,
    backward: (dy, cache, t) => {
      if (calls++ > 0) throw new Error("the graph is gone");
      return right.backward(dy, cache, t);
    },
  });
  expect(report.verdict).toBe("fail");
  expect(failures(report)).toEqual(["throws"]);
  expect(report.findings[0].message).toContain("the graph is gone");
});

test("counters and histories in backward that nobody sees are harmless", () => {
  const history: unknown[] = [];
  const report = gradcheckMap(
    spoil(linear(), (gradients) => {
      history.push(gradients);
      return {};
    }),
  );
  expect(report.verdict, toText(report)).toBe("pass");
  expect(history.length).toBeGreaterThan(2);
});

test("gradients of exactly zero are no accumulation and no randomness", () => {
  const report = gradcheckMap({
    tensors: { x: normal([3]), unused: normal([2]) },
    forward: ({ x }) => [square(x), copy(x)],
    backward: (dy, x) => ({ x: multiply(dy, multiply(x, 2)), unused: zeros([2]) }),
  });
  expect(report.verdict, toText(report)).toBe("pass");
  expect(failures(report)).toEqual([]);
});

test("a wrong gradient that is wrong in the same way each time is only wrong", () => {
  const report = gradcheckMap(spoil(linear(), ({ W }) => ({ W: multiply(W, 2) })));
  expect(report.verdict).toBe("fail");
  expect(failures(report)).toEqual([]);
});

test("gradients may come as float32 tensors, with a note", () => {
  const right = linear();
  const single = (x: Tensor) => {
    const y = zeros([...x.shape], "float32");
    y.data.set(copy(x).data);
    return y;
  };
  const report = gradcheckMap(
    spoil(right, (g) => Object.fromEntries(Object.entries(g).map(([k, x]) => [k, single(x)]))),
  );
  expect(report.verdict, toText(report)).toBe("pass");
  expect(new Set(report.findings.map(({ kind }) => kind))).toEqual(new Set(["low-precision"]));
});

test("outputs and gradients may be strided views", () => {
  const right: Subject = linear();
  // Every second entry of an array twice as long, backwards.
  const strided = (x: Tensor) => {
    const steps = x.shape.map(() => -2);
    const view = zeros(x.shape.map((n) => 2 * n)).step(...steps);
    for (const [k, value] of copy(x).data.entries()) view.set(...indexOf(k, x.shape), value);
    return view;
  };
  const report = gradcheckMap({
    ...right,
    forward: (t, pass) => {
      const [y, cache] = right.forward(t, pass);
      return [strided(y), cache];
    },
    backward: (dy, cache, t) => {
      const gradients = right.backward(dy, cache, t) as Named;
      return Object.fromEntries(Object.entries(gradients).map(([name, x]) => [name, strided(x)]));
    },
  });
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.tensors).toEqual(gradcheckMap(linear()).tensors);
});
