// Every factory of layers and losses, and the passes of what they make, with arguments that are wrong or nearly right.
import { type Layer, rng, type Tensor, tensor } from "@nudge/core";
import { initialize } from "@nudge/core/internal";
import fc from "fast-check";
import type { Door } from "../../core/test/door.ts";
import { garbage, nearly } from "../../core/test/garbage.ts";
import * as nudge from "../src/index.ts";
import { drawPair, losses } from "./loss-table.ts";
import { drawInput, rows } from "./table.ts";

type Call = Door["call"];

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

const factories = Object.entries(nudge).map(
  ([name, factory]): Door => ({
    name,
    args: argumentsOf(name),
    call: factory as Call,
    refusals: [`${name}: `],
    times: 25,
  }),
);

/** A layer and all those inside it, as an error begins with them. */
const within = (layer: Layer): readonly string[] => [`${layer}: `, ...layer.children.flatMap(within)];

/** What is nearly right in the place of a tensor, or of one of several. */
const nearlyInput = (input: Tensor | { readonly [name: string]: Tensor }): readonly unknown[] =>
  "data" in input
    ? nearly(input as Tensor)
    : Object.entries(input).flatMap(([name, x]) => nearly(x).map((other) => ({ ...input, [name]: other })));

const passes = rows.flatMap((row): Door[] => {
  const { layer, code } = row;
  const parameters = initialize(layer.parameters, rng(0)) as never;
  const buffers = initialize(layer.buffers, rng(0)) as never;
  const forward = (input: unknown, training: unknown) =>
    layer.forward(input as never, parameters, { training: training as boolean, rng: rng(0) }, buffers);
  const input = drawInput(row, row.inputs[1], 0);
  const [output, cache] = forward(input, true);
  const isRight = { refusals: within(layer), times: 20, finite: true, pure: true };
  return [
    {
      ...isRight,
      name: `${code}, forward`,
      args: fc.tuple(fc.oneof(anything, fc.constantFrom(...nearlyInput(input))), fc.boolean()),
      // The cache is the layer's own.
      call: (x, training) => forward(x, training)[0],
    },
    {
      ...isRight,
      name: `${code}, backward`,
      args: fc.tuple(fc.oneof(anything, fc.constantFrom(...nearly(output)))),
      call: (dy) => layer.backward(dy as never, cache, parameters),
    },
  ];
});

const pairs = losses.flatMap((row): Door[] => {
  const { loss, code, target } = row;
  const { p, t } = drawPair(row, row.predictions[1], 0);
  const nearlyTarget = fc.constantFrom(...(Array.isArray(t) ? [t] : nearly(t as Tensor)));
  const prediction = fc.oneof(anything, fc.constantFrom(...nearly(p)));
  const targets = fc.oneof(anything, nearlyTarget);
  return [
    {
      name: `${code}, target: ${target}`,
      args: fc.oneof(
        fc.tuple(prediction, targets),
        fc.tuple(prediction, fc.constant(t)),
        fc.tuple(fc.constant(p), targets),
      ),
      call: (prediction, target) => loss.forward(prediction as never, target as never)[0],
      refusals: [`${loss}: `],
      times: 40,
      finite: true,
      pure: true,
    },
  ];
});

export const doors: readonly Door[] = [...factories, ...passes, ...pairs];
