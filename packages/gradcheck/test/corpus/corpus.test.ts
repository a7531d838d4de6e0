// Every case against numbers computed apart from this code, in `expected.jsonl`: one line per case, taken from the
// table that accompanies the specification of the corpus, where right gradients were checked by the complex step.
// Of a tensor it has the shape, the first and the last entry, the sum and the Euclidean norm; of the gradients, the
// first ones returned. A mutant has the data of its parent, and its upstream gradient unless one is given; its error
// is "largest absolute error / norm of the error over norm of the gradient / wrong entries" (of mse.broadcast without
// two entries that are off by rounding alone).
import { readFileSync } from "node:fs";
import { abs, add, copy, multiply, subtract, sum, type Tensor } from "@nudge/core";
import { expect, test } from "vitest";
import type { Tensors } from "./definition.ts";
import { drawTensor, mulberry32 } from "./draw.ts";
import { type CorpusCase, cases } from "./index.ts";
import { firstGradients } from "./scoring.ts";

interface Digest {
  readonly shape: readonly number[];
  readonly first: number | string;
  readonly last: number | string;
  readonly sum: number | string;
  readonly l2: number | string;
}

interface Expected {
  readonly name: string;
  readonly L: number;
  readonly c?: Digest;
  readonly data?: { readonly [name: string]: Digest };
  readonly error?: string;
  readonly gradients: { readonly [name: string]: Digest };
}

const lines = readFileSync(new URL("expected.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n");
const expected = new Map(lines.map((line) => JSON.parse(line) as Expected).map((one) => [one.name, one]));

/** Those that lose digits on purpose. */
const tolerance = (name: string) => (name === "mlp_ce.f32fwd" || name === "linear.f32grad" ? 1e-5 : 1e-9);

/** Close relative to the number itself, or nothing beside the `scale` of what it was summed from. */
function expectClose(
  what: string,
  actual: number,
  wanted: number | string,
  relative: number,
  scale = 0,
): void {
  const value = Number(wanted);
  const allowed = Math.max(relative * Math.abs(value), Number.isFinite(scale) ? 1e-14 * scale : 0);
  const close = Number.isFinite(value) ? Math.abs(actual - value) <= allowed : Object.is(actual, value);
  expect(close, `${what}: ${actual} instead of ${value}`).toBe(true);
}

function expectDigest(what: string, x: Tensor, digest: Digest, relative: number): void {
  const values = copy(x).data;
  expect(x.shape, what).toEqual(digest.shape);
  const l2 = Math.hypot(...values);
  const scale = Number(digest.l2);
  expectClose(`${what}, l2`, l2, digest.l2, relative);
  expectClose(`${what}, first`, values[0], digest.first, relative, scale);
  expectClose(`${what}, last`, values[values.length - 1], digest.last, relative, scale);
  expectClose(`${what}, sum`, sum(x), digest.sum, relative, scale);
}

function expectDigests(
  tensors: Tensors,
  digests: { readonly [name: string]: Digest },
  relative: number,
): void {
  expect(Object.keys(tensors).toSorted()).toEqual(Object.keys(digests).toSorted());
  for (const name in digests) expectDigest(name, tensors[name], digests[name], relative);
}

const flat = (tensors: Tensors) =>
  Object.keys(tensors)
    .toSorted()
    .flatMap((name) => Array.from(copy(tensors[name]).data));

/** How far the gradients of a mutant are from right ones, as the table puts it. */
function describeError(mutant: CorpusCase): string {
  const { upstream } = mutant.build();
  const right = flat(firstGradients(cases.find(({ name }) => name === mutant.parent)!, 0, upstream));
  const returned = flat(firstGradients(mutant));
  if (returned.length !== right.length) return "wrong shape";
  if (!returned.every(Number.isFinite)) return "not finite";
  const errors = returned.map((x, i) => Math.abs(x - right[i]));
  const wrong = errors.filter((error, i) => error > 1e-14 * Math.abs(right[i])).length;
  if (wrong === 0) return "first call right";
  const text = (x: number) => x.toExponential(1).replace(/e([+-])(\d)$/, "e$10$2");
  const share = Math.hypot(...errors) / Math.hypot(...right);
  return `${text(Math.max(...errors))} / ${text(share)} / ${wrong} of ${right.length}`;
}

test("has exactly the cases of the table", () => {
  expect(cases.map(({ name }) => name).toSorted()).toEqual([...expected.keys()].toSorted());
});

test.each(cases.map((one) => [one.name, one] as const))("%s", (name, { parent, build }) => {
  const own = expected.get(name)!;
  const twin = expected.get(parent ?? name)!;
  const relative = tolerance(name);
  const { subject, upstream, constants } = build();
  expectDigests({ ...subject.tensors, ...constants }, own.data ?? twin.data!, 1e-9);
  expectDigest("c", upstream, own.c ?? twin.c!, 1e-9);
  const [Y, cache] = subject.forward(subject.tensors);
  expectClose("L", sum(multiply(upstream, Y)), own.L, relative);
  expectDigests(subject.backward(upstream, cache, subject.tensors), own.gradients, relative);
});

const mutants = cases.filter(({ kind }) => kind === "bug");

test.each(mutants.map((one) => [one.name, one] as const))(
  "%s is as wrong as it should be",
  (name, mutant) => {
    expect(describeError(mutant)).toBe(expected.get(name)!.error);
  },
);

// The sums and norms of the table do not see where an entry stands; a slope along a random direction does.
const plain = cases.filter((one) => one.plain);

test.each(plain.map((one) => [one.name, one] as const))("%s has the right slopes", (_, one) => {
  const { subject, upstream } = one.build();
  const { tensors } = subject;
  const gradients = firstGradients(one);
  const products = (moved: Tensors) => multiply(upstream, subject.forward(moved)[0]);
  for (const [name, x] of Object.entries(tensors)) {
    const step = drawTensor(x.shape, -1e-5, 1e-5, mulberry32(1));
    const above = products({ ...tensors, [name]: add(x, step) });
    const below = products({ ...tensors, [name]: subtract(x, step) });
    const predicted = multiply(step, gradients[name]);
    const difference = sum(subtract(above, below)) / 2 - sum(predicted);
    expect(Math.abs(difference), name).toBeLessThan(1e-6 * sum(abs(predicted)) + 1e-15 * sum(abs(above)));
  }
});
