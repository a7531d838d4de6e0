// Products of matrices and of polynomials.
import type { Trial } from "../../trial.ts";
import type { Jax, Rows } from "./jax.ts";

export function products(jax: Jax, { as, call }: Rows): Trial[] {
  const { numpy: np, lax } = jax;
  return [
    ...call("numpy.matmul", { a: [4, 3], b: [3, 2] }),
    ...call("numpy.matmul", { a: [3], b: [3, 2] }),
    ...call("numpy.matmul", { a: [2, 3], b: [3] }),
    ...call("numpy.matmul", { a: [2, 4, 3], b: [2, 3, 2] }),
    ...call("numpy.matmul", { a: [2, 3, 3], b: [3, 3] }),
    ...call("numpy.matmul", { a: [2, 1, 4, 3], b: [3, 3, 2] }),
    ...as("numpy.matmul", "of x and x", { x: [3, 3] }, (x) => np.matmul(x.ref, x)),
    ...call("numpy.dot", { a: [2, 3], b: [3, 2] }),
    ...call("numpy.dot", { a: [2, 3], b: [4, 3, 2] }),
    ...call("numpy.inner", { a: [2, 3], b: [4, 3] }),
    ...call("numpy.outer", { a: [2], b: [3] }),
    ...call("numpy.vdot", { a: [2, 3], b: [2, 3] }),
    ...call("numpy.vecdot", { a: [4, 3], b: [3] }),
    ...call("numpy.matvec", { a: [2, 3, 2], b: [2, 2] }),
    ...call("numpy.vecmat", { a: [3], b: [2, 3, 2] }),
    ...call("numpy.tensordot", { a: [2, 3, 2], b: [3, 2, 4] }, 2),
    ...call("numpy.tensordot", { a: [2, 3], b: [4, 2] }, [[0], [1]]),
    ...["ij,jk->ik", "ij,jk->ki", "ij,jk->i", "ij,jk->", "ij,jk->ijk"].flatMap((equation) =>
      as("numpy.einsum", equation, { a: [4, 3], b: [3, 2] }, (a, b) => np.einsum(equation, a, b)),
    ),
    ...["ii->i", "ii->", "ij->ji", "ij->j"].flatMap((equation) =>
      as("numpy.einsum", equation, { a: [3, 3] }, (a) => np.einsum(equation, a)),
    ),
    ...as("numpy.einsum", "bij,bjk->bik", { a: [2, 3, 2], b: [2, 2, 4] }, (a, b) =>
      np.einsum("bij,bjk->bik", a, b),
    ),
    ...call("numpy.cross", { a: [2, 3], b: [3] }),
    ...["full", "same", "valid"].flatMap((mode) => [
      ...call("numpy.convolve", { a: [5], b: [3] }, mode),
      ...call("numpy.correlate", { a: [5], b: [3] }, mode),
    ]),
    ...call("numpy.polyval", { p: [4], x: [3] }),
    ...call("numpy.polyadd", { a: [3], b: [2] }),
    ...call("numpy.polymul", { a: [3], b: [2] }),
    ...call("numpy.polyder", { p: [4] }, 2),
    ...call("numpy.vander", { x: [3] }),
    ...as("lax.dot", "contracting 1 with 0", { a: [2, 3], b: [3, 4] }, (a, b) => lax.dot(a, b)),
  ];
}
