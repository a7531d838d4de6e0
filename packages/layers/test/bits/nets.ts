// Trains nets of arithmetic, without exp and log, by every optimizer and every schedule, and gives a hash of θ after each:
// the same on every host.
import * as nudge from "@nudge/core";
import * as layers from "../../src/index.ts";
import { hashOf } from "./hash.ts";

const optimizers = {
  sgd: nudge.sgd({ learningRate: 0.02 }),
  momentum: nudge.sgd({ learningRate: 0.02, momentum: 0.9, nesterov: true }),
  adam: nudge.adam({ learningRate: 0.01 }),
  amsgrad: nudge.adam({ learningRate: 0.01, amsgrad: true, weightDecay: 0.01 }),
  adamw: nudge.adamw({ learningRate: 0.01 }),
  nadam: nudge.nadam({ learningRate: 0.01, momentumDecay: 0.3 }),
  rmsprop: nudge.rmsprop({ learningRate: 0.01 }),
  adagrad: nudge.adagrad({ learningRate: 0.1 }),
  adadelta: nudge.adadelta({ learningRate: 1 }),
};

const schedules = {
  cosineDecay: nudge.cosineDecay({ epochs: 7 }),
  exponentialDecay: nudge.exponentialDecay({ factor: 0.83 }),
  milestoneDecay: nudge.milestoneDecay({ milestones: [2, 4], factor: 0.3 }),
  oneCycle: nudge.oneCycle({ steps: 25 }),
  reduceOnPlateau: nudge.reduceOnPlateau({ patience: 0, threshold: 0.3 }),
  stepDecay: nudge.stepDecay({ every: 2, factor: 0.7 }),
  warmUp: nudge.warmUp({ epochs: 2, followedBy: nudge.cosineDecay({ epochs: 4 }) }),
};

type Dtype = "float64" | "float32";

/**
 * θ after five epochs of a small net, with batch norm and dropout; of a wide one, whose products are long; or the file of the
 * checkpoint after them.
 */
function train(
  dtype: Dtype,
  options: { optimizer: nudge.Optimizer; schedule?: nudge.Schedule; wide?: boolean; file?: boolean },
) {
  const { optimizer, schedule, wide = false, file = false } = options;
  const width = wide ? 96 : 9;
  const net = layers.sequential(
    layers.dense(5, width),
    layers.batchNorm(width),
    layers.relu(),
    layers.dropout(0.2),
    layers.dense(width, width),
    layers.leakyRelu(0.1),
    layers.dense(width, 2),
  );
  const model = nudge.createModel(net, { seed: 3, dtype });
  const stream = nudge.rng(8);
  const drawn = (columns: number) =>
    Array.from({ length: 40 }, () => Array.from({ length: columns }, () => 2 * stream.uniform() - 1));
  const data = { inputs: drawn(5), targets: drawn(2) };
  const settings = { loss: layers.meanSquaredError(), optimizer, epochs: 5, batchSize: 8, seed: 5 };
  let bytes: Uint8Array | undefined;
  for (const { checkpoint } of nudge.train(model, data, { ...settings, ...(schedule && { schedule }) }))
    if (file) bytes = nudge.toBytes(checkpoint());
  return hashOf(bytes ?? model.theta);
}

/** θ of a stack whose steps, and whose moves by plain gradient descent, are compiled where a host allows that. */
function trainStack(dtype: Dtype) {
  const { dense, leakyRelu, meanSquaredError, sequential } = layers;
  const model = nudge.createModel(sequential(dense(2, 8), leakyRelu(0.1), dense(8, 1)), { seed: 3, dtype });
  const data = {
    inputs: [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ],
    targets: [[0], [1], [1], [0]],
  };
  const loss = meanSquaredError();
  nudge.fit(model, data, { loss, optimizer: optimizers.sgd, epochs: 50, batchSize: 3, seed: 5 });
  return hashOf(model.theta);
}

/** By name of the optimizer or schedule, and of the precision; of the stack, the wide net, and a file. */
export function hashes(): Record<string, string> {
  const found: Record<string, string> = {};
  for (const dtype of ["float64", "float32"] as const) {
    for (const [name, optimizer] of Object.entries(optimizers))
      found[`${name} ${dtype}`] = train(dtype, { optimizer });
    for (const [name, schedule] of Object.entries(schedules))
      found[`${name} ${dtype}`] = train(dtype, { optimizer: optimizers.sgd, schedule });
    found[`stack ${dtype}`] = trainStack(dtype);
    found[`wide ${dtype}`] = train(dtype, { optimizer: optimizers.adam, wide: true });
    found[`file ${dtype}`] = train(dtype, { optimizer: optimizers.adam, file: true });
  }
  return found;
}
