import { full, map, rng, type Tensor, tensor } from "@nudge/core";
import { expect, test } from "vitest";
import { DirectionLine } from "../sandbox/line.ts";
import { Sandbox } from "../sandbox/sandbox.ts";
import { Theta } from "../sandbox/theta.ts";
import { bentAtEdges, findEdges, withoutEdges } from "./edges.ts";
import { meterAt } from "./meter-at.ts";

/** The edges of a function at a point, along a direction of ones with both signs in turn. */
function edgesOf(point: number[], f: (x: Float64Array) => number) {
  const theta = new Theta(Float64Array.from(point));
  let evaluations = 0;
  const evaluate = (into: Float64Array) => {
    evaluations++;
    into[0] = f(theta.values.slice());
  };
  const direction = Float64Array.from(point, (_, i) => (i % 2 ? -1 : 1));
  const edges = findEdges(
    { theta, evaluate },
    Float64Array.of(f(Float64Array.from(point))),
    theta.values,
    direction,
  );
  expect(Array.from(theta.values)).toEqual(point);
  return { edges: Object.fromEntries(edges), evaluations };
}

const ones = (count: number) => Array.from({ length: count }, () => 1);
const roots = (x: Float64Array) => x.reduce((sum, v) => sum + Math.sqrt(v), 0);

test("an entry at an edge is found with the side that is inside, on whichever side the direction goes", () => {
  for (const at of [2, 3]) {
    const from = (end: number, side: number) => (x: Float64Array) =>
      side * (x[at] - end) < 0 ? Number.NaN : 1;
    expect(edgesOf(ones(8), from(1, 1)).edges).toEqual({ [at]: 1 });
    expect(edgesOf(ones(8), from(1, -1)).edges).toEqual({ [at]: -1 });
    expect(edgesOf(ones(8), (x) => (x[at] === 1 ? 0 : 1 / 0)).edges).toEqual({ [at]: 0 });
    expect(edgesOf(ones(8), from(0.5, 1)).edges).toEqual({});
  }
});

test("a few among many are found in a few evaluations each", () => {
  const point = ones(1024);
  for (const i of [3, 500, 501]) point[i] = 0;
  const { edges, evaluations } = edgesOf(point, roots);
  expect(edges).toEqual({ 3: 1, 500: 1, 501: 1 });
  expect(evaluations).toBeLessThanOrEqual(3 * 2 * 2 * 10 + 2);
  expect(edgesOf(ones(1024), roots).evaluations).toBe(2);
});

test("what is not finite at the point is no edge", () => {
  expect(edgesOf([1, 2], () => Number.NEGATIVE_INFINITY).edges).toEqual({});
});

test("a direction leaves entries at an edge where they are", () => {
  const theta = Float64Array.of(1, 2, 3, 4);
  const line = new DirectionLine(theta, 1, Float64Array.of(1, -1, 0.5));
  const { offset, direction } = withoutEdges(line, theta, new Map([[2, 1]]));
  expect([offset, ...direction]).toEqual([1, 1, 0, 0.5]);
});

test("a bent direction takes them along to the side that is inside, there and back", () => {
  const theta = new Theta(Float64Array.of(0, 0, 0, 1));
  const line = new DirectionLine(theta.values, 0, Float64Array.of(-2, 2, 2, -2));
  const edges = new Map([
    [0, 1],
    [1, -1],
    [2, 0],
  ] as const);
  const bent = bentAtEdges(line, theta.values, edges);
  const at = (t: number) =>
    theta.along(bent, (to) => {
      to(t);
      return Array.from(theta.values);
    });
  expect(at(0.25)).toEqual([0.5, -0.5, 0, 0.5]);
  expect(at(-0.25)).toEqual([0.5, -0.5, 0, 1.5]);
});

test.each<[string, (x: number) => number, number]>([
  ["float32", Math.fround, 2 ** -23],
  ["six digits", (y) => Math.round(y * 1e6) / 1e6, 1e-6],
])(
  "the noise of an output that ends at an entry is measured to the side that is left: %s",
  (_, round, unit) => {
    const x = tensor([0, 0, 0, 0, 1.25]);
    for (let seed = 0; seed < 5; seed++) {
      const sandbox = new Sandbox(
        {
          name: "ended",
          tensors: { x },
          scalar: false,
          forward: ({ x }) => [map(x as Tensor, (v) => (v < 0 ? Number.NaN : round(1.2 + Math.sin(v)))), 0],
          backward: () => 0,
          call: { verb: "gradcheckMap", subject: "ended", options: {} },
        },
        { seed, modes: "both" },
      );
      const measurable = {
        sandbox,
        upstream: full([5], 1),
        gradients: { none: new Set<string>() },
      };
      const { noise, edges } = meterAt(measurable, rng(seed));
      expect([...edges().entries()]).toEqual([0, 1, 2, 3].map((i) => [i, 1]));
      for (const [o, sigma] of noise.sigma.entries()) {
        expect(Math.max(sigma, noise.units[o])).toBeGreaterThan(unit / 10);
        expect(sigma).toBeLessThan(2 * unit);
      }
    }
  },
);
