// Weights that another library trained, from its safetensors file, into a model.
import { quoted } from "../arguments/describe.ts";
import { nearest } from "../arguments/nearest.ts";
import { readOptions } from "../arguments/options.ts";
import { flag, kind, list, text } from "../arguments/reader.ts";
import { refusal } from "../arguments/refusal.ts";
import { formatShape, sameShape } from "../arguments/shape.ts";
import type { InitialTree, Output } from "../layer/contract.ts";
import { checkModel, type Model } from "../layer/model.ts";
import { assign } from "../tensor/contiguous.ts";
import { cast } from "../tensor/copy.ts";
import { isPlain } from "../tensor/input.ts";
import { firstNonFinite } from "../tensor/non-finite.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { transpose } from "../tensor/transpose.ts";
import { tensorsOf } from "./model-tensors.ts";
import { decodeSafetensors } from "./safetensors.ts";
import { finiteNumbers } from "./stored-numbers.ts";

/** The tensor of a file that goes into a parameter or buffer: its name, or that and whether it is transposed on its way. */
export type TensorSource = string | { readonly from: string; readonly transpose: boolean };

/** How the tensors of a file go into a model. */
export interface AssignOptions {
  /** For each parameter and buffer, by its name in the model, the tensor of the file that goes into it. */
  readonly names: { readonly [name: string]: TensorSource };
  /** Tensors of the file that the model has no use for, such as PyTorch's counts of batches. @defaultValue [] */
  readonly skip?: readonly string[];
}

function readSource(caller: string, name: string, given: unknown): { from: string; transpose: boolean } {
  if (typeof given === "string") return { from: given, transpose: false };
  return readOptions(`${caller}: names ${quoted(name)}`, given as { from: string; transpose: boolean }, {
    from: text(),
    transpose: flag(),
  });
}

/**
 * Writes the tensors of a safetensors file over the parameters and buffers of a model: those of PyTorch's `state_dict`, say. PyTorch's
 * `Linear` has its weight as [out, in], which goes into the [in, out] of `dense` transposed: `{ from: "fc1.weight", transpose: true }`.
 *
 * Numbers of float64, float32, float16 and bfloat16 are taken, and rounded to the precision of the model. Throws, leaving the model as it was,
 * unless `names` says where each parameter and buffer comes from, with the shape that it has, and each tensor of the file is used or
 * skipped; and where the file is not as the format says.
 *
 * @example
 * import { assignTensors, createModel, toBytes } from "@nudge/core";
 * import { dense } from "@nudge/layers";
 *
 * const file = toBytes(createModel(dense(3, 2, { bias: false }), { seed: 1 }));
 * const model = createModel(dense(2, 3, { bias: false }));
 * assignTensors(model, file, { names: { weight: { from: "weight", transpose: true } } });
 * console.log(model.predict([[1, 0]]).shape);
 * // [ 1, 3 ]
 */
export function assignTensors(
  model: Model<InitialTree, Output>,
  bytes: Uint8Array,
  options: AssignOptions,
): void {
  const caller = "assignTensors";
  checkModel(caller, model);
  if (!(bytes instanceof Uint8Array)) throw refusal(caller, "expected a Uint8Array", bytes);
  const { names, skip } = readOptions(caller, options, {
    names: kind<AssignOptions["names"]>("an object of names", isPlain),
    skip: list("a list of names", text(), []),
  });
  const own = tensorsOf(model, caller);
  const { tensors: stored } = decodeSafetensors(bytes, caller);
  const unknown = (what: string, name: string, known: ReadonlyMap<string, unknown>) => {
    const meant = nearest(name, [...known.keys()]);
    const hint = meant === undefined ? "" : `; did you mean ${quoted(meant)}?`;
    return new Error(`${caller}: ${what} has no tensor ${quoted(name)}${hint}`);
  };
  for (const name of Object.keys(names)) if (!own.has(name)) throw unknown("the model", name, own);
  for (const name of skip) if (!stored.has(name)) throw unknown("the file", name, stored);

  const left = new Set(stored.keys());
  for (const name of skip) left.delete(name);
  const written = [...own].map(([name, x]): readonly [Tensor, Tensor] => {
    if (!Object.hasOwn(names, name))
      throw new Error(`${caller}: names must say where ${quoted(name)} ${formatShape(x.shape)} comes from`);
    const { from, transpose: isTransposed } = readSource(caller, name, names[name]);
    const source = stored.get(from);
    if (source === undefined) throw unknown("the file", from, stored);
    left.delete(from);
    const read = finiteNumbers(source, `${caller}: tensor ${quoted(from)}`);
    const numbers = isTransposed ? transpose(read) : read;
    if (!sameShape(numbers.shape, x.shape)) {
      const got = `${formatShape(numbers.shape)}${isTransposed ? ", transposed" : ""}`;
      throw new Error(`${caller}: ${quoted(name)} is ${formatShape(x.shape)}, and ${quoted(from)} ${got}`);
    }
    const rounded = cast(numbers, x.dtype);
    const index = firstNonFinite(rounded);
    if (index !== undefined)
      throw new Error(
        `${caller}: tensor ${quoted(from)}: the entry at [${index.join(", ")}] is too large for ${x.dtype}`,
      );
    return [x, rounded];
  });
  const [unused] = left;
  if (unused !== undefined)
    throw new Error(
      `${caller}: nothing takes the tensor ${quoted(unused)} of the file: name it in names or skip`,
    );
  for (const [x, numbers] of written) assign(x, numbers);
}
