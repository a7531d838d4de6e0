// What a training remembers, in a file beside its model:
//
//   "training/optimizer/0/mean", ...   its arrays, as tensors of one axis
//   "checkpoint" in the JSON           the name of the optimizer, and numbers: {"epoch": [3], "losses": [0.9, 0.7, 0.6], ...}

import { quoted } from "../arguments/describe.ts";
import { checkKeys } from "../arguments/options.ts";
import { list, text } from "../arguments/reader.ts";
import { refusal } from "../arguments/refusal.ts";
import { isPlain } from "../tensor/input.ts";
import { ndarray } from "../tensor/ndarray.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type Checkpoint, memoryOf } from "../training/checkpoint.ts";
import { Memory } from "../training/memory.ts";
import { numberFromJson, numberToJson } from "./json-numbers.ts";
import type { StoredTensor } from "./safetensors.ts";
import { readNumbers as numbersOf } from "./stored-numbers.ts";

/** What the names of arrays begin with, to be apart from those of parameters. */
const prefix = "training/";

/** Whether a tensor of a file is part of what a training remembers. */
export const isOfTraining = (name: string): boolean => name.startsWith(prefix);

/** The tensors of a checkpoint besides those of its model. */
export const tensorsOfTraining = (checkpoint: Checkpoint): [name: string, x: Tensor][] =>
  [...memoryOf(checkpoint).arrays].map(([name, array]) => [`${prefix}${name}`, ndarray(array)]);

/** The rest of a checkpoint, as JSON. */
export function checkpointToJson(checkpoint: Checkpoint): unknown {
  const { optimizer } = checkpoint;
  const numbers = [...memoryOf(checkpoint).numbers].map(([name, values]) => [name, values.map(numberToJson)]);
  return { optimizer, numbers: Object.fromEntries(numbers) };
}

function readNumbers(caller: string, name: string, written: unknown): number[] {
  const values = list(`a list of numbers`, { read: (_, __, value) => value }).read(
    caller,
    quoted(name),
    written,
  );
  return values.map((value, k) => {
    const number = numberFromJson(value);
    if (number === undefined) throw refusal(caller, `${quoted(name)}[${k}] must be a number`, value);
    return number;
  });
}

/** The name of the optimizer, and what a training remembers, from a file. Throws, beginning with `caller`, where it is not of that form. */
export function checkpointFromJson(
  written: unknown,
  tensors: ReadonlyMap<string, StoredTensor>,
  caller: string,
): { optimizer: string; memory: Memory } {
  if (!isPlain(written)) throw refusal(caller, "expected checkpoint to be an object", written);
  checkKeys(caller, written, ["optimizer", "numbers"], ["checkpoint", "key"]);
  const { optimizer, numbers } = written as { readonly [key: string]: unknown };
  const memory = new Memory();
  if (!isPlain(numbers)) throw refusal(caller, "expected the numbers of checkpoint to be an object", numbers);
  for (const [name, values] of Object.entries(numbers)) memory.write(name, readNumbers(caller, name, values));
  for (const [name, stored] of tensors) {
    if (!isOfTraining(name)) continue;
    // The square of a finite gradient may be infinite, and training goes on with it.
    memory.keep(name.slice(prefix.length), numbersOf(stored, `${caller}: tensor ${quoted(name)}`).data);
  }
  return { optimizer: text().read(caller, "the optimizer of checkpoint", optimizer), memory };
}
