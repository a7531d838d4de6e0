import { expect, test } from "vitest";
import { DirectionLine } from "../sandbox/line.ts";
import { Theta } from "../sandbox/theta.ts";
import { findEdges, withoutEdges } from "./edges.ts";

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
