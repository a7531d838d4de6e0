// An upstream gradient that lies where backward lets nothing through: what it does elsewhere does not show.
import {
  add,
  divide,
  exp,
  map,
  mean,
  multiply,
  ones,
  rng,
  sqrt,
  square,
  subtract,
  sum,
  type Tensor,
  zeros,
} from "@nudge/core";
import { gradcheckMap } from "../../src/index.ts";
import type { Family, Member } from "./family.ts";

type Backward = (dy: Tensor, x: Tensor) => Tensor;

/** y = f(x) + b; beside b, which is verified, the gradient of x is hidden. */
interface Hidden {
  readonly name: string;
  readonly shape: readonly number[];
  readonly scale?: number;
  readonly f: (x: Tensor) => Tensor;
  readonly backward: Backward;
  readonly wrong: { readonly [bug: string]: Backward };
  /** Ones unless said otherwise. */
  readonly upstream?: (x: Tensor) => Tensor;
}

const drawn = (shape: readonly number[], seed: number, scale: number) => {
  const stream = rng(seed);
  return map(zeros([...shape]), () => scale * stream.normal());
};

function member({ name, shape, scale = 1, f, backward, wrong, upstream }: Hidden): Member {
  const checkOf = (backward: Backward) => (seed: number) => {
    const x = drawn(shape, seed, scale);
    return gradcheckMap(
      {
        name,
        tensors: { x, b: drawn(shape, seed + 1, 1) },
        forward: ({ x, b }) => [add(f(x), b), undefined],
        backward: (dy, _cache, { x }) => ({ x: backward(dy, x), b: dy }),
      },
      { upstream: upstream?.(x) ?? ones([...shape]), seed },
    );
  };
  return {
    name: `${name}, [${shape}] at ${scale}`,
    right: checkOf(backward),
    wrong: Object.fromEntries(Object.entries(wrong).map(([bug, passes]) => [bug, checkOf(passes)])),
  };
}

/** A gradient of some times its size, which is 0 where it is 0. */
const times =
  (factor: number, backward: Backward): Backward =>
  (dy, x) =>
    multiply(factor, backward(dy, x));

const rows = (x: Tensor) => sum(x, 1, { keepDims: true });

/** (x - mean) / sqrt(variance + ε) over an axis; ε is 1e-5 at the scale of x. */
function norm(shape: readonly number[], axis: 0 | 1, scale = 1): Hidden {
  const over = (x: Tensor) => mean(x, axis, { keepDims: true });
  const parts = (x: Tensor) => {
    const z = subtract(x, over(x));
    const deviation = sqrt(add(over(square(z)), 1e-5 * scale ** 2));
    return { deviation, h: divide(z, deviation) };
  };
  const throughMean: Backward = (dy, x) => divide(subtract(dy, over(dy)), parts(x).deviation);
  return {
    name: axis === 0 ? "a norm of columns" : "a norm of rows",
    shape,
    scale,
    f: (x) => parts(x).h,
    backward(dy, x) {
      const { deviation, h } = parts(x);
      return subtract(throughMean(dy, x), divide(multiply(h, over(multiply(dy, h))), deviation));
    },
    wrong: {
      "no path through the variance": throughMean,
      "none at all": (_, x) => multiply(x, 0),
    },
  };
}

const softmaxOf = (x: Tensor) => divide(exp(x), rows(exp(x)));
/** y (dy - Σ dy y) */
const softmaxBackward: Backward = (dy, x) => {
  const y = softmaxOf(x);
  return multiply(y, subtract(dy, rows(multiply(dy, y))));
};
const softmax = (shape: readonly number[]): Hidden => ({
  name: "softmax over rows",
  shape,
  f: softmaxOf,
  backward: softmaxBackward,
  wrong: {
    "times 2": times(2, softmaxBackward),
    "times y once more": (dy, x) => multiply(softmaxOf(x), softmaxBackward(dy, x)),
  },
});

const lengthOf = (x: Tensor) => sqrt(rows(square(x)));
/** (dy - y Σ dy y) / |x| */
const unitBackward: Backward = (dy, x) => {
  const y = divide(x, lengthOf(x));
  return divide(subtract(dy, multiply(y, rows(multiply(dy, y)))), lengthOf(x));
};

