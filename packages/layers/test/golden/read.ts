// The golden values: read from the folder that NUDGE_GOLDEN names, or from this one.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Tensor, tensor } from "@nudge/core";

export interface Encoded {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

// biome-ignore lint/suspicious/noExplicitAny: what is in it depends on the layer
type Config = Readonly<Record<string, any>>;
type Map = Readonly<Record<string, Encoded>>;

export interface GoldenLayer {
  readonly name: string;
  readonly layer: string;
  readonly config: Config;
  readonly mode: "train" | "eval";
  readonly input?: Encoded;
  readonly inputs?: Map;
  readonly constants?: Map;
  readonly parameters: Map;
  readonly buffers_before: Map;
  readonly buffers_after: Map;
  readonly output: Encoded;
  readonly final_state?: Map;
  readonly upstream?: Encoded;
  readonly upstream_final_state?: Map;
  readonly input_gradient?: Encoded | null;
  readonly input_gradients?: Readonly<Record<string, Encoded | null>>;
  readonly parameter_gradients: Map;
}

export interface GoldenLoss {
  readonly name: string;
  readonly loss: string;
  readonly config: Config;
  readonly prediction?: Encoded;
  readonly predictions?: Map;
  readonly target: Encoded;
  readonly value: number;
  readonly prediction_gradient?: Encoded;
  readonly prediction_gradients?: Map;
}

export interface GoldenTraining {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly activation: "relu" | "sigmoid" | "tanh";
  readonly loss: "cross_entropy" | "mse";
  readonly optimizer: "sgd" | "adam";
  readonly config: Config;
  readonly steps: number;
  readonly input: Encoded;
  readonly target: Encoded;
  readonly start: Map;
  readonly loss_at_start: number;
  readonly gradients_at_start: Map;
  readonly losses: readonly number[];
  readonly final: Map;
}

/** The cases of a file. Numbers that JSON cannot say are strings there: "NaN", "Infinity", "-Infinity". */
export function readCases<T>(file: string): T[] {
  const folder = process.env.NUDGE_GOLDEN ?? import.meta.dirname;
  const words = ["NaN", "Infinity", "-Infinity"];
  const revive = (_: string, value: unknown) => (words.includes(value as string) ? Number(value) : value);
  return JSON.parse(readFileSync(join(folder, `${file}.json`), "utf8"), revive).cases;
}

export const decode = ({ shape, data }: Encoded): Tensor => tensor(data as number[], shape);
