// A subject that is layers one after another, taken apart: each layer can be run alone, on the parameters in θ and with
// the random numbers that a pass through all of them would give it.
import type { Input, Layer, LayerKernel, Loss, Output, Pass, Tensor } from "@nudge/core";
import { isSequence, kernelOf, sequenceOf, type Tree } from "@nudge/core/internal";
import { copierOf } from "./promoted.ts";

/** What a subject says of itself where it is one layer or several. */
export interface Sequence {
  readonly layer: Layer;
  readonly buffers: Tree<Tensor>;
  /** The input of the first layer; where there is none, it is the tensor "input" of the subject. */
  readonly input?: Input;
  /** What makes a number of the output of the last layer; where there is none, that is the output of the subject. */
  readonly end?: LossAtTheEnd;
}

/** The loss of a model, with its targets and the penalty. */
export interface LossAtTheEnd {
  readonly loss: Loss<unknown, Output>;
  target(): Tensor;
  value(prediction: Output, parameters: Tree<Tensor>): number;
  /** The same by the kernel of the loss, to be proved against `value`; undefined where the kernel cannot give it. */
  fastValue(prediction: Output, parameters: Tree<Tensor>): number | undefined;
}

/** A layer of a sequence. */
export interface Stage {
  readonly layer: Layer;
  /** What a compiled step knows of the layer. */
  readonly kernel: LayerKernel | undefined;
  /** Where its parameters are in the subject: "1", or "1.0" in a sequence within the sequence. */
  readonly path: string;
  /** What the names of its parameters begin with: "1." */
  readonly prefix: string;
  readonly parameters: Tree<Tensor>;
  /** As the model has them, or as they start; a copy. */
  readonly buffers: Tree<Tensor>;
  /** Runs forward with the random numbers of the whole pass, on its own parameters unless others are given. */
  run(input: Input, parameters?: Tree<Tensor>): readonly [output: Output, cache: unknown];
  /** Runs its surrogate in the same way, where it declares one. */
  readonly surrogate?: ((input: Input, parameters?: Tree<Tensor>) => Output) | undefined;
}

/** The parameters among the tensors of a subject. */
function parametersAmong({ input }: Sequence, tensors: Tree<Tensor>): Tree<Tensor> {
  if (input !== undefined) return tensors;
  const { input: _, ...own } = tensors;
  return own;
}

/** Whether it is more than one layer: a sequence, or a layer with a loss behind it. */
export const isComposed = ({ layer, end }: Sequence) => isSequence(layer) || end !== undefined;

/** The stages of a subject. Each reads the tensors when it is run, and so follows when θ moves. */
export function stagesOf(sequence: Sequence, tensors: Tree<Tensor>, pass: Pass): Stage[] {
  const { layer, buffers } = sequence;
  return sequenceOf(layer, parametersAmong(sequence, tensors), pass, buffers).map((own) => {
    const { layer, path, parameters } = own;
    const freshBuffers = copierOf(own.buffers);
    const again = () => ({ training: own.pass.training, rng: own.pass.rng.clone() });
    return {
      layer,
      kernel: kernelOf(layer),
      path,
      prefix: path === "" ? "" : `${path}.`,
      parameters,
      buffers: freshBuffers(),
      run(input, given = parameters) {
        const [output, cache] = layer.forward(input, given, again(), freshBuffers());
        return [output, cache];
      },
      surrogate:
        layer.surrogate &&
        ((input, given = parameters) => layer.surrogate?.(input, given, again(), freshBuffers()) as Tensor),
    };
  });
}
