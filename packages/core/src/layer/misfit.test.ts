import { describe, expect, test } from "vitest";
import { blend, dense, halves, meanSquaredError, split, squareLayer } from "../../test/fixtures.ts";
import { createModel, defineLayer, type Layer, multiply, ones, rng, type Tensor } from "../index.ts";
import type { Input } from "./contract.ts";
import { runLoss } from "./differentiate.ts";
import { runChild } from "./sequence.ts";
import type { Tree } from "./tree.ts";

const pass = { training: true, rng: rng(0) };

/** Runs a layer on an output of another one. */
function behind(before: Layer, output: Input, layer: Layer) {
  const { parameters } = createModel(layer);
  const child = { layer, parameters: parameters as Tree<Tensor>, pass, buffers: {} };
  return () => runChild(child, output, before);
}

const one = ones([2, 3]);
const two = { hidden: ones([2, 3]), cell: ones([2, 3]) };

test("what fits is run, once", () => {
  let runs = 0;
  const counting = defineLayer("counting", () => ({
    forward: ({ hidden, cell }: { hidden: Tensor; cell: Tensor }) => {
      runs++;
      return [multiply(hidden, cell), null];
    },
    backward: (dy) => ({ input: { hidden: dy, cell: dy } }),
  }));
  expect(behind(split(3), two, counting())()[0]).toMatchObject({ shape: [2, 3] });
  expect(runs).toBe(1);
});

describe("what does not fit is refused with both names, and those of the tensors", () => {
  test.each<[string, Layer, Input, Layer, string]>([
    [
      "other names",
      split(3),
      two,
      blend(3),
      "blend(3): expected { a, b }, got the outputs { hidden, cell } of split(3)",
    ],
    [
      "one tensor for several",
      dense(4, 3),
      one,
      blend(3),
      "blend(3): expected { a, b }, got the one output of dense(4, 3)",
    ],
    [
      "several for one tensor",
      split(3),
      two,
      dense(3, 1),
      "dense(3, 1): expected one tensor, got the outputs { hidden, cell } of split(3)",
    ],
  ])("%s", (_, before, output, layer, message) => {
    expect(behind(before, output, layer)).toThrow(new Error(message));
  });

  test("of a loss", () => {
    const loss = (before: Layer, output: Input, loss: Parameters<typeof runLoss>[2]) => () =>
      runLoss(before, output, loss, one);
    expect(loss(dense(4, 3), one, halves())).toThrow(
      new Error("halves(): expected { hidden, cell }, got the one output of dense(4, 3)"),
    );
    expect(loss(split(3), two, meanSquaredError())).toThrow(
      new Error("meanSquaredError(): expected one tensor, got the outputs { hidden, cell } of split(3)"),
    );
  });
});

describe("an error of another kind", () => {
  test("stays as it is where one tensor was taken", () => {
    expect(behind(squareLayer(), one, dense(4, 3))).toThrow(
      new Error("dense(4, 3): expected input [n, 4], got [2, 3]"),
    );
  });

  test("says what came where the names fit, or are looked at by a check of the layer's own", () => {
    const strict = defineLayer("strict", (...names: readonly string[]) => ({
      forward: (input: { hidden: Tensor }) => {
        if (`${Object.keys(input)}` !== `${names}`) throw new Error(`expected { ${names.join(", ")} }`);
        throw new Error("expected other values");
      },
      backward: () => ({ input: { hidden: null } }),
    }));
    const came = "what came is the outputs { hidden, cell } of split(3)";
    expect(behind(split(3), two, strict("state"))).toThrow(
      new Error(`strict("state"): expected { state }; ${came}`),
    );
    expect(behind(split(3), two, strict("hidden", "cell"))).toThrow(
      new Error(`strict("hidden", "cell"): expected other values; ${came}`),
    );
  });

  test("is passed on where it is no Error", () => {
    const throwing = defineLayer("throwing", () => ({
      forward: () => {
        throw 7;
      },
      backward: () => ({ input: null }),
    }));
    let thrown: unknown;
    try {
      behind(split(3), two, throwing())();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBe(7);
  });
});
