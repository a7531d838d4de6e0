// What puts entries elsewhere.
import { inRows, ties, within } from "../../operands.ts";
import type { Trial } from "../../trial.ts";
import { type Jax, listOf, type Rows } from "./jax.ts";

export function shapes(jax: Jax, { as, call }: Rows): Trial[] {
  const { numpy: np, lax } = jax;
  const whole = (values: unknown) => np.array(values, { dtype: "int32" });
  return [
    ...call("numpy.reshape", { x: [2, 6] }, [4, 3]),
    ...call("numpy.ravel", { x: [2, 3] }),
    ...call("numpy.expandDims", { x: [2, 3] }, -1),
    ...call("numpy.squeeze", { x: [2, 1, 3] }, 1),
    ...call("numpy.transpose", { x: [2, 3, 4] }, [2, 0, 1]),
    ...call("numpy.transpose", { x: [3, 3] }),
    ...call("numpy.matrixTranspose", { x: [2, 2, 3] }),
    ...call("numpy.swapaxes", { x: [2, 3, 4] }, 0, 2),
    ...call("numpy.moveaxis", { x: [2, 3, 4] }, 0, -1),
    ...call("numpy.flip", { x: [2, 3] }),
    ...call("numpy.flip", { x: [2, 3, 2] }, -2),
    ...call("numpy.fliplr", { x: [3, 3] }),
    ...call("numpy.flipud", { x: [3, 3] }),
    ...call("numpy.rot90", { x: [2, 3] }),
    ...call("numpy.roll", { x: [2, 4] }, 3, 1),
    ...call("numpy.roll", { x: [3, 3] }, 2),
    ...call("numpy.tile", { x: [2, 3] }, [2, 2]),
    ...call("numpy.repeat", { x: [2, 3] }, 2, 0),
    ...call("numpy.repeat", { x: [2, 3] }, 3),
    ...call("numpy.broadcastTo", { x: [3, 1] }, [2, 3, 4]),
    ...call("numpy.broadcastTo", { x: [] }, [2, 3]),
    ...call("numpy.pad", { x: [2, 3] }, inRows(2, [1, 0, 0, 2])),
    ...as("numpy.concatenate", "axis 0, b twice", { a: [2, 3], b: [1, 3] }, (a, b) =>
      np.concatenate([b.ref, a, b], 0),
    ),
    ...as("numpy.concatenate", "axis -1", { a: [2, 3], b: [2, 1] }, (a, b) => np.concatenate([b, a], -1)),
    ...as("numpy.stack", "axis 1, a twice", { a: [2, 3], b: [2, 3] }, (a, b) => np.stack([a.ref, b, a], 1)),
    ...as("numpy.stack", "axis -1", { a: [3, 3], b: [3, 3] }, (a, b) => np.stack([a, b], -1)),
    ...[0, 1, -1].flatMap((axis) =>
      as("numpy.unstack", `axis ${axis}, the last and the first`, { x: [3, 3] }, (x) => {
        const [first, second, last] = listOf(np.unstack(x, axis));
        return np.concatenate([last, np.multiply(second, 2), first]);
      }),
    ),
    ...[0, 1, -1].flatMap((axis) =>
      as("numpy.split", `after 1, axis ${axis}, the other way round`, { x: [3, 3] }, (x) => {
        const [first, second] = listOf(np.split(x, [1], axis));
        return np.concatenate([second, first], axis);
      }),
    ),
    ...as("numpy.take", "[0, 2, 2]", { x: [5] }, (x) => np.take(x, whole([0, 2, 2]))),
    ...[0, 1, -1].flatMap((axis) =>
      as("numpy.take", `[0, 2, 2], axis ${axis}`, { x: [4, 3] }, (x) => np.take(x, whole([0, 2, 2]), axis)),
    ),
    ...as("numpy.take", "[-1, 0]", { x: [4] }, (x) => np.take(x, whole([-1, 0]))),
    ...as("numpy.take", "[[0, 1], [1, 1]], axis 1", { x: [2, 3, 2] }, (x) =>
      np.take(x, whole(inRows(2, [0, 1, 1, 1])), 1),
    ),
    ...as("numpy.takeAlongAxis", "axis 1", { x: [2, 3] }, (x) =>
      np.takeAlongAxis(x, whole(inRows(2, [0, 0, 2, 1])), 1),
    ),
    ...as("numpy.takeAlongAxis", "axis 0", { x: [3, 3] }, (x) => np.takeAlongAxis(x, whole([[0, 2, 2]]), 0)),
    ...as("numpy.where", "", { a: [2, 3], b: [2, 3] }, (a, b) =>
      np.where(np.array(inRows(3, [true, false, true, false, false, true])), a, b),
    ),
    ...as("numpy.where", "condition [2, 1]", { a: [2, 3], b: [3] }, (a, b) =>
      np.where(np.array([[true], [false]]), a, b),
    ),
    ...call("numpy.sort", { x: [5] }),
    ...call("numpy.sort", { x: [3, 3] }, 0),
    ...call("numpy.sort", { x: [2, 3, 2] }, 1),
    ...call("numpy.sort", { x: ties([5]) }),
    ...as("lax.topK", "2", { x: [2, 5] }, (x) => listOf(lax.topK(x, 2))[0]),
    ...as("lax.topK", "2, axis 0", { x: [4, 2] }, (x) => listOf(lax.topK(x, 2, 0))[0]),
    ...call("numpy.diag", { x: [3] }),
    ...call("numpy.diag", { x: [3, 3] }, 1),
    ...call("numpy.diagonal", { x: [3, 4] }, -1),
    ...call("numpy.diagflat", { x: [3] }, 1),
    ...call("numpy.trace", { x: [3, 4] }, 1),
    ...call("numpy.tril", { x: [3, 4] }, 1),
    ...call("numpy.triu", { x: [3, 3] }, -1),
    ...as("numpy.meshgrid", "", { a: [2], b: [3] }, (a, b) => np.stack(listOf(np.meshgrid([a, b])))),
    ...as("numpy.append", "", { a: [2, 2], b: [3] }, (a, b) => np.append(a, b)),
    ...as("numpy.modf", "fraction", { x: [4] }, (x) => listOf(np.modf(x))[0]),
    ...as("numpy.unwrap", "", { x: within(-4, 4, [5]) }, (x) => np.unwrap(x)),
  ];
}
