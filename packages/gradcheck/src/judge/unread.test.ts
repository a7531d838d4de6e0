import { multiply, square, tensor } from "@nudge/core";
import { expect, test } from "vitest";
import { failures, tensorOf } from "../../test/fixtures.ts";
import { gradcheckFunction, gradcheckMap, statefulMap } from "../index.ts";

const tensors = { x: tensor([0.5, 2, -1]), w: tensor([1, -2, 3]) };

test.each(["full", "bisect"] as const)("forward works with arrays of its own: %s", (method) => {
  const report = gradcheckMap(
    {
      tensors,
      forward: ({ x }) => [multiply(x, tensors.w), x],
      backward: (dy, x: typeof tensors.x) => ({ x: multiply(dy, tensors.w), w: multiply(dy, x) }),
    },
    { method },
  );
  expect(failures(report)).toEqual(["ignores-values"]);
  expect(report.findings[0]).toMatchObject({ kind: "ignores-values", tensor: "w" });
  expect(tensorOf(report, "w").counts).toMatchObject({ wrong: 3 });
  expect(tensorOf(report, "x").verdict).toBe("pass");
});

test("a value that does not depend on theta", () => {
  const f = { theta: [1, 2], value: () => 3, gradient: () => [0, 1] };
  expect(failures(gradcheckFunction(f))).toEqual(["ignores-values"]);
  expect(gradcheckFunction({ ...f, gradient: () => [0, 0] }).findings.map(({ kind }) => kind)).not.toContain(
    "ignores-values",
  );
});

test("what is flat at the point alone is a wrong gradient", () => {
  // A dead relu, a staircase, and a sign: forward reads all of them.
  for (const f of [(v: number) => Math.max(v, 0), (v: number) => Math.floor(v), Math.sign]) {
    const x = tensor([-0.5, -1.25, -2.75]);
    const report = gradcheckMap({
      tensors: { x },
      forward: ({ x }) => [tensor(Array.from(x.data, f)), null],
      backward: (dy) => ({ x: square(dy) }),
    });
    expect(report.counts.wrong).toBe(3);
    expect(failures(report)).not.toContain("ignores-values");
  }
});

test("a flat side is left, be it wide", () => {
  for (const [seed, end] of [0, 0, 0, 0, 1, 90, 900].entries()) {
    const report = gradcheckMap(
      {
        tensors: { x: tensor([-3]) },
        forward: ({ x }) => [tensor([Math.max(x.get(0), end)]), null],
        backward: (dy) => ({ x: dy }),
      },
      { seed },
    );
    expect(report.verdict).toBe("fail");
    expect(failures(report)).not.toContain("ignores-values");
  }
});

test("each entry leaves a flat side that is as wide as it is large", () => {
  const report = gradcheckMap({
    tensors: { x: tensor([1e-3, -1e5]) },
    forward: ({ x }) => [tensor([Math.max(x.get(1), 0)]), null],
    backward: (dy) => ({ x: tensor([0, dy.get(0)]) }),
  });
  expect(report.verdict).toBe("fail");
  expect(failures(report)).not.toContain("ignores-values");
});

test("a value that weights of 0 hide is read all the same", () => {
  const net = { w: [0.5, -1], v: [0, 0] };
  const gradients = { w: [0, 0], v: [0, 0] };
  let kept: number[] = [];
  const map = (read: { w: number[] }) =>
    statefulMap({
      input: [0.3, 2],
      values: { w: read.w, v: net.v },
      gradients: () => gradients,
      forward: (x) => {
        kept = x;
        return x.reduce((sum, one, i) => sum + net.v[i] * Math.sin(net.w[i] * one), 0);
      },
      backward: (dy) => {
        for (const [i, x] of kept.entries()) {
          gradients.v[i] = dy * Math.sin(net.w[i] * x);
          gradients.w[i] = dy * net.v[i] * x * Math.cos(net.w[i] * x);
        }
        return kept.map((x, i) => dy * net.v[i] * net.w[i] * Math.cos(net.w[i] * x));
      },
    });
  expect(failures(gradcheckMap(map(net)))).toEqual([]);
  const copied = gradcheckMap(map({ w: [...net.w] }));
  expect(failures(copied)).toEqual(["ignores-values"]);
  // Its gradient of 0 may be right: nothing was measured.
  expect(tensorOf(copied, "w").counts).toMatchObject({ passed: 0, inconclusive: 2 });
});

test("a value that is multiplied by a state of 0, or that goes into a unit which is off, is read all the same", () => {
  const net = { w: [0.5], recurrent: [0.7], state: 0, off: [-1, 0.4] };
  const gradients = { w: [0], recurrent: [0], off: [0, 0] };
  let kept = 0;
  const map = (recurrent: number[]) =>
    statefulMap({
      input: 2,
      values: { w: net.w, recurrent, off: net.off },
      gradients: () => gradients,
      // The unit that is off gets a state of 0 too.
      forward: (x) => {
        kept = x;
        return net.w[0] * x + net.recurrent[0] * net.state + Math.max(0, net.off[0] * net.off[1] * net.state);
      },
      backward: (dy) => {
        gradients.w[0] = dy * kept;
        return dy * net.w[0];
      },
    });
  expect(gradcheckMap(map(net.recurrent)).verdict).toBe("pass");
  expect(failures(gradcheckMap(map([...net.recurrent])))).toEqual(["ignores-values"]);
});

test("a value that a dropout hides is read all the same", () => {
  // w leads to one unit, of which the mask of the pass lets one in five through.
  const net = (seed: number) => {
    const layer = { w: [0.7], dw: [0], x: 0, kept: false };
    return gradcheckMap(
      statefulMap({
        input: [1.5],
        values: { w: layer.w },
        gradients: () => ({ w: layer.dw }),
        forward([x]: number[], { training }) {
          layer.x = x;
          layer.kept = !training || Math.random() < 0.2;
          return [x * x + (layer.kept ? 2 * x * layer.w[0] : 0)];
        },
        backward([dy]: number[]) {
          layer.dw = [layer.kept ? 2 * layer.x * dy : 0];
          return [dy * (2 * layer.x + (layer.kept ? 2 * layer.w[0] : 0))];
        },
        replayRandom: true,
      }),
      { seed, upstream: [1], modes: "training" },
    );
  };
  for (let seed = 0; seed < 12; seed++) expect(failures(net(seed)), `seed ${seed}`).toEqual([]);
});

test("of an output that is NaN it is not said that it follows nothing", () => {
  const report = gradcheckMap({
    tensors: { x: tensor([-1, -2]) },
    forward: ({ x }) => [tensor(Array.from(x.data, Math.log)), x],
    backward: (dy) => ({ x: dy }),
  });
  expect(failures(report)).not.toContain("ignores-values");
});
