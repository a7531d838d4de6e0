// Whatever a factory, or a pass of what it makes, is given: it returns, or throws an error that begins with who refuses.
import { type Layer, rng, tensor } from "@nudge/core";
import { initialize } from "@nudge/core/internal";
import fc from "fast-check";
import { describe, test } from "vitest";
import { callsOf, expectRefusal, garbage } from "../../core/test/garbage.ts";
import * as nudge from "../src/index.ts";
import { drawPair, losses } from "./loss-table.ts";
import { drawInput, rows } from "./table.ts";

const anything = garbage([
  nudge.dense(2, 1),
  nudge.meanSquaredError(),
  nudge.relu,
  [nudge.relu()],
  3,
  2 ** 40,
  [2, 3],
  [[1, 2]],
  { x: tensor([[[1, 2]]]) },
  { query: tensor([[1]]), key: tensor([[1, 2]]), value: 3 },
]);

const options = fc
  .tuple(
    fc.constantFrom(
      ...["axis", "bias", "stride", "padding", "dilation", "countPadding", "epsilon", "affine", "momentum"],
      ...["causal", "states", "initialState", "paddingIndex", "approximate", "margin", "power", "logTarget"],
      ...["reduction", "labelSmoothing", "classWeights", "positiveWeight"],
    ),
    anything,
  )
  .map(([name, value]) => ({ [name]: value }));
const argument = fc.oneof(anything, options);

/** For each factory some arguments that are right. */
const right = new Map(
  [...rows.map(({ layer }) => layer), ...losses.map(({ loss }) => loss)].map(({ name, args }) => [
    name,
    args,
  ]),
);

/** All wrong, or right but one. */
const argumentsOf = (name: string) =>
  fc.oneof(
    fc.array(argument, { maxLength: 4 }),
    fc.tuple(fc.nat(3), argument).map(([k, wrong]) => Object.assign([...right.get(name)!], { [k]: wrong })),
  );

test.each(Object.entries(nudge))("%s refuses in its own name", (name, factory) => {
  const make = factory as (...args: readonly unknown[]) => unknown;
  fc.assert(
    fc.property(argumentsOf(name), (args) => expectRefusal([`${name}: `], () => make(...args))),
    callsOf(100),
  );
});

/** A layer and all those inside it, as an error begins with them. */
const within = (layer: Layer): readonly string[] => [`${layer}: `, ...layer.children.flatMap(within)];

describe.each(rows)("$code", (row) => {
  const { layer } = row;
  const parameters = initialize(layer.parameters, rng(0)) as never;
  const buffers = initialize(layer.buffers, rng(0)) as never;
  const forward = (input: unknown, training: boolean) =>
    layer.forward(input as never, parameters, { training, rng: rng(0) }, buffers);

  test("its passes refuse in its own name", () => {
    const [, cache] = forward(drawInput(row, row.inputs[1], 0), true);
    fc.assert(
      fc.property(anything, fc.boolean(), (wrong, training) => {
        expectRefusal(within(layer), () => forward(wrong, training));
        expectRefusal(within(layer), () => layer.backward(wrong as never, cache, parameters));
      }),
      callsOf(40),
    );
  });
});

describe.each(losses)("$code, target: $target", (row) => {
  const { loss } = row;
  const { p, t } = drawPair(row, row.predictions[1], 0);

  test("its forward pass refuses in its own name", () => {
    fc.assert(
      fc.property(anything, anything, (prediction, target) => {
        for (const pair of [
          [prediction, target],
          [prediction, t],
          [p, target],
        ])
          expectRefusal([`${loss}: `], () => loss.forward(pair[0] as never, pair[1] as never));
      }),
      callsOf(40),
    );
  });
});
