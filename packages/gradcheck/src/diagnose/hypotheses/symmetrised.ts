// g = (n + nᵀ)/2 and its relatives, or one triangle of them, for n: a gradient in which an entry and its mirror image are taken for
// one number, as those of a symmetric matrix are
import type { Hypothesis } from "../candidate.ts";
import { gather, indicesAlong, permuteAxes } from "../layout.ts";

interface Form {
  readonly text: string;
  /** What the tensor is taken for. */
  readonly as: "symmetric" | "antisymmetric" | "triangular";
  /** Of an entry n and its mirror image m: above the diagonal (side 1), on it (0), or below (-1). */
  of(n: number, m: number, side: number): number;
}

const forms: readonly Form[] = [
  { text: "(n + nᵀ)/2", as: "symmetric", of: (n, m) => (n + m) / 2 },
  { text: "n + nᵀ", as: "symmetric", of: (n, m) => n + m },
  { text: "n + nᵀ less the diagonal of n", as: "symmetric", of: (n, m, side) => (side === 0 ? n : n + m) },
  { text: "(n - nᵀ)/2", as: "antisymmetric", of: (n, m) => (n - m) / 2 },
  { text: "n - nᵀ", as: "antisymmetric", of: (n, m) => n - m },
];

const triangular: readonly Form[] = [1, -1].flatMap((kept) => {
  const [where, other] = kept > 0 ? ["upper", "lower"] : ["lower", "upper"];
  return [
    {
      text: `n + nᵀ in the ${where} triangle, n on the diagonal, and 0 in the ${other} triangle`,
      as: "symmetric",
      of: (n, m, side) => (side === kept ? n + m : side === 0 ? n : 0),
    },
    {
      text: `n in the ${where} triangle, n/2 on the diagonal, and 0 in the ${other} triangle`,
      as: "triangular",
      of: (n, _, side) => (side === kept ? n : side === 0 ? n / 2 : 0),
    },
    {
      text: `the ${where} triangle of n on both sides of the diagonal`,
      as: "symmetric",
      of: (n, m, side) => (side === -kept ? m : n),
    },
  ] satisfies Form[];
});

export const symmetrised: Hypothesis = function* ({ tensor: { name, shape, numeric, error } }) {
  const rank = shape.length;
  if (rank < 2 || shape[rank - 1] < 2 || shape[rank - 1] !== shape[rank - 2]) return;
  const [i, j] = [indicesAlong(shape, rank - 2), indicesAlong(shape, rank - 1)];
  const order = [...Array(rank - 2).keys(), rank - 1, rank - 2];
  const mirror = permuteAxes(shape, order);
  const [mirrored, barsOfMirror] = [gather(numeric, mirror), gather(error, mirror)];
  const all = [...forms, ...triangular];
  for (const { text, as, of } of all)
    yield {
      kind: "transposed",
      value: numeric.map((n, k) => of(n, mirrored[k], Math.sign(j[k] - i[k]))),
      error: error.map((bar, k) => bar + barsOfMirror[k]),
      choices: all.length,
      message: `with n for the numeric gradient, backprop is ${text}: backward takes ${name} for ${as}, and forward reads each of its entries`,
    };
};
