// Every case of the corpus as a layer between others says the same with shortcuts and without: right gradients, traps,
// and mutants that return other gradients, remember, write, draw at random, or throw.
import { add, defineLayer, type Layer, type Tensor } from "@nudge/core";
import type { Tree } from "@nudge/core/internal";
import { expect, test } from "vitest";
import { thinned } from "../../../test/thinned.ts";
import { sequential, sigmoid, tanh } from "../../layers/src/index.ts";
import { gradcheck } from "../src/index.ts";
import { type CorpusCase, cases } from "./corpus/index.ts";
import { saidBy } from "./fixtures.ts";

/** sigmoid(Y + tanh x), where Y is the output of the case. */
function inAChain({ build }: CorpusCase): { layer: Layer; shape: number[] } {
  const { subject, upstream } = build();
  const between = defineLayer("between", () => ({
    parameters: subject.tensors,
    forward: (x: Tensor, tensors: Tree<Tensor>) => {
      const [y, cache] = subject.forward(tensors as { [name: string]: Tensor });
      return [add(y, x), cache];
    },
    backward: (dy: Tensor, cache: unknown, tensors: Tree<Tensor>) => ({
      ...subject.backward(dy, cache, tensors as { [name: string]: Tensor }),
      input: dy,
    }),
  }));
  return {
    layer: sequential(tanh(), between() as unknown as Layer, sigmoid()) as unknown as Layer,
    shape: [...upstream.shape],
  };
}

test.each(thinned(cases, 6).map((one) => [one.name, one] as const))("%s", (_, one) => {
  const chained = (shortcuts: boolean) => {
    const { layer, shape } = inAChain(one);
    return saidBy(gradcheck(layer, { input: shape, shortcuts }));
  };
  expect(chained(true)).toEqual(chained(false));
});
