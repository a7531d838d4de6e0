// A training whose process is killed goes on from its last checkpoint, and ends, to the bit, as one that was never stopped.
import { fork } from "node:child_process";
import { once } from "node:events";
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
const options = { loss: softmaxCrossEntropy(), optimizer: adam(), seed: 1 };
const create = () => createModel(layer, { seed: 1 });
const data = await readIris();

/** Trains for more epochs than the process will live to see, and tells its parent of each one that is saved. */
async function trainUntilKilled(path: string) {
  for (const epoch of train(create(), data, { ...options, epochs: 1e9 })) {
    await save(path, epoch.checkpoint());
    process.send?.(epoch.epoch);
  }
}

async function killAndGoOn(path: string) {
  const child = fork(import.meta.filename, [path]);
  child.on("message", (epoch) => epoch === 5 && child.kill("SIGKILL"));
  const [, signal] = await once(child, "exit");
  const { model, checkpoint } = await load(path, { layers });
  // The fifth, or a later one that was saved before the signal came.
  console.log(`${signal} ended the training; the file has epoch ${checkpoint!.epoch}`);

  const epochs = checkpoint!.epoch + 7;
  const whole = create();
  fit(whole, data, { ...options, epochs });
  const differing = () => whole.theta.filter((value, k) => !Object.is(value, model.theta[k])).length;
  console.log(`at epoch ${checkpoint!.epoch}, ${differing()} of ${whole.theta.length} entries of θ differ`);
  fit(model, data, { ...options, epochs, from: checkpoint });
  console.log(`at epoch ${epochs}, ${differing()} of ${whole.theta.length} entries of θ differ`);
  // The running mean and variance of batchNorm are in the file too.
  console.log(`their files are the same: ${Buffer.compare(toBytes(whole), toBytes(model)) === 0}`);
}

const [, , given] = process.argv;
if (given !== undefined) await trainUntilKilled(given);
else {
  const folder = await mkdtemp(join(tmpdir(), "nudge-resume-"));
  await killAndGoOn(join(folder, "training.safetensors"));
  await rm(folder, { recursive: true });
}
