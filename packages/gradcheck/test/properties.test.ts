// What holds for every smooth map, however it is drawn.
import { add, copy, map, matmul, multiply, sum, type Tensor, transpose, zeros } from "@nudge/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { thinnedRuns } from "../../../test/thinned.ts";
import { type GradcheckReport, gradcheckMap, toText } from "../src/index.ts";
import { type Named, normal, type Subject, spoil, tensorOf, timeless, withEntry } from "./fixtures.ts";

const functions: [f: (x: number) => number, slope: (x: number) => number][] = [
  [Math.sin, Math.cos],
  [Math.tanh, (x) => 1 - Math.tanh(x) ** 2],
  [(x) => Math.exp(x / 2), (x) => Math.exp(x / 2) / 2],
  [(x) => x * x, (x) => 2 * x],
  [(x) => Math.log1p(Math.exp(x)), (x) => 1 / (1 + Math.exp(-x))],
  [(x) => Math.sqrt(1 + x * x), (x) => x / Math.sqrt(1 + x * x)],
  [(x) => x / (1 + x * x), (x) => (1 - x * x) / (1 + x * x) ** 2],
  [(x) => Math.sin(5 * x) + x, (x) => 5 * Math.cos(5 * x) + 1],
];

interface Drawn {
  readonly seed: number;
  readonly rows: number;
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
  readonly activation: number;
  readonly scale: number;
  readonly spread: number;
  readonly added: number;
}

/** y = s f(x W + b) V + a      x: [rows, inputs]  W: [inputs, hidden]  b: [hidden]  V: [hidden, outputs] */
function network({ seed, rows, inputs, hidden, outputs, activation, scale, spread, added }: Drawn): Subject {
  const [f, slope] = functions[activation];
  return {
    name: "network",
    tensors: {
      x: normal([rows, inputs], seed),
      W: multiply(normal([inputs, hidden], seed + 1), spread),
      b: normal([hidden], seed + 2),
      V: normal([hidden, outputs], seed + 3),
    },
    forward: ({ x, W, b, V }) => {
      const z = add(matmul(x, W), b);
      const h = map(z, f);
      return [add(multiply(matmul(h, V), scale), added), { z, h }];
    },
    backward: (dy, cache, { x, W, V }) => {
      const { z, h } = cache as Named;
      const dh = multiply(matmul(dy, transpose(V)), scale);
      const dz = map(dh, z, (d, v) => d * slope(v));
      return {
        x: matmul(dz, transpose(W)),
        W: matmul(transpose(x), dz),
        b: sum(dz, 0),
        V: multiply(matmul(transpose(h), dy), scale),
      };
    },
  };
}

const size = fc.integer({ min: 1, max: 4 });
const drawn: fc.Arbitrary<Drawn> = fc.record({
  seed: fc.nat(100_000),
  rows: size,
  inputs: size,
  hidden: size,
  outputs: size,
  activation: fc.nat(functions.length - 1),
  scale: fc.constantFrom(1, 1, 1e-9, 1e-3, 1e6),
  spread: fc.constantFrom(1, 1, 0.01, 4),
  added: fc.constantFrom(0, 0, 1, -1000),
});

/** Maps whose slopes stand clear of the noise: close to it, one random direction sees an entry that another does not. */
const clear = drawn.map((one) => ({
  ...one,
  added: Math.max(one.added, 0),
  scale: Math.max(one.scale, 1e-3),
}));

const runs = (numRuns: number) => ({ seed: 20_260_101, numRuns: thinnedRuns(numRuns, 5) });

/** The verdicts of the entries by tensor. */
const verdictsOf = ({ tensors }: GradcheckReport) =>
  Object.fromEntries(tensors.map(({ name, entries }) => [name, entries?.verdict]));

test("a right gradient never fails", () => {
  const verdicts: Record<string, number> = { pass: 0, inconclusive: 0 };
  fc.assert(
    fc.property(drawn, (one) => {
      const report = gradcheckMap(network(one), { seed: one.seed });
      expect(report.verdict, toText(report)).not.toBe("fail");
      verdicts[report.verdict]++;
      for (const { entries } of report.tensors)
        entries?.analytic.forEach((g, i) => {
          if (entries.verdict[i] === "pass")
            expect(Math.abs(entries.numeric[i] - g)).toBeLessThanOrEqual(
              entries.error[i] + report.threshold * Math.abs(g),
            );
        });
    }),
    runs(300),
  );
  expect(verdicts.pass).toBeGreaterThan(0.95 * (verdicts.pass + verdicts.inconclusive));
});

test("an error of 1e-4 in one entry is found where the error bar is under 1e-5 of it, and nowhere else", () => {
  let planted = 0;
  fc.assert(
    fc.property(drawn, fc.nat(), fc.boolean(), (one, place, more) => {
      const right = gradcheckMap(network(one), { seed: one.seed });
      const all = right.tensors.flatMap(({ name, entries }) =>
        entries!.analytic.map((g, entry) => ({ name, entry, g, error: entries!.error[entry] })),
      );
      const { name, entry, g, error } = all[place % all.length];
      if (!(error < 1e-5 * Math.abs(g))) return;
      planted++;
      const spoiled = spoil(network(one), (gradients) => ({
        [name]: withEntry(gradients[name], entry, (value) => value * (more ? 1 + 1e-4 : 1 - 1e-4)),
      }));
      const report = gradcheckMap(spoiled, { seed: one.seed });
      expect(tensorOf(report, name).entries?.verdict[entry], toText(report)).toBe("wrong");
      expect(report.counts.wrong).toBe(1);
      expect(report.verdict).toBe("fail");
      expect(tensorOf(report, name).worst[0].verdict).toBe("wrong");
    }),
    runs(200),
  );
  expect(planted).toBeGreaterThan(0.75 * thinnedRuns(200, 5));
});

