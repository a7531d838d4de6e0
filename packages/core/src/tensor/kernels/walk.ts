/** Part of an operation on a run of entries: `length` of them from `out`, `a` and `b` on, `aStep` and `bStep` apart. */
export type Run = (out: number, length: number, a: number, aStep: number, b: number, bStep: number) => void;

/**
 * Visits every index of `shape` in row-major order, in runs that are as long as the strides allow: one run for
 * contiguous data, one for each row where rows are broadcast. `out` counts the entries that went before.
 */
export function walk(
  shape: readonly number[],
  aOffset: number,
  aStride: readonly number[],
  bOffset: number,
  bStride: readonly number[],
  run: Run,
): void {
  let axis = shape.length - 1;
  let length = 1;
  let aStep = 0;
  let bStep = 0;
  for (; axis >= 0; axis--) {
    if (shape[axis] === 1) continue;
    if (length === 1) {
      aStep = aStride[axis];
      bStep = bStride[axis];
    } else if (aStride[axis] !== aStep * length || bStride[axis] !== bStep * length) break;
    length *= shape[axis];
  }
  if (length === 0) return;
  let runs = 1;
  for (let outer = 0; outer <= axis; outer++) runs *= shape[outer];

  const index = runs > 1 ? new Array<number>(axis + 1).fill(0) : [];
  let a = aOffset;
  let b = bOffset;
  for (let r = 0; r < runs; r++) {
    run(r * length, length, a, aStep, b, bStep);
    for (let outer = axis; outer >= 0; outer--) {
      a += aStride[outer];
      b += bStride[outer];
      if (++index[outer] < shape[outer]) break;
      a -= aStride[outer] * shape[outer];
      b -= bStride[outer] * shape[outer];
      index[outer] = 0;
    }
  }
}
