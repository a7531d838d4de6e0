// A point of several numbers, and what there is around it, for tests of what is judged there.
import { rng, type Tensor, tensor } from "@nudge/core";
import { surroundingsOf } from "../src/judge/surroundings.ts";
import { meterAt } from "../src/measure/meter-at.ts";
import { observe } from "../src/sandbox/observe.ts";
import { Sandbox } from "../src/sandbox/sandbox.ts";
import { subjectOfMap } from "../src/subject/map.ts";

/** The outputs f(x) around x, weighed by `weights`, with the gradient that is said to be that of their sum. */
export function around(
  x: readonly number[],
  f: (x: Float64Array) => readonly number[],
  {
    gradient = () => x.map(() => 0),
    weights = f(Float64Array.from(x)).map(() => 1),
  }: {
    gradient?: (x: Float64Array) => readonly number[];
    weights?: readonly number[];
  } = {},
) {
  const vector = (t: Tensor) => t.data as Float64Array;
  const map = {
    tensors: { x: tensor([...x]) },
    forward: (t: { x: Tensor }) => [tensor([...f(vector(t.x))]), null] as const,
    backward: (_dy: Tensor, _cache: null, t: { x: Tensor }) => ({ x: tensor([...gradient(vector(t.x))]) }),
  };
  const subject = subjectOfMap(map, { upstream: tensor([...weights]) });
  const sandbox = new Sandbox(subject, { seed: 0, modes: "both" });
  const seen = observe(subject, sandbox, sandbox.slices, rng(1));
  const meter = meterAt(seen, rng(2));
  return {
    seen,
    sandbox,
    meter,
    surroundings: surroundingsOf(seen, meter, rng(3)),
    analytic: seen.gradients.values,
  };
}
