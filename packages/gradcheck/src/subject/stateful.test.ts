import { expect, test } from "vitest";
import { gradcheckMap, statefulMap } from "../index.ts";

/** y = gain x, written as an object that keeps its state. */
class Scale {
  gain = Float64Array.of(2, 3);
  gainGradient: number[] | undefined;
  x: number[][] = [];
  constructor(readonly mode: "overwrites" | "accumulates" | "forgets a row") {
    if (mode !== "overwrites") this.gainGradient = [5, 7];
  }
  forward(x: number[][]) {
    this.x = x;
    return x.map((row) => row.map((value, i) => value * this.gain[i]));
  }
  backward(dy: number[][]) {
    const rows = this.mode === "forgets a row" ? dy.slice(1) : dy;
    const first = dy.length - rows.length;
    const sums = [0, 1].map((i) => rows.reduce((sum, row, n) => sum + row[i] * this.x[n + first][i], 0));
    if (this.mode === "accumulates") for (const i of [0, 1]) this.gainGradient![i] += sums[i];
    else this.gainGradient = sums;
    return dy.map((row) => row.map((d, i) => d * this.gain[i]));
  }
}

const mapOf = (scale: Scale, more: { accumulates?: boolean } = {}) =>
  statefulMap({
    name: "Scale",
    input: [
      [0.5, -1],
      [2, 0.25],
    ],
    values: { gain: scale.gain },
    gradients: () => ({ gain: scale.gainGradient }),
    forward: (x) => scale.forward(x as number[][]),
    backward: (dy) => scale.backward(dy as number[][]),
    ...more,
  });

test("an object that overwrites its gradients passes, also when it makes their array in backward", () => {
  const report = gradcheckMap(mapOf(new Scale("overwrites")));
  expect(report.verdict).toBe("pass");
  expect(report.counts.passed).toBe(6);
});

test("accumulation is a finding, unless it is declared", () => {
  const kinds = (more?: { accumulates: boolean }) =>
    gradcheckMap(mapOf(new Scale("accumulates"), more)).findings.map(({ kind }) => kind);
  expect(kinds()).toEqual(["accumulates"]);
  expect(kinds({ accumulates: true })).toEqual([]);
});

test("a wrong gradient of an object is found", () => {
  const report = gradcheckMap(mapOf(new Scale("forgets a row")));
  expect(report.tensors.map(({ name, verdict }) => [name, verdict])).toEqual([
    ["input", "pass"],
    ["gain", "fail"],
  ]);
});

test("the arrays of an object are what they were, also after it threw", () => {
  const scale = new Scale("accumulates");
  gradcheckMap(mapOf(scale, { accumulates: true }));
  expect([...scale.gain, ...scale.gainGradient!]).toEqual([2, 3, 5, 7]);
  scale.backward = () => {
    scale.gain.fill(0);
    scale.gainGradient!.fill(0);
    throw new Error("no");
  };
  expect(gradcheckMap(mapOf(scale)).findings.map(({ kind }) => kind)).toEqual(["throws"]);
  expect([...scale.gain, ...scale.gainGradient!]).toEqual([2, 3, 5, 7]);
});

test("unknown options and a parameter called input are refused", () => {
  expect(() => mapOf(new Scale("overwrites"), { acumulates: true } as never)).toThrow(
    'statefulMap: unknown option "acumulates", did you mean "accumulates"?',
  );
});
