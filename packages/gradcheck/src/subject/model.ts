// A whole model against its loss: all of θ is checked, the data stay as they are.
import {
  cast,
  copy,
  full,
  type Input,
  isTensor,
  type Layer,
  type Loss,
  type Model,
  mapTree,
  type NestedArray,
  type Pass,
  rng,
  type Target,
  type Tensor,
  type Tree,
  tensor,
} from "@nudge/core";
import { lossLink, openChain } from "./chain.ts";
import { codeOf, codeOfValues } from "./code.ts";
import { expectKind } from "./kind.ts";
import { promoted } from "./promoted.ts";
import type { Subject } from "./subject.ts";
import { type InputOrShape, inputOf, isShape } from "./values.ts";

/** A copy for one pass, which may do to it what it likes. */
export function copyOf<T extends Input | Target>(data: T): T {
  if (isTensor(data)) return copy(data) as T;
  if (Array.isArray(data) || ArrayBuffer.isView(data))
    return (data as unknown as number[]).slice() as unknown as T;
  return mapTree(data as { readonly [name: string]: Tensor }, copy) as T;
}

/** Labels stay as they are, tensors and nested arrays become float64 tensors. */
export function targetOf(caller: string, target: Target | NestedArray): Target {
  if (target === undefined) throw new Error(`${caller}: target is missing`);
  if (isTensor(target)) return cast(target, "float64");
  if (isShape(target) || ArrayBuffer.isView(target)) return target as ArrayLike<number>;
  return tensor(target as NestedArray);
}

export function subjectOfModel(
  model: Model,
  {
    input,
    target,
    loss,
    seed = 0,
  }: { input: InputOrShape; target: Target | NestedArray; loss: Loss; seed?: number },
): Subject {
  if (loss === undefined) throw new Error("gradcheck: loss is missing: a model is checked against its loss");
  expectKind("gradcheck: loss", loss, ["loss"]);
  const x = inputOf("gradcheck", input, rng(seed));
  const y = targetOf("gradcheck", target);
  const buffers = promoted(model.buffers as Tree<Tensor>);
  const layer: Layer = model.layer;
  return {
    name: `${layer} with ${loss}`,
    tensors: promoted(model.parameters as Tree<Tensor>),
    scalar: true,
    forward(parameters: Tree<Tensor>, pass: Pass) {
      const [prediction, cache] = layer.forward(copyOf(x), parameters, pass, promoted(buffers));
      const [value, lossCache] = loss.forward(prediction, copyOf(y));
      return [full([], value), { cache, lossCache }];
    },
    backward(_upstream, caches, parameters) {
      const { cache, lossCache } = caches as { cache: unknown; lossCache: unknown };
      const { input: _, ...gradients } = layer.backward(loss.backward(lossCache), cache, parameters);
      return gradients;
    },
    chain(parameters, pass) {
      const { links, output } = openChain(layer, copyOf(x), parameters, pass, buffers);
      return [...links, lossLink(loss, output, () => copyOf(y))];
    },
    call: {
      verb: "gradcheck",
      subject: "model",
      options: {
        input: codeOf(input, "input"),
        target: codeOfValues(target, "target"),
        loss: String(loss),
      },
    },
  };
}
