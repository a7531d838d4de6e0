import type { Rng } from "../random/rng.ts";
import { type Dataset, expectWeight, rowGatherer } from "./data.ts";
import { drawApart } from "./draw-apart.ts";

/** A dataset in two, at random: the rows that are left, and the fraction of them that is set apart for validation. */
export function setApart(
  dataset: Dataset,
  fraction: number,
  rng: Rng,
  caller: string,
): [rest: Dataset, apart: Dataset] {
  const [rest, apart] = drawApart(dataset.rows, fraction, rng, [caller, "validation"]);
  const take = (order: Int32Array) => rowGatherer(dataset)(0, order.length, order);
  return [
    expectWeight(take(rest), `${caller}: of the rows to train on`),
    expectWeight(take(apart), `${caller}: of the rows of validation ${fraction}`),
  ];
}
