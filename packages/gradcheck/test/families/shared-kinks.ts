// Kinks that entries share: each of several tied entries may have all of the gradient, all of them together may not.
import { map, type Tensor, tensor, zeros } from "@nudge/core";
import { gradcheckMap } from "../../src/index.ts";
import { normal } from "../fixtures.ts";
import type { Family, Member } from "./family.ts";

/** y_k = the largest of the entries of window k; backward gives dy_k to the first of the largest, or to each of them. */
function pooling(x: Tensor, windows: readonly (readonly number[])[], toEach: boolean, sign: number) {
  const values = (x: Tensor) =>
    Float64Array.from(x.data.subarray(x.offset, x.offset + x.size), (v) => sign * v);
  return {
    name: "pooling",
    tensors: { x },
    forward: ({ x }: { x: Tensor }): [Tensor, undefined] => {
      const v = values(x);
      return [tensor(windows.map((window) => sign * Math.max(...window.map((i) => v[i])))), undefined];
    },
    backward: (dy: Tensor, _: undefined, { x }: { x: Tensor }) => {
      const v = values(x);
      const dx = zeros([...x.shape]);
      for (const [k, window] of windows.entries()) {
        const largest = Math.max(...window.map((i) => v[i]));
        const tied = window.filter((i) => v[i] === largest);
        for (const i of toEach ? tied : tied.slice(0, 1)) dx.data[i] += dy.get(k);
      }
      return { x: dx };
    },
  };
}

const sliding = (n: number, width: number, stride = 1) =>
  Array.from({ length: Math.floor((n - width) / stride) + 1 }, (_, k) =>
    Array.from({ length: width }, (_, i) => k * stride + i),
  );
const all = (n: number) => sliding(n, n);
const constant = (n: number, value: number) => map(zeros([n]), () => value);

const poolings: [name: string, x: Tensor, windows: readonly (readonly number[])[], sign?: number][] = [
  ["the largest of two", constant(2, 1), all(2)],
  ["the largest of four", constant(4, 1), all(4)],
  ["the largest of seven small ones", constant(7, -3e-6), all(7)],
  ["the largest of three large ones", constant(3, 4e5), all(3)],
  ["the smallest of five", constant(5, 0.3), all(5), -1],
  ["the largest of six, of which two are", tensor([0.1, 2, -1, 2, 0.5, 1]), all(6)],
  ["the smallest of six, of which three are", tensor([0.1, -2, -2, 0.7, -2, 1]), all(6), -1],
  ["pools side by side", constant(8, 0.5), sliding(8, 2, 2)],
  ["pools that overlap", constant(7, -0.25), sliding(7, 3)],
  ["pools that overlap by one", constant(9, 3), sliding(9, 3, 2)],
  ["pools of zeros", zeros([6]), sliding(6, 2)],
  ["pools with ties in some", tensor([1, 1, 0.3, -0.2, -0.2, 2, 0.1, 0.1]), sliding(8, 2, 2)],
];

const ofPoolings = poolings.map(([name, x, windows, sign = 1]): Member => {
  const check = (toEach: boolean) => (seed: number) =>
    gradcheckMap(pooling(x, windows, toEach, sign), { upstream: normal([windows.length], seed + 5), seed });
  return { name, right: check(false), wrong: { "all of it to each": check(true) } };
});

/** y_k = ‖row k of a - row k of b‖, where the rows are equal; its gradient there is `there` in each entry. */
function lengths(rows: number, width: number, scale: number, there: number) {
  const value = (t: { a: Tensor; b: Tensor }, k: number) =>
    Math.hypot(...Array.from({ length: width }, (_, j) => t.a.get(k, j) - t.b.get(k, j)));
  const a = map(normal([rows, width], rows + width), (v) => scale * v);
  return {
    name: "lengths",
    tensors: { a, b: map(a, (v) => v) },
    forward: (t: { a: Tensor; b: Tensor }): [Tensor, undefined] => [
      tensor(Array.from({ length: rows }, (_, k) => value(t, k))),
      undefined,
    ],
    backward: (dy: Tensor, _: undefined, t: { a: Tensor; b: Tensor }) => {
      const da = zeros([rows, width]);
      for (let k = 0; k < rows; k++)
        for (let j = 0; j < width; j++) {
          const length = value(t, k);
          const unit = length === 0 ? there : (t.a.get(k, j) - t.b.get(k, j)) / length;
          da.set(k, j, dy.get(k) * unit);
        }
      return { a: da, b: map(da, (v) => -v) };
    },
  };
}

const ofLengths = (
  [
    [1, 2, 1],
    [2, 3, 1],
    [3, 2, 100],
  ] as const
).map(([rows, width, scale]): Member => {
  const check = (there: number) => (seed: number) =>
    gradcheckMap(lengths(rows, width, scale, there), { upstream: normal([rows], seed + 3), seed });
  return {
    name: `lengths of ${rows} differences of ${width} numbers, of the scale ${scale}`,
    right: check(0),
    wrong: { "beyond the slopes to both sides": check(1.6), "longer than a unit vector": check(0.9) },
  };
});

export const sharedKinks: Family = {
  name: "kinks that entries share",
  members: [...ofPoolings, ...ofLengths],
};