const centredBackward: Backward = (dy) => subtract(dy, mean(dy, 0));

/** The entry after each one; the first one after the last. */
const next = (x: Tensor) => map(x, indices(x), (_, i) => x.data[(i + 1) % x.size]);
const previous = (x: Tensor) => map(x, indices(x), (_, i) => x.data[(i + x.size - 1) % x.size]);
const indices = (x: Tensor) => {
  const i = zeros([...x.shape]);
  for (let k = 0; k < i.size; k++) i.data[k] = k;
  return i;
};
const circleBackward: Backward = (dy) => subtract(previous(dy), dy);

/** Of so many entries, beginning with the first. */
const only = (entries: number) => (x: Tensor) => map(indices(x), (i) => (i < entries ? 1 : 0));
const cubeBackward: Backward = (dy, x) => multiply(dy, multiply(3, square(x)));

const meanOfRow = (x: Tensor) => mean(x, 1, { keepDims: true });
const throughMean: Backward = (dy, x) => multiply(rows(dy), multiply(2 / x.shape[1], meanOfRow(x)));

const hidden: readonly Hidden[] = [
  norm([4, 6], 1),
  norm([2, 9], 1, 1e3),
  norm([3, 5], 1, 1e-4),
  norm([7, 3], 0),
  norm([12, 2], 0, 50),
  softmax([4, 5]),
  softmax([1, 12]),
  {
    name: "log of softmax, upstream the softmax",
    shape: [3, 4],
    f: (x) => map(softmaxOf(x), Math.log),
    backward: (dy, x) => subtract(dy, multiply(softmaxOf(x), rows(dy))),
    wrong: { "times 3": times(3, (dy, x) => subtract(dy, multiply(softmaxOf(x), rows(dy)))) },
    upstream: softmaxOf,
  },
  ...[1, 1e5].map(
    (scale): Hidden => ({
      name: "rows of length 1, upstream along them",
      shape: [3, 5],
      scale,
      f: (x) => divide(x, lengthOf(x)),
      backward: unitBackward,
      wrong: {
        "times -1": times(-1, unitBackward),
        "without the length": (dy, x) => multiply(lengthOf(x), multiply(1.5, unitBackward(dy, x))),
      },
      upstream: (x) => divide(x, lengthOf(x)),
    }),
  ),
  {
    name: "shares of the sum of exponentials of squares",
    shape: [2, 6],
    f: (x) => softmaxOf(square(x)),
    backward: (dy, x) => multiply(softmaxBackward(dy, square(x)), multiply(2, x)),
    wrong: { "without the 2": (dy, x) => multiply(softmaxBackward(dy, square(x)), x) },
  },
  {
    name: "columns less their mean",
    shape: [6, 3],
    f: (x) => subtract(x, mean(x, 0)),
    backward: centredBackward,
    wrong: { "over one row less": times(6 / 5, centredBackward) },
  },
  {
    name: "differences around a circle",
    shape: [9],
    f: (x) => subtract(next(x), x),
    backward: circleBackward,
    wrong: { "the other way round": times(-1, circleBackward) },
  },
  {
    name: "x³, upstream of two entries only",
    shape: [4, 5],
    f: (x) => multiply(x, square(x)),
    backward: cubeBackward,
    wrong: {
      "2 in place of 3 in all others": (dy, x) =>
        map(cubeBackward(dy, x), indices(x), (d, i) => (i < 2 ? d : (2 * d) / 3)),
    },
    upstream: only(2),
  },
  {
    name: "rows less the square of their mean, upstream of the first row only",
    shape: [5, 4],
    scale: 3,
    f: (x) => subtract(x, square(meanOfRow(x))),
    backward: (dy, x) => subtract(dy, throughMean(dy, x)),
    wrong: {
      "no path through the mean in all others": (dy, x) =>
        map(dy, multiply(throughMean(dy, x), only(4)(x)), (d, through) => d - through),
    },
    upstream: only(4),
  },
];

export const hiddenByUpstream: Family = {
  name: "hidden by the upstream gradient",
  members: hidden.map(member),
};
