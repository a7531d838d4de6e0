// A model or checkpoint as the bytes of a safetensors file: its parameters and buffers are the tensors, and a text says which
// layer they are of.
//
//   "0.weight", "0.bias", ...   parameters, under the names of their slices
//   "1.runningMean", ...        buffers, likewise
//   __metadata__                "layer": as it prints; "nudge": JSON, the rest
import { quoted } from "../arguments/describe.ts";
import { readOptions } from "../arguments/options.ts";
import { optional } from "../arguments/reader.ts";
import { type FittedTransform, fittedReader } from "../data/transforms/define-transform.ts";
import type { InitialTree, Output } from "../layer/contract.ts";
import type { Loss } from "../layer/loss.ts";
import { checkModel, type Model } from "../layer/model.ts";
import { lossReader } from "../layer/recognize.ts";
import { firstNonFinite } from "../tensor/non-finite.ts";
import { type Checkpoint, isCheckpoint } from "../training/checkpoint.ts";
import { callOf } from "./architecture.ts";
import { checkpointToJson, tensorsOfTraining } from "./checkpoint-file.ts";
import { tensorsOf } from "./model-tensors.ts";
import { encodeSafetensors } from "./safetensors.ts";
import { parseStrictJson } from "./strict-json.ts";
import { transformsToJson } from "./transforms-file.ts";

/** What goes into a file beside a model. */
export interface SaveOptions {
  /** What the model was trained with. @defaultValue that of a checkpoint, none of a model */
  readonly loss?: Loss<unknown, Output>;
  /** What the inputs of the model go through: a transform as fitted. @defaultValue none */
  readonly transforms?: FittedTransform;
}

/** What can be saved. */
export type Saveable = Model<InitialTree, Output> | Checkpoint;

/** The version of what "nudge" holds. */
export const version = 1;

/** How deep the text about a model may be: layers within layers, and lists in their arguments. */
export const deepest = 100;

/**
 * A model as the bytes of a safetensors file, which `fromBytes` reads, and Python's package too: its layer, parameters, buffers,
 * precision and names of classes; and the loss and the fitted transforms, if they are given. Of a checkpoint also all that its training remembers.
 *
 * Throws when a layer was made with something that no file can hold, such as a function, and where a parameter or buffer is not finite.
 *
 * @example
 * import { createModel, fromBytes, toBytes } from "@nudge/core";
 * import * as layers from "@nudge/layers";
 *
 * const model = createModel(layers.dense(2, 1), { seed: 1 });
 * const { model: same } = fromBytes(toBytes(model), { layers });
 * console.log(`${same.layer}`, same.theta.every((value, k) => value === model.theta[k]));
 * // dense(2, 1) true
 */
export function toBytes(subject: Saveable, options?: SaveOptions): Uint8Array<ArrayBuffer> {
  return bytesOf("toBytes", subject, options);
}

/** What `toBytes` gives, in the name of the function that was called. */
export function bytesOf(caller: string, subject: Saveable, options?: SaveOptions): Uint8Array<ArrayBuffer> {
  const checkpoint = isCheckpoint(subject) ? subject : undefined;
  const model = isCheckpoint(subject) ? subject.model : subject;
  checkModel(caller, model);
  const { loss = checkpoint?.loss, transforms } = readOptions(caller, options, {
    loss: optional(lossReader()),
    transforms: optional(fittedReader()),
  });
  const about = {
    version,
    layer: callOf(model.layer, caller),
    dtype: model.dtype,
    ...(model.classes && { classes: model.classes }),
    ...(transforms && { transforms: transformsToJson(transforms, caller) }),
    ...(loss && { loss: callOf(loss, caller) }),
    ...(checkpoint && { checkpoint: checkpointToJson(checkpoint) }),
  };
  const text = JSON.stringify(about);
  parseStrictJson(text, `${caller}: what says how the layer is made`, deepest);
  const own = tensorsOf(model, caller);
  for (const [name, x] of own) {
    const index = firstNonFinite(x);
    if (index !== undefined)
      throw new Error(`${caller}: ${quoted(name)} is ${x.get(...index)} at [${index.join(", ")}]`);
  }
  const tensors = [...own, ...(checkpoint ? tensorsOfTraining(checkpoint) : [])];
  return encodeSafetensors(tensors, { format: "nudge", layer: `${model.layer}`, nudge: text });
}
