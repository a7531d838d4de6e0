// What puts entries elsewhere.
import { inRows } from "../../operands.ts";
import type { Trial } from "../../trial.ts";
import { listOf, type Rows, type Tf } from "./tf.ts";

export function shapes(tf: Tf, { as, call }: Rows): Trial[] {
  return [
    ...call("reshape", { x: [2, 6] }, [4, 3]),
    ...call("expandDims", { x: [2, 3] }, 1),
    ...call("expandDims", { x: [2, 3] }, -1),
    ...call("squeeze", { x: [2, 1, 3] }, [1]),
    ...call("transpose", { x: [2, 3] }),
    ...call("transpose", { x: [2, 3, 4] }, [2, 0, 1]),
    ...call("transpose", { x: [3, 3] }),
    ...call("reverse", { x: [2, 3] }),
    ...call("reverse", { x: [2, 3] }, 1),
    ...call("reverse", { x: [2, 3, 2] }, [-1, 0]),
    ...call("tile", { x: [3] }, [2]),
    ...call("tile", { x: [2, 3] }, [2, 3]),
    ...call("tile", { x: [2, 1, 2] }, [1, 3, 2]),
    ...call("tile", { x: [1, 2, 1, 2] }, [2, 1, 2, 1]),
    ...call("broadcastTo", { x: [3, 1] }, [3, 4]),
    ...call("broadcastTo", { x: [3] }, [2, 3]),
    ...call("broadcastTo", { x: [] }, [2, 3]),
    ...call("pad", { x: [2, 3] }, inRows(2, [1, 0, 0, 2])),
    ...call("pad", { x: [2, 3] }, inRows(2, [1, 1, 1, 1]), 2),
    ...["reflect", "symmetric"].flatMap((mode) => [
      ...call("mirrorPad", { x: [3, 3] }, inRows(2, [1, 1, 1, 1]), mode),
      ...call("mirrorPad", { x: [2, 3] }, inRows(2, [0, 0, 2, 1]), mode),
      ...call("mirrorPad", { x: [4] }, [[0, 2]], mode),
      ...call("mirrorPad", { x: [3, 3] }, inRows(2, [0, 0, 0, 0]), mode),
    ]),
    ...call("slice", { x: [4, 3] }, [1, 0], [2, 2]),
    ...call("slice", { x: [4, 3] }, [1, 1], [-1, -1]),
    ...call("slice", { x: [4, 3] }, 2),
    ...as("concat", "axis 0", { a: [2, 3], b: [1, 3] }, (a, b) => tf.concat([a, b], 0)),
    ...as("concat", "axis 1", { a: [2, 3], b: [2, 1] }, (a, b) => tf.concat([b, a, b], 1)),
    ...as("concat", "axis -1", { a: [2, 3], b: [2, 1] }, (a, b) => tf.concat([b, a], -1)),
    ...as("stack", "axis 0", { a: [2, 3], b: [2, 3] }, (a, b) => tf.stack([a, b])),
    ...as("stack", "axis 1, a twice", { a: [2, 3], b: [2, 3] }, (a, b) => tf.stack([a, b, a], 1)),
    ...as("stack", "axis 2", { a: [2, 3], b: [2, 3] }, (a, b) => tf.stack([a, b], 2)),
    ...as("stack", "axis -1", { a: [3, 3], b: [3, 3] }, (a, b) => tf.stack([a, b], -1)),
    ...as("unstack", "one row", { x: [1, 3] }, (x) => listOf(tf.unstack(x))[0]),
    ...as("split", "into one", { x: [1, 3] }, (x) => listOf(tf.split(x, 1))[0]),
    ...[0, 1, -1].flatMap((axis) =>
      as("unstack", `axis ${axis}, the first and the last`, { x: [3, 3] }, (x) => {
        const parts = listOf(tf.unstack(x, axis));
        return tf.concat([parts[2], parts[0], parts[2]]);
      }),
    ),
    ...(
      [
        [[1, 2], 1],
        [[2, 1], -1],
        [3, 1],
      ] as const
    ).flatMap(([sizes, axis]) =>
      as("split", `sizes ${JSON.stringify(sizes)}, axis ${axis}, reversed`, { x: [2, 3] }, (x) =>
        tf.concat(listOf(tf.split(x, sizes, axis)).toReversed(), axis),
      ),
    ),
    ...as("split", "one of two", { x: [4, 3] }, (x) => listOf(tf.split(x, 2, 0))[1]),
    ...call("gather", { x: [4, 3] }, [0, 2, 2]),
    ...call("gather", { x: [4, 3] }, [0, 2, 2, 2], 1),
    ...call("gather", { x: [3, 3, 3] }, [2, 0, 2], 1),
    ...call("gather", { x: [4, 3] }, [1, 1], -1),
    ...call("gather", { x: [3, 4, 2] }, [1, 1, 3], -2),
    ...call("gather", { x: [4, 3] }, inRows(2, [0, 1, 1, 3])),
    ...call("gather", { x: [2, 4, 3] }, inRows(2, [0, 1, 3, 1]), 1),
    ...call("gather", { x: [2, 4, 3] }, inRows(3, [0, 1, 1, 3, 3, 1]), 1, 1),
    ...call("gather", { x: [2, 3, 4] }, inRows(3, [0, 1, 1, 3, 3, 1]), 2, 1),
    ...call("gather", { x: [2, 2, 3] }, [inRows(2, [0, 1, 1, 1]), inRows(2, [2, 0, 0, 0])], 2, 2),
    ...call("unsortedSegmentSum", { x: [5, 2] }, [0, 2, 0, 1, 2], 4),
    ...call("unsortedSegmentSum", { x: [4] }, [1, -1, 1, 0], 2),
    ...as("where", "", { a: [2, 3], b: [2, 3] }, (a, b) =>
      tf.where(inRows(3, [true, false, true, false, false, true]), a, b),
    ),
    ...as("where", "condition [2, 1]", { a: [2, 3], b: [3] }, (a, b) => tf.where([[true], [false]], a, b)),
    ...call("batchToSpaceND", { x: [4, 2, 3, 1] }, [2, 2], inRows(2, [0, 1, 1, 0])),
    ...call("spaceToBatchND", { x: [2, 3, 3, 1] }, [2, 2], inRows(2, [0, 1, 1, 0])),
    ...call("linalg.bandPart", { x: [3, 4] }, 1, 0),
  ];
}
