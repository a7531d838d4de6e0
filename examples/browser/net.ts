// The net, and the loss by which it is trained and checked.
import { createModel } from "@nudge/core";
import { dense, sequential, sigmoidCrossEntropy, tanh } from "@nudge/layers";
import type { Settings } from "./messages.ts";
import { mistakenDense } from "./mistaken-dense.ts";

export const loss = sigmoidCrossEntropy();

export function createNet({ units, mistake }: Pick<Settings, "units" | "mistake">) {
  const hidden = mistake ? mistakenDense(units, units) : dense(units, units);
  return createModel(sequential(dense(2, units), tanh(), hidden, tanh(), dense(units, 1)), { seed: 1 });
}
