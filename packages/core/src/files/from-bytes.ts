// What the bytes of a file hold that `toBytes` made, which may be hostile.
import { quoted } from "../arguments/describe.ts";
import { checkKeys, readOptions } from "../arguments/options.ts";
import { kind, optional } from "../arguments/reader.ts";
import { refusal } from "../arguments/refusal.ts";
import { formatShape, sameShape } from "../arguments/shape.ts";
import type { FittedTransform } from "../data/transforms/define-transform.ts";
import { classesReader } from "../layer/classes.ts";
import { createModel } from "../layer/create-model.ts";
import type { Loss } from "../layer/loss.ts";
import type { Model } from "../layer/model.ts";
import { isLayer, isLoss } from "../layer/recognize.ts";
import { assign } from "../tensor/contiguous.ts";
import { withAllowance } from "../tensor/fresh.ts";
import { isPlain } from "../tensor/input.ts";
import type { Dtype, Tensor } from "../tensor/tensor.ts";
import { type Checkpoint, copyModel, makeCheckpoint } from "../training/checkpoint.ts";
import { type Factories, makeFrom } from "./architecture.ts";
import { checkpointFromJson, isOfTraining } from "./checkpoint-file.ts";
import { tensorsOf } from "./model-tensors.ts";
import { decodeSafetensors, type StoredTensor } from "./safetensors.ts";
import { finiteNumbers } from "./stored-numbers.ts";
import { parseStrictJson } from "./strict-json.ts";
import { deepest, version } from "./to-bytes.ts";
import { transformsFromJson } from "./transforms-file.ts";

/** What a file is read with. */
export interface LoadOptions {
  /**
   * The factories of all layers and losses that may be in the file, by name: `import * as layers from "@nudge/layers"`, or
   * `{ dense, relu, sequential }`, and those of your own.
   */
  readonly layers: Factories;
}

/** What was in a file. */
export interface Loaded {
  readonly model: Model;
  /** What its inputs go through: `pipeline(transforms, model)` predicts from rows as they are. */
  readonly transforms?: FittedTransform;
  /** The names of the model's classes. */
  readonly classes?: readonly string[];
  /** What the model was trained with. */
  readonly loss?: Loss;
  /** Where a training can go on: `train(model, data, { ...options, from: checkpoint })`. */
  readonly checkpoint?: Checkpoint;
}

/**
 * While a model is built, so many times the entries of the file are made: what its layers start with, θ, its gradient, and
 * copies of buffers; and some for constants of layers.
 */
const copies = 6;
const spare = 1 << 16;

/** The text about the model: an object of a version that is known. */
function readAbout(text: string | undefined, caller: string): { readonly [key: string]: unknown } {
  if (text === undefined)
    throw new Error(`${caller}: the file holds tensors, and no model: __metadata__ has no "nudge"`);
  const about = parseStrictJson(text, `${caller}: __metadata__ "nudge"`, deepest);
  if (!isPlain(about)) throw refusal(caller, 'expected __metadata__ "nudge" to be an object', about);
  checkKeys(
    caller,
    about,
    ["version", "layer", "dtype", "classes", "loss", "transforms", "checkpoint"],
    ['__metadata__ "nudge"', "key"],
  );
  const { version: given, dtype } = about as { readonly [key: string]: unknown };
  if (given !== version) throw refusal(caller, `expected a file of version ${version}`, given);
  if (dtype !== "float64" && dtype !== "float32") throw refusal(caller, "expected float64 or float32", dtype);
  return about as { readonly [key: string]: unknown };
}

/** The stored tensor that goes into `x`, in numbers; throws where there is none, or another. */
function numbersFor(
  name: string,
  x: Tensor,
  stored: ReadonlyMap<string, StoredTensor>,
  caller: string,
): Tensor {
  const found = stored.get(name);
  if (found === undefined)
    throw new Error(`${caller}: the layer has a tensor ${quoted(name)}, and the file has none`);
  const where = `${caller}: tensor ${quoted(name)}`;
  const wanted = x.dtype === "float64" ? "F64" : "F32";
  if (found.dtype !== wanted || !sameShape(found.shape, x.shape))
    throw new Error(
      `${where}: expected ${wanted} ${formatShape(x.shape)}, got ${found.dtype} ${formatShape(found.shape)}`,
    );
  return finiteNumbers(found, where);
}

