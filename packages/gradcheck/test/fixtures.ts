// Subjects for the tests of the checker: right ones, and ways to spoil them.
import {
  add,
  copy,
  map,
  matmul,
  multiply,
  rng,
  sum,
  type Tensor,
  tensor,
  transpose,
  zeros,
} from "@nudge/core";
import type { FunctionSubject, GradcheckReport, MapSubject, TensorReport } from "../src/index.ts";

export interface Named {
  readonly [name: string]: Tensor;
}

/** A map of tensors whose cache is any value. */
export type Subject = MapSubject<Named, unknown>;

export function normal(shape: readonly number[], seed = 1): Tensor {
  const stream = rng(seed);
  return map(zeros([...shape]), () => stream.normal());
}

/** y = f(x), entry by entry; f'(x) is its slope. */
export function pointwise(
  f: (x: number) => number,
  slope: (x: number) => number,
  x: Tensor | readonly number[],
): Subject {
  return {
    name: "pointwise",
    tensors: { x: Array.isArray(x) ? tensor([...x]) : (x as Tensor) },
    forward: ({ x }) => [map(x, f), undefined],
    backward: (dy, _cache, { x }) => ({ x: map(dy, x, (d, v) => d * slope(v)) }),
  };
}

/** y = x W + b      x: [4, 3]  W: [3, 2]  b: [2]  ->  y: [4, 2] */
export function linear(seed = 1): Subject {
  return {
    name: "linear",
    tensors: { x: normal([4, 3], seed), W: normal([3, 2], seed + 1), b: normal([2], seed + 2) },
    forward: ({ x, W, b }) => [add(matmul(x, W), b), x],
    backward: (dy, x, { W }) => ({
      x: matmul(dy, transpose(W)),
      W: matmul(transpose(x as Tensor), dy),
      b: sum(dy, 0),
    }),
  };
}

/** f(θ) = f(θ₀) of one number. */
export function scalar(
  f: (x: number) => number,
  slope: (x: number) => number,
  x: number,
): FunctionSubject & { name: string } {
  return { name: "f", theta: [x], value: ([x]) => f(x), gradient: ([x]) => [slope(x)] };
}

/** The subject with other gradients: those returned are merged into the right ones. */
export function spoil(subject: Subject, change: (right: Named, dy: Tensor) => object): Subject {
  return {
    ...subject,
    backward(dy, cache, tensors) {
      const right = subject.backward(dy, cache, tensors) as Named;
      return { ...right, ...change(right, dy) };
    },
  };
}

/** A copy of a tensor with some entries changed. */
export function withEntry(x: Tensor, entry: number, change: (value: number) => number): Tensor {
  const changed = copy(x);
  changed.data[entry] = change(changed.data[entry]);
  return changed;
}

export const scaled = (x: Tensor, factor: number) => multiply(x, factor);

export function tensorOf({ tensors }: GradcheckReport, name: string): TensorReport {
  const found = tensors.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no tensor ${name} in the report`);
  return found;
}

export const kinds = ({ findings }: GradcheckReport) => findings.map(({ kind }) => kind);

export const failures = ({ findings }: GradcheckReport) =>
  findings.filter(({ severity }) => severity === "failure").map(({ kind }) => kind);

/** The one entry of a subject with one entry. */
export function only(report: GradcheckReport) {
  const [{ worst, entries }] = report.tensors;
  if (entries?.verdict.length !== 1) throw new Error("expected a subject of one entry");
  return worst[0] ?? { verdict: entries.verdict[0] };
}

/** Lets so many milliseconds pass, or more on a busy machine. */
export function spend(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

/** All that a report says but when it was made and how long that took. */
export function timeless({ time: _, milliseconds: __, ...report }: GradcheckReport) {
  return report;
}

/** The same without how it was asked for. */
export function saidBy(report: GradcheckReport) {
  const { replay: _, ...said } = timeless(report);
  return said;
}

/** A report as text, whatever time the check took. */
export const maskTimes = (text: string) => text.replace(/\d+ ms/, "<time>");
