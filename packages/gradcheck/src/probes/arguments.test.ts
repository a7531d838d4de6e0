// What the passes do to the arrays they are given.
import { add, copy, multiply, square, type Tensor, zeros } from "@nudge/core";
import { expect, test } from "vitest";
import { failures, linear, type Named, normal, type Subject } from "../../test/fixtures.ts";
import { gradcheckFunction, gradcheckMap, toText } from "../index.ts";

/** y = x² gain      x, gain: [3]; the passes may be spoiled. */
const gained = (): Subject => ({
  tensors: { x: normal([3]), gain: normal([3], 2) },
  forward: ({ x, gain }) => [multiply(square(x), gain), { x: copy(x), gain: copy(gain) }],
  backward: (dy, cache) => {
    const { x, gain } = cache as Named;
    return { x: multiply(dy, multiply(multiply(x, 2), gain)), gain: multiply(dy, square(x)) };
  },
});

test("the subject of these tests is right", () => {
  const report = gradcheckMap(gained());
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.findings).toEqual([]);
});

test.each(["x", "gain"])(
  "forward that writes to %s is found, and the gradients are judged as they are",
  (name) => {
    const right = gained();
    const report = gradcheckMap({
      ...right,
      forward: (t, pass) => {
        const result = right.forward(t, pass);
        t[name].set(1, 9);
        return result;
      },
    });
    expect(report.findings).toEqual([
      {
        kind: "mutates-input",
        severity: "failure",
        tensor: name,
        message: `forward writes to ${name}, which belongs to the caller`,
      },
    ]);
    expect(report.counts, toText(report)).toMatchObject({ passed: 6 });
  },
);

test.each(["x", "gain"])(
  "backward that writes to %s is found, and the gradients are judged as they are",
  (name) => {
    const right = gained();
    const report = gradcheckMap({
      ...right,
      backward: (dy, cache, t) => {
        const result = right.backward(dy, cache, t);
        t[name].set(0, t[name].get(0) - 0.01);
        return result;
      },
    });
    expect(failures(report)).toEqual(["mutates-input"]);
    expect(report.findings[0]).toMatchObject({ tensor: name });
    expect(report.findings[0].message).toContain("backward writes to");
    expect(report.counts, toText(report)).toMatchObject({ passed: 6 });
  },
);

test("writing the same value, or -0 for 0, or writing and putting back, is harmless", () => {
  const right = gained();
  const report = gradcheckMap({
    ...right,
    forward: (t, pass) => {
      const kept = t.x.get(0);
      t.x.set(0, 5);
      t.x.set(0, kept);
      t.gain.set(1, t.gain.get(1));
      return right.forward(t, pass);
    },
  });
  expect(report.findings).toEqual([]);
  expect(report.verdict).toBe("pass");
});

test("writing to a tensor in a later call only is found too", () => {
  for (const pass of ["forward", "backward"] as const) {
    for (const after of [1, 2, 5, 9]) {
      const right = gained();
      let calls = 0;
      const late = {
        ...right,
        [pass]: (...args: [Named, never, Named]) => {
          const result = (right[pass] as (...args: unknown[]) => unknown)(...args);
          if (++calls > after) (pass === "forward" ? args[0] : args[2]).x.set(2, 9);
          return result;
        },
      } as Subject;
      const report = gradcheckMap(late);
      if (pass === "backward" && calls <= after) continue;
      expect(report.verdict, `${pass} ${after}\n${toText(report)}`).toBe("fail");
    }
  }
});

test("backward that writes to the upstream gradient is found", () => {
  const right = gained();
  const report = gradcheckMap({
    ...right,
    backward: (dy, cache, t) => {
      const result = right.backward(dy, cache, t);
      dy.data.fill(0);
      return result;
    },
  });
  expect(failures(report)).toEqual(["mutates-upstream"]);
  expect(report.counts, toText(report)).toMatchObject({ passed: 6 });
});

test("a gradient built inside the upstream gradient is right, and a finding", () => {
  const report = gradcheckMap({
    tensors: { x: normal([3]) },
    forward: ({ x }) => [multiply(x, 3), 0],
    backward: (dy) => {
      for (let i = 0; i < dy.size; i++) dy.data[i] *= 3;
      return { x: dy };
    },
  });
  expect(failures(report)).toEqual(["mutates-upstream"]);
  expect(report.counts).toMatchObject({ passed: 3 });
});

test("the upstream gradient itself may be the gradient, of one tensor or of two", () => {
  const sum = gradcheckMap({
    tensors: { a: normal([3]), b: normal([3], 2) },
    forward: ({ a, b }) => [add(a, b), 0],
    backward: (dy) => ({ a: dy, b: dy }),
  });
  expect(sum.verdict, toText(sum)).toBe("pass");
  expect(failures(sum)).toEqual([]);
});

test("an output that is an input itself, and a gradient that is a parameter itself, are harmless", () => {
  const identity = gradcheckMap({
    tensors: { x: normal([3]) },
    forward: ({ x }) => [x, 0],
    backward: (dy) => ({ x: dy }),
  });
  expect(identity.verdict, toText(identity)).toBe("pass");
  // f = Σ x² / 2, whose gradient is x.
  const half = gradcheckFunction({
    theta: [1, 2, 3],
    value: (x) => x.reduce((sum, v) => sum + (v * v) / 2, 0),
    gradient: (x) => x,
  });
  expect(half.verdict, toText(half)).toBe("pass");
});

test("one output buffer and one set of gradient buffers, used again and again, are harmless", () => {
  const { tensors } = linear();
  const right = linear();
  const output = zeros([4, 2]);
  const buffers: Named = { x: zeros([4, 3]), W: zeros([3, 2]), b: zeros([2]) };
  const report = gradcheckMap({
    tensors,
    forward: (t, pass) => {
      const [y] = right.forward(t, pass);
      output.data.set(copy(y).data);
      return [output, copy(t.x)];
    },
    backward: (dy, cache, t) => {
      const gradients = right.backward(dy, cache, t) as Named;
      for (const name in buffers) buffers[name].data.set(copy(gradients[name]).data);
      return buffers;
    },
  });
  expect(report.verdict, toText(report)).toBe("pass");
  expect(failures(report)).toEqual([]);
});

test("a subject that throws when its arrays are frozen in shape is not hurt by views", () => {
  const report = gradcheckMap({
    tensors: { x: normal([2, 3]).transpose(1, 0) },
    forward: ({ x }) => {
      if (x.shape.join() !== "3,2") throw new Error(`shape ${x.shape}`);
      return [square(x), copy(x)];
    },
    backward: (dy, x) => ({ x: multiply(dy, multiply(x as Tensor, 2)) }),
  });
  expect(report.verdict, toText(report)).toBe("pass");
});
