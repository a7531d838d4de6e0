// Which tensors have a mistake in common, and what that says of where it comes in.
import { listWords } from "../../words/describe.ts";
import { type Evidence, isWrong, type TensorEvidence } from "../evidence/evidence.ts";
import { agrees } from "./agrees.ts";

/** A name without what tells a weight from a bias: "1" of W1 and of b1, "dense." of dense.weight and dense.bias. */
const layerOf = ({ name }: TensorEvidence) =>
  name.replace(/(?<![a-z])(weights?|kernel|bias(es)?|w|b)(?![a-z])/gi, "");

/** The axes that are longer than 1. */
const long = ({ shape }: TensorEvidence) => shape.flatMap((length, axis) => (length > 1 ? [axis] : []));

/** A matrix of weights, the bias beside it, and the axis of the weights along which the units of both lie. */
export interface AffinePair {
  readonly weight: TensorEvidence;
  readonly bias: TensorEvidence;
  readonly axis: number;
}

/** The weights and the bias of the layer that a tensor is one of, by their names and shapes. */
export function affinePairOf({
  tensor,
  tensors,
}: Pick<Evidence, "tensor" | "tensors">): AffinePair | undefined {
  const family = tensors.filter((one) => layerOf(one) === layerOf(tensor));
  const weight = family.find(({ shape }) => shape.length === 2);
  if (family.length !== 2 || weight === undefined) return undefined;
  const [bias] = family.filter((one) => one !== weight && long(one).length <= 1);
  const axes = [1, 0].filter((axis) => weight.shape[axis] === bias?.theta.length);
  // Of [n, 1] it is where the units lie in the bias, of a square that of y = x W.
  const [axis] = bias?.shape.length === 2 && bias.shape[1] === 1 ? axes.toReversed() : axes;
  return bias === undefined || axis === undefined ? undefined : { weight, bias, axis };
}

/** What the other tensors that are off by the same factor say of it. */
export function alsoOffBy(evidence: Evidence, factor: number): string {
  const { tensor, tensors, hessian } = evidence;
  if (hessian !== undefined) return "";
  const others = tensors.filter(
    (one) =>
      one !== tensor &&
      one.verdict.some((_, k) => isWrong(one, k)) &&
      agrees(
        one.analytic,
        one.numeric.map((n) => factor * n),
        one.error.map((bar) => Math.abs(factor) * bar),
      ),
  );
  if (others.length === 0) return "";
  if (others.length === tensors.length - 1)
    return "; so it is in every tensor: it comes in where backward begins, or at its end";
  const names = listWords(others.map(({ name }) => name));
  const pair = affinePairOf(evidence);
  const isLayer = others.length === 1 && (others[0] === pair?.weight || others[0] === pair?.bias);
  return isLayer
    ? `; so it is in ${names}: it is in the gradient that arrives at the output of their layer, or in how both are summed`
    : `; so it is in ${names}: it comes in before backward gets to these`;
}
