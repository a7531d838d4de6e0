// A training that is broken off and goes on from its file ends, to the bit, as one that was never interrupted.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { adam, createModel, fit, toBytes, train } from "@nudge/core";
import { load, save } from "@nudge/core/node";
import * as layers from "@nudge/layers";
import { readIris } from "./read-iris.ts";

const { batchNorm, dense, dropout, relu, sequential, softmaxCrossEntropy } = layers;

// Besides θ there is much to remember: what dropout drops next, the statistics of batchNorm, the moments of adam, the order of the rows.
const layer = sequential(dense(4, 16), batchNorm(16), relu(), dropout(0.3), dense(16, 3));
const options = { loss: softmaxCrossEntropy(), optimizer: adam(), epochs: 12, seed: 1 };
const create = () => createModel(layer, { seed: 1 });
const data = await readIris();

/** Saves after each epoch, until the training is broken off: what the sixth has learned is lost. */
async function trainUntilAborted(path: string) {
  const power = new AbortController();
  for (const epoch of train(create(), data, { ...options, signal: power.signal })) {
    if (epoch.epoch === 6) power.abort(new Error("broken off after epoch 6"));
    else await save(path, epoch.checkpoint());
  }
}

const folder = await mkdtemp(join(tmpdir(), "nudge-resume-"));
const path = join(folder, "training.safetensors");
await trainUntilAborted(path).catch((error) => console.log(error.message));
const { model, checkpoint } = await load(path, { layers });
await rm(folder, { recursive: true });
console.log(`the file has epoch ${checkpoint?.epoch} of ${options.epochs}`);

const whole = create();
fit(whole, data, options);
const differing = () => whole.theta.filter((value, k) => !Object.is(value, model.theta[k])).length;
console.log(`before going on, ${differing()} of ${whole.theta.length} entries of θ differ`);
fit(model, data, { ...options, from: checkpoint });
console.log(`continued, ${differing()} of ${whole.theta.length} entries of θ differ`);
// The running mean and variance of batchNorm are in the file too.
console.log(`their files are the same: ${Buffer.compare(toBytes(whole), toBytes(model)) === 0}`);
