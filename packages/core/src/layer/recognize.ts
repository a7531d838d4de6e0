// Layers and losses are told by their passes, so that something else in their place is refused where it comes in.
import { hasFunctions } from "../arguments/has-functions.ts";
import { made } from "../arguments/reader.ts";
import type { Layer } from "./contract.ts";
import type { Loss } from "./loss.ts";

export const isLayer = (value: unknown): value is Layer =>
  hasFunctions(value, "forward", "backward") && "parameters" in value;

const isLoss = (value: unknown): value is Loss =>
  hasFunctions(value, "forward", "backward") && !("parameters" in value);

export const lossReader = () => made<Loss>("a loss", isLoss);
