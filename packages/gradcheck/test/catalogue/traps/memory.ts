// What looks like a fault of the code and is none: memory used again, results remembered, views as results.
import { add, copy, exp, multiply, square, type Tensor, transpose, zeros } from "@nudge/core";
import { increment, overwrite } from "../../corpus/algebra.ts";
import type { DrawnMap, Passes } from "../entry.ts";
import { entry, off, trap } from "./trap.ts";

const square3: Passes<null> = {
  forward: ({ x }) => [square(x), null],
  backward: (dy, _, { x }) => ({ x: multiply(2, multiply(dy, x)) }),
};

const buffered = (): DrawnMap<null> => {
  const y = zeros([4]);
  const dx = zeros([4]);
  return {
    data: "*x[4]",
    forward: (tensors, pass) => {
      overwrite(y, square3.forward(tensors, pass)[0]);
      return [y, null];
    },
    backward: (dy, cache, tensors) => {
      overwrite(dx, square3.backward(dy, cache, tensors).x);
      return { x: dx };
    },
  };
};

/** The results of all points seen so far. */
const memoised = (): DrawnMap<null> => {
  const seen = new Map<string, Tensor>();
  return {
    data: "*x[4]",
    forward: (tensors, pass) => {
      const key = String(copy(tensors.x).data);
      const y = seen.get(key) ?? square3.forward(tensors, pass)[0];
      seen.set(key, y);
      return [y, null];
    },
    backward: square3.backward,
  };
};

/** The exponentials of the last point, taken again only for other values. */
const cachedByValue = (): DrawnMap<null> => {
  let last: { x: Tensor; e: Tensor } | undefined;
  const exponentials = (x: Tensor) => {
    if (!last || String(last.x.data) !== String(copy(x).data)) last = { x: copy(x), e: exp(x) };
    return last.e;
  };
  return {
    data: "*x[4]",
    forward: ({ x }) => [copy(exponentials(x)), null],
    backward: (dy, _, { x }) => ({ x: multiply(dy, exponentials(x)) }),
  };
};

const counting = (): DrawnMap<null> => {
  const log: string[] = [];
  return {
    data: "*x[4]",
    forward: (tensors, pass) => {
      log.push(`forward ${log.length}`);
      return square3.forward(tensors, pass);
    },
    backward: (...given) => {
      log.push(`backward ${log.length}`);
      return square3.backward(...given);
    },
  };
};

const identity: Passes<null> = { forward: ({ x }) => [x, null], backward: (dy) => ({ x: dy }) };

export const memory = [
  trap("output and gradient always in the same memory", buffered, { "off by 1e-5": off("x", 1e-5) }),
  trap("results remembered by content", memoised, { "off by 1e-5": off("x", 1e-5) }),
  trap("a cache that knows its values", cachedByValue, { "x[3] is 0": entry("x", [3]) }),
  trap("calls counted and logged", counting),
  trap(
    "the sum of two, with one gradient for both",
    {
      data: "*a[3,2] *b[3,2]",
      forward: ({ a, b }) => [add(a, b), null],
      backward: (dy) => ({ a: dy, b: dy }),
    },
    { "b copied and off by 1e-5": off("b", 1e-5) },
  ),
  trap("the input as output", { data: "*x[3,2]", ...identity }, { "off by 1e-5": off("x", 1e-5) }),
  trap(
    "a transposed view of the input as output",
    {
      data: "*x[3,2]",
      forward: ({ x }) => [transpose(x), null],
      backward: (dy) => ({ x: transpose(dy) }),
    },
    { "rows exchanged": (right) => ({ x: right.x.step(-1) }) },
  ),
  trap(
    "part of the input as output, backwards",
    {
      data: "*x[8]",
      forward: ({ x }) => [x.step(-2), null],
      backward: (dy) => {
        const dx = zeros([8]);
        for (let i = 0; i < 4; i++) increment(dx, [7 - 2 * i], dy.get(i));
        return { x: dx };
      },
    },
    { "x[6] is 1": entry("x", [6], 1) },
  ),
];
