// A fitted transform as a file holds it: the call that makes it, and what fitting found.
//
//   {"transform": {"call": "standardize", "args": []},
//    "state": {"shape": [1], "categories": [], "fitted": {"shift": [2], "scale": [0.5]}}}
import { checkKeys } from "../arguments/options.ts";
import { refusal } from "../arguments/refusal.ts";
import { compose } from "../data/transforms/compose.ts";
import { type FittedTransform, isTransform, originOf } from "../data/transforms/define-transform.ts";
import { impute } from "../data/transforms/impute.ts";
import { normalize } from "../data/transforms/normalize.ts";
import { oneHot } from "../data/transforms/one-hot.ts";
import { restore } from "../data/transforms/restore.ts";
import { standardize } from "../data/transforms/standardize.ts";
import { windows } from "../data/transforms/windows.ts";
import { callOf, makeFrom } from "./architecture.ts";
import { plainFromJson, plainToJson } from "./json-numbers.ts";

/** All that a file may ask for. */
const factories = { compose, impute, normalize, oneHot, standardize, windows };

export const transformsToJson = (transforms: FittedTransform, caller: string): unknown => ({
  transform: callOf(originOf(transforms)!, caller),
  state: plainToJson(transforms.state),
});

/** Throws, beginning with `caller`, where it is no transform of ours, or its state none that its `fit` could have found. */
export function transformsFromJson(written: unknown, caller: string): FittedTransform {
  const where = `${caller}: transforms`;
  checkKeys(where, written as object, ["transform", "state"], ["an object", "key"]);
  const { transform, state } = written as { readonly [key: string]: unknown };
  const made = makeFrom(transform, factories, where, "transforms");
  if (!isTransform(made)) throw refusal(where, "expected a transform", made);
  return restore(made, plainFromJson(state), where);
}
