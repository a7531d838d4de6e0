// Inverses, determinants and factors of matrices.
import { within, zeros } from "../../operands.ts";
import type { Trial } from "../../trial.ts";
import { type Functions, type Jax, listOf, type Rows, type Value } from "./jax.ts";

export function linalg(jax: Jax, { as, call }: Rows): Trial[] {
  const { numpy: np, lax } = jax;
  const { linalg } = np as unknown as Readonly<Record<string, Functions>>;
  const { linalg: laxLinalg } = lax as unknown as Readonly<Record<string, Functions>>;
  /** a aT + 1, which is positive definite. */
  const definite = (a: Value, n: number) => np.add(np.matmul(a.ref, np.matrixTranspose(a)), np.eye(n));
  return [
    ...call("numpy.linalg.det", { a: [3, 3] }),
    ...call("numpy.linalg.det", { a: [2, 2, 2] }),
    ...call("numpy.linalg.inv", { a: [3, 3] }),
    ...call("numpy.linalg.inv", { a: [2, 2, 2] }),
    ...call("numpy.linalg.solve", { a: [3, 3], b: [3] }),
    ...call("numpy.linalg.solve", { a: [3, 3], b: [3, 2] }),
    ...call("numpy.linalg.solve", { a: [2, 2, 2], b: [2, 2, 1] }),
    ...as("numpy.linalg.slogdet", "log", { a: [3, 3] }, (a) => listOf(linalg.slogdet(a))[1]),
    ...as("numpy.linalg.cholesky", "of a aT + 1", { a: [3, 3] }, (a) => linalg.cholesky(definite(a, 3))),
    ...as("numpy.linalg.cholesky", "of a aT + 1", { a: [2, 2, 2] }, (a) => linalg.cholesky(definite(a, 2))),
    ...call("numpy.linalg.matrixPower", { a: [3, 3] }, 3),
    ...call("numpy.linalg.norm", { x: [3, 2] }),
    ...[1, 2, Infinity, 3].flatMap((ord) => call("numpy.linalg.norm", { x: [4] }, { ord })),
    ...[1, "fro", Infinity].flatMap((ord) => call("numpy.linalg.norm", { x: [3, 2] }, { ord })),
    ...call("numpy.linalg.norm", { x: zeros([3]) }),
    ...call("numpy.linalg.lstsq", { a: [4, 2], b: [4, 1] }),
    ...as("lax.linalg.lu", "", { a: [3, 3] }, (a) => listOf(laxLinalg.lu(a))[0]),
    ...as("lax.linalg.lu", "", { a: [3, 2] }, (a) => listOf(laxLinalg.lu(a))[0]),
    ...as("lax.linalg.lu", "", { a: [2, 3] }, (a) => listOf(laxLinalg.lu(a))[0]),
    ...[
      {},
      { leftSide: true },
      { leftSide: true, lower: true },
      { leftSide: true, transposeA: true },
      { leftSide: true, lower: true, unitDiagonal: true },
    ].flatMap((options) =>
      call("lax.linalg.triangularSolve", { a: within(0.5, 2, [3, 3]), b: [3, 3] }, options),
    ),
  ];
}
