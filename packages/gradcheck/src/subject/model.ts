// A whole model against its loss: all of θ is checked, the data stay as they are.
import {
  copy,
  full,
  type InitialTree,
  isTensor,
  type Layer,
  type Loss,
  type Model,
  type Output,
  type Pass,
  type Regularization,
  type Rows,
  rng,
  type Tensor,
} from "@nudge/core";
import { kernelOf, runLoss, type Tree } from "@nudge/core/internal";
import { codeOf, codeOfValues } from "../words/code.ts";
import { copyOf } from "./copy-of.ts";
import { numbersOf } from "./numbers.ts";
import { penaltyOf, withPenalty } from "./penalty.ts";
import { copierOf, promoted } from "./promoted.ts";
import { ratesOf } from "./rates.ts";
import { batchOf, takeRows } from "./rows.ts";
import type { Sequence } from "./sequence.ts";
import type { Subject } from "./subject.ts";
import { declaredIn } from "./surrogate.ts";
import { drawnOf, type InputOrShape, inputOf, targetOf } from "./values.ts";

/** Computes a loss by its kernel, faster than by its passes; undefined where there is none, or it cannot take the prediction. */
function lossByKernel(
  loss: Loss<unknown, Output>,
  target: Tensor,
): ((prediction: Output) => number | undefined) | undefined {
  const kernel = kernelOf(loss);
  if (kernel === undefined) return undefined;
  const t = copy(target);
  let gradient = new Float64Array(0);
  return (prediction) => {
    if (!isTensor(prediction) || prediction.dimension !== 2) return undefined;
    const [n, size] = prediction.shape;
    if (gradient.length !== prediction.size) gradient = new Float64Array(prediction.size);
    const value = kernel(numbersOf(prediction), n, size, t, gradient);
    return Number.isFinite(value) ? value : undefined;
  };
}

export function subjectOfModel(
  model: Model<InitialTree, Output>,
  {
    input,
    target,
    loss,
    regularization,
    seed = 0,
  }: {
    input: InputOrShape;
    target: Rows | number;
    loss: Loss<unknown, Output>;
    regularization?: Regularization;
    seed?: number;
  },
): Subject {
  const x = inputOf(input, rng(seed));
  const y = targetOf(target);
  const buffers = promoted(model.buffers as Tree<Tensor>);
  const freshBuffers = copierOf(buffers);
  const layer: Layer = model.layer;
  const withPenalties = (value: number, parameters: Tree<Tensor>) =>
    regularization ? value + penaltyOf(regularization, parameters) : value;
  const byKernel = lossByKernel(loss, y);
  const sequence: Sequence = {
    layer,
    buffers,
    input: x,
    end: {
      loss,
      target: () => copyOf(y),
      value: (prediction, parameters) => withPenalties(loss.forward(prediction, copyOf(y))[0], parameters),
      fastValue(prediction, parameters) {
        const value = byKernel?.(prediction);
        return value === undefined ? undefined : withPenalties(value, parameters);
      },
    },
  };
  return {
    name: `${layer} with ${loss}${regularization ? ` and ${regularization}` : ""}`,
    rates: [...ratesOf(layer), ...ratesOf(loss)],
    tensors: promoted(model.parameters as Tree<Tensor>),
    scalar: true,
    promoted: model.dtype === "float32",
    forward(parameters: Tree<Tensor>, pass: Pass) {
      const [prediction, cache] = layer.forward(copyOf(x), parameters, pass, freshBuffers());
      const [value, lossCache] = runLoss(layer, prediction, loss, copyOf(y));
      return [full([], withPenalties(value, parameters)), { cache, lossCache }];
    },
    backward(_upstream, caches, parameters) {
      const { cache, lossCache } = caches as { cache: unknown; lossCache: unknown };
      const { input: _, ...gradients } = layer.backward(loss.backward(lossCache), cache, parameters);
      return regularization ? withPenalty(gradients, parameters, regularization) : gradients;
    },
    surrogate: declaredIn(sequence),
    sequence,
    batch: batchOf([x, y], (rows) =>
      subjectOfModel(model, {
        input: takeRows(x, rows),
        target: takeRows(y, rows),
        loss,
        ...(regularization && { regularization }),
        seed,
      }),
    ),
    drawn: drawnOf({ input }),
    call: {
      verb: "gradcheck",
      subject: "model",
      options: {
        input: codeOf(input, "input"),
        target: codeOfValues(target, "target"),
        loss: String(loss),
        ...(regularization && { regularization: String(regularization) }),
      },
    },
  };
}
