import { map, rng, tensor } from "@nudge/core";
import { expect, test } from "vitest";
import { Sandbox } from "../sandbox/sandbox.ts";
import { subjectOfMap } from "../subject/map.ts";
import { meterAt } from "./meter-at.ts";

const options = { seed: 0, modes: "both" } as const;

/** What is measured of the squares of two numbers. */
function squares() {
  const subject = subjectOfMap(
    {
      tensors: { x: tensor([0.3, 2]) },
      forward: ({ x }) => [map(x, (v) => v * v), 0],
      backward: (dy, _, { x }) => ({ x: map(dy, x, (d, v) => 2 * d * v) }),
    },
    {},
  );
  const sandbox = new Sandbox(subject, options);
  return { sandbox, upstream: tensor([3, 5]), gradients: { none: new Set<string>() } };
}

test("the noise of another point is the least here, of each output", () => {
  const own = meterAt(squares(), rng(1));
  const noise = { ...own.noise, sigma: Float64Array.of(0, 1e-3) };
  const near = { ...own.near, sigma: Float64Array.of(1e-4, 0) };
  const meter = meterAt(squares(), rng(1), { least: { noise, near } });
  expect([...meter.noise.sigma]).toEqual([own.noise.sigma[0], 1e-3]);
  expect([...meter.near.sigma]).toEqual([1e-4, own.near.sigma[1]]);
});

test("backprop of another upstream gradient runs at θ as it stands", () => {
  const meter = meterAt(squares(), rng(1));
  expect([...meter.backprop(Float64Array.of(1, 0))!]).toEqual([0.6, 0]);
  expect([...meter.backprop(Float64Array.of(0, -2))!]).toEqual([0, -8]);
});
