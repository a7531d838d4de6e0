// Layers and losses are known by their passes, so that anything else is refused where it is given.
import { hasFunctions } from "../arguments/has-functions.ts";
import { made } from "../arguments/reader.ts";
import type { Layer, Output } from "./contract.ts";
import type { Loss } from "./loss.ts";

export const isLayer = (value: unknown): value is Layer =>
  hasFunctions(value, "forward", "backward") && "parameters" in value;

export const isLoss = (value: unknown): value is Loss<unknown, Output> =>
  hasFunctions(value, "forward", "backward") && !("parameters" in value);

export const lossReader = () => made<Loss<unknown, Output>>("a loss", isLoss);