/** The subject with its tensors in another order and under other names. */
function renamed(subject: Subject, order: readonly string[], rename: (name: string) => string): Subject {
  const back = (given: Named) => Object.fromEntries(order.map((name) => [name, given[rename(name)]]));
  const forth = (given: Named) => Object.fromEntries(order.map((name) => [rename(name), given[name]]));
  return {
    tensors: forth(subject.tensors),
    forward: (t, pass) => subject.forward(back(t), pass),
    backward: (dy, cache, t) => forth(subject.backward(dy, cache, back(t)) as Named),
  };
}

const wrongBias = (subject: Subject) =>
  spoil(subject, ({ b, V }) => ({ b: multiply(b, 1.01), V: withEntry(V, 0, (g) => -g) }));

test("verdicts do not depend on the names and the order of the tensors", () => {
  const orders = fc.shuffledSubarray(["x", "W", "b", "V"], { minLength: 4 });
  fc.assert(
    fc.property(clear, orders, fc.boolean(), (one, order, spoiled) => {
      const subject = spoiled ? wrongBias(network(one)) : network(one);
      const upstream = normal([one.rows, one.outputs], one.seed + 9);
      const plain = gradcheckMap(subject, { upstream });
      const other = gradcheckMap(
        renamed(subject, order, (name) => `${name}_other`),
        { upstream },
      );
      expect(other.verdict).toBe(plain.verdict);
      for (const [name, verdicts] of Object.entries(verdictsOf(plain)))
        expect(verdictsOf(other)[`${name}_other`], `${name}\n${toText(plain)}\n${toText(other)}`).toEqual(
          verdicts,
        );
    }),
    runs(100),
  );
});

/** A tensor with its rows in another order. */
function permuteRows(x: Tensor, order: readonly number[]): Tensor {
  const y = zeros([...x.shape]);
  const width = x.size / order.length;
  const values = copy(x).data;
  order.forEach((from, to) => {
    y.data.set(values.subarray(from * width, (from + 1) * width), to * width);
  });
  return y;
}

test("verdicts do not depend on the order of the entries", () => {
  fc.assert(
    fc.property(clear, fc.boolean(), fc.nat(), (one, spoiled, shift) => {
      // The rows of x are examples: they may come in any order, and so do their outputs.
      const order = Array.from({ length: one.rows }, (_, row) => (row + shift) % one.rows).toReversed();
      const plain = network(one);
      const x = permuteRows(plain.tensors.x, order);
      const upstream = normal([one.rows, one.outputs], one.seed + 9);
      const wrongRow = (subject: Subject, row: number) =>
        spoiled
          ? spoil(subject, ({ x }) => ({ x: withEntry(x, row * one.inputs, (g) => 1.01 * g) }))
          : subject;
      const first = gradcheckMap(wrongRow(plain, 0), { upstream });
      const other = gradcheckMap(wrongRow({ ...plain, tensors: { ...plain.tensors, x } }, order.indexOf(0)), {
        upstream: permuteRows(upstream, order),
      });
      expect(other.verdict, `${toText(first)}\n${toText(other)}`).toBe(first.verdict);
      const rowsOf = (report: GradcheckReport) =>
        Array.from({ length: one.rows }, (_, row) =>
          tensorOf(report, "x").entries?.verdict.slice(row * one.inputs, (row + 1) * one.inputs),
        );
      expect(rowsOf(other)).toEqual(order.map((row) => rowsOf(first)[row]));
      for (const name of ["W", "b", "V"])
        expect(verdictsOf(other)[name], `${name}\n${toText(first)}\n${toText(other)}`).toEqual(
          verdictsOf(first)[name],
        );
    }),
    runs(100),
  );
});

test("the same seed gives the same bytes", () => {
  fc.assert(
    fc.property(drawn, fc.nat(2), fc.boolean(), (one, points, spoiled) => {
      const subject = () => (spoiled ? wrongBias(network(one)) : network(one));
      const bytes = () => {
        const report = gradcheckMap(subject(), { seed: one.seed, points: 1 + points });
        return JSON.stringify(timeless(report));
      };
      expect(bytes()).toBe(bytes());
    }),
    runs(50),
  );
});

test("another seed gives another check, with the same verdicts", () => {
  fc.assert(
    fc.property(clear, fc.boolean(), (one, spoiled) => {
      const upstream = normal([one.rows, one.outputs], one.seed + 9);
      const subject = spoiled ? wrongBias(network(one)) : network(one);
      const [a, b] = [1, 2].map((seed) => gradcheckMap(subject, { seed, upstream }));
      expect(verdictsOf(a), `${toText(a)}\n${toText(b)}`).toEqual(verdictsOf(b));
      expect(a.verdict).toBe(b.verdict);
    }),
    runs(50),
  );
});