/**
 * What a file holds that `toBytes` or `save` made: `{ model, transforms, classes, loss, checkpoint }`, each where the file has it.
 *
 * Its layers are made by the factories in `layers`, and no code in the file is run. Nothing in it is trusted: throws,
 * with the tensor or the layer, where it is not as the format says, asks for a layer that is not given, has other tensors than its
 * layer, or a transform with a state that no fitting could have found; and makes nothing larger than a few times the file.
 *
 * @example
 * import { createModel, fromBytes, toBytes } from "@nudge/core";
 * import { dense, relu, sequential } from "@nudge/layers";
 *
 * const bytes = toBytes(createModel(sequential(dense(2, 8), relu(), dense(8, 1)), { seed: 1 }));
 * const { model } = fromBytes(bytes, { layers: { dense, relu, sequential } });
 * console.log(model.predict([[0.5, 2]]).shape);
 * // [ 1, 1 ]
 */
export function fromBytes(bytes: Uint8Array, options: LoadOptions): Loaded {
  if (!(bytes instanceof Uint8Array)) throw refusal("fromBytes", "expected a Uint8Array", bytes);
  return loadedFrom("fromBytes", bytes, options);
}

/** What `fromBytes` gives, in the name of the function that was called, and the file if it has a name. */
export function loadedFrom(caller: string, bytes: Uint8Array, options: LoadOptions): Loaded {
  const { layers } = readOptions(caller, options, {
    layers: kind<Factories>(
      "an object such as { dense, relu, sequential }",
      (value) => typeof value === "object" && value !== null,
    ),
  });
  const { tensors, metadata } = decodeSafetensors(bytes, caller);
  const about = readAbout(metadata.get("nudge"), caller);

  const classes = optional(classesReader()).read(caller, "classes", about.classes);
  const transforms =
    about.transforms === undefined ? undefined : transformsFromJson(about.transforms, caller);

  const entries = bytes.length / (about.dtype === "float32" ? 4 : 8);
  const build = () => {
    const layer = makeFrom(about.layer, layers, caller);
    if (!isLayer(layer)) throw refusal(caller, "expected a layer", layer);
    const loss = about.loss === undefined ? undefined : makeFrom(about.loss, layers, caller);
    if (loss !== undefined && !isLoss(loss)) throw refusal(caller, "expected a loss", loss);
    try {
      return {
        model: createModel(layer, { dtype: about.dtype as Dtype, classes }) as Model,
        loss: loss as Loss | undefined,
      };
    } catch (error) {
      throw new Error(`${caller}: ${layer} cannot be made: ${(error as Error).message}`);
    }
  };
  const { model, loss } = withAllowance(copies * entries + spare, build);

  const own = tensorsOf(model, caller);
  for (const [name, x] of own) assign(x, numbersFor(name, x, tensors, caller));
  const isKnown = (name: string) => own.has(name) || (about.checkpoint !== undefined && isOfTraining(name));
  const extra = [...tensors.keys()].find((name) => !isKnown(name));
  if (extra !== undefined)
    throw new Error(`${caller}: the file has a tensor ${quoted(extra)}, and ${model.layer} has none`);
  const beside = {
    model,
    ...(transforms && { transforms }),
    ...(classes && { classes }),
    ...(loss && { loss }),
  };
  if (about.checkpoint === undefined) return beside;
  if (loss === undefined) throw new Error(`${caller}: a checkpoint has a loss, and the file has none`);
  const { optimizer, memory } = checkpointFromJson(about.checkpoint, tensors, caller);
  try {
    return { ...beside, checkpoint: makeCheckpoint(copyModel(model), loss, optimizer, memory) };
  } catch (error) {
    throw new Error(`${caller}: checkpoint: ${(error as Error).message}`);
  }
}
