// What leaves out an axis, or goes along one.
import { at, ones, ties, withZeros, zeros } from "../../operands.ts";
import type { Trial } from "../../trial.ts";
import type { Jax, Rows } from "./jax.ts";

export function reductions(jax: Jax, { as, call }: Rows): Trial[] {
  const { numpy: np } = jax;
  return [
    ...["nansum", "nanmean", "nanmax", "nanprod"].flatMap((op) => call(`numpy.${op}`, { x: [2, 3] }, -2)),
    ...["sum", "mean", "max", "min", "prod", "ptp", "std", "var_"].flatMap((op) => [
      ...call(`numpy.${op}`, { x: [2, 3] }),
      ...call(`numpy.${op}`, { x: [2, 3] }, 0),
      ...call(`numpy.${op}`, { x: [3, 3] }, 1, { keepdims: true }),
      ...call(`numpy.${op}`, { x: [2, 3] }, -2),
      ...call(`numpy.${op}`, { x: [2, 3, 2] }, [-1, 0]),
    ]),
    ...["sum", "mean", "max", "min", "prod"].flatMap((op) => call(`numpy.${op}`, { x: ones([2, 3]) }, 1)),
    ...["max", "min"].flatMap((op) => call(`numpy.${op}`, { x: ties([2, 4]) }, 1)),
    ...call("numpy.prod", { x: withZeros([2, 3]) }, 1),
    ...call("numpy.prod", { x: at([2, 0, 3]) }),
    ...["std", "var_"].flatMap((op) => call(`numpy.${op}`, { x: [4, 3] }, 0, { correction: 1 })),
    ...call("numpy.average", { x: [3, 2] }, 0),
    ...["cumsum", "cumprod"].flatMap((op) => [
      ...call(`numpy.${op}`, { x: [4] }),
      ...call(`numpy.${op}`, { x: [3, 2] }, 0),
      ...call(`numpy.${op}`, { x: [3, 3] }, 1),
      ...call(`numpy.${op}`, { x: [2, 3, 2] }, -2),
    ]),
    ...call("numpy.cumprod", { x: at([2, 0, 3, 1]) }),
    ...["cumulativeSum", "cumulativeProd"].flatMap((op) =>
      call(`numpy.${op}`, { x: [4] }, { includeInitial: true }),
    ),
    ...call("numpy.trapezoid", { y: [2, 4] }),
    ...call("numpy.diff", { x: [2, 5] }),
    ...call("numpy.diff", { x: [4, 3] }, 2, 0),
    ...call("numpy.ediff1d", { x: [4] }),
    ...as("numpy.cov", "", { x: [3, 5] }, (x) => np.cov(x)),
    ...as("numpy.corrcoef", "", { x: [3, 5] }, (x) => np.corrcoef(x)),
    ...["softmax", "logSoftmax", "logsumexp", "logmeanexp", "standardize"].flatMap((op) => [
      ...call(`nn.${op}`, { x: [3, 4] }),
      ...call(`nn.${op}`, { x: [3, 4] }, 0),
      ...call(`nn.${op}`, { x: [2, 3, 2] }, [0, 2]),
    ]),
    ...["softmax", "logSoftmax", "logsumexp"].flatMap((op) => call(`nn.${op}`, { x: zeros([2, 3]) })),
    ...call("nn.glu", { x: [2, 4] }),
    ...call("nn.glu", { x: [4, 3] }, 0),
    ...call("nn.dotProductAttention", { query: [1, 3, 2, 4], key: [1, 3, 2, 4], value: [1, 3, 2, 4] }),
    ...call("nn.dotProductAttention", { query: [2, 2, 2, 3], key: [2, 3, 1, 3], value: [2, 3, 1, 3] }),
    ...call(
      "nn.dotProductAttention",
      { query: [1, 3, 1, 2], key: [1, 3, 1, 2], value: [1, 3, 1, 2] },
      { isCausal: true },
    ),
  ];
}
