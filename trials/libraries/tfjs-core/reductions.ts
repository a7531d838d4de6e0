// What leaves out an axis, or goes along one.
import { ones, ties, withZeros, zeros } from "../../operands.ts";
import type { Trial } from "../../trial.ts";
import type { Rows, Tensor, Tf } from "./tf.ts";

export function reductions(tf: Tf, { as, call }: Rows): Trial[] {
  return [
    ...["sum", "mean", "max", "min", "prod", "logSumExp", "euclideanNorm"].flatMap((op) => [
      ...call(op, { x: [2, 3] }),
      ...call(op, { x: [2, 3] }, 0),
      ...call(op, { x: [3, 3] }, 1, true),
      ...call(op, { x: [2, 3] }, -1),
      ...call(op, { x: [2, 3] }, -2),
      ...call(op, { x: [3, 3, 3] }, 1),
      ...call(op, { x: [2, 3, 2] }, [0, 2]),
      ...call(op, { x: [2, 3, 2] }, [-1, 0]),
      ...call(op, { x: [2, 3, 2] }, [2, 0], true),
      ...call(op, { x: ones([2, 3]) }, 1),
    ]),
    ...["max", "min"].flatMap((op) => call(op, { x: ties([2, 4]) }, 1)),
    ...call("prod", { x: withZeros([2, 3]) }, 1),
    ...call("euclideanNorm", { x: zeros([3]) }),
    ...[1, 2, "euclidean", Infinity, -Infinity].flatMap((ord) => call("norm", { x: [3] }, ord)),
    ...[1, "euclidean", "fro", Infinity, -Infinity].flatMap((ord) =>
      call("norm", { x: [2, 3] }, ord, [0, 1]),
    ),
    ...call("norm", { x: [2, 3] }, 2, 1),
    ...call("norm", { x: [2, 3] }, 2, 0, true),
    ...as("moments", "", { x: [4, 3] }, (x) => {
      const { mean, variance } = tf.moments(x, [0]) as unknown as Record<string, Tensor>;
      return tf.concat([mean, variance]);
    }),
    ...[[], [0], [1], [0, false, true], [0, true], [0, true, true], [1, true], [1, true, true]].flatMap(
      (rest) => call("cumsum", { x: [3, 2] }, ...rest),
    ),
    ...call("cumsum", { x: [3, 3] }, 0),
    ...call("cumsum", { x: [4] }, 0, true, true),
    ...call("cumsum", { x: [2, 3, 4] }, 1),
    ...call("cumsum", { x: [3, 2, 3] }, 0),
    ...call("cumsum", { x: ones([3, 3]) }, 0),
    ...call("softmax", { x: [3, 4] }),
    ...call("softmax", { x: [2, 3, 2] }, 2),
    ...call("softmax", { x: zeros([2, 3]) }),
    ...call("logSoftmax", { x: [3, 4] }),
    ...call("logSoftmax", { x: [2, 3, 2] }, 2),
  ];
}
