// What the compiler knows of layers: checked with the rest of the sources, never run.
import { add, createModel, defineLayer, type Layer, type Tensor } from "@nudge/core";
import {
  attention,
  batchNorm,
  concat,
  conv2d,
  dense,
  lstm,
  multiHeadSelfAttention,
  relu,
  residual,
  sequential,
} from "../src/index.ts";

/** Without options a layer has all of its parameters; with options some may be missing. */
const bias: Tensor = createModel(dense(3, 2)).parameters.bias;
const gamma: Tensor = createModel(batchNorm(3)).parameters.gamma;
const kernel: Tensor = createModel(conv2d(3, 8, 3)).parameters.weight;
const maybe: Tensor | undefined = createModel(dense(3, 2, { bias: false })).parameters.bias;
// @ts-expect-error it may have been turned off
const surely: Tensor = createModel(dense(3, 2, { bias: false })).parameters.bias;

/** Layers inside layers are under their numbers, or names. */
const model = createModel(sequential(dense(4, 3), relu(), residual(sequential(dense(3, 3)))));
const inner: Tensor = model.parameters[2][0][0].weight;
const side: Tensor = createModel(concat(dense(4, 3), dense(4, 2), { axis: 1 })).parameters[1].weight;
const projection: Tensor = createModel(multiHeadSelfAttention(4, 2)).parameters.query.weight;
// @ts-expect-error relu has no parameters
model.parameters[1].weight;

/** A sequence gives what its last layer does, whether that is one tensor or several by name. */
const output: Tensor = createModel(sequential(dense(4, 3), relu())).predict([[1, 2, 3, 4]]);
const halves = defineLayer("halves", () => ({
  forward: (x) => [{ left: x, right: x }, null],
  backward: ({ left, right }) => ({ input: add(left, right) }),
}));
const left: Tensor = createModel(sequential(dense(4, 3), halves())).predict([[1, 2, 3, 4]]).left;
// @ts-expect-error there is no output "middle"
createModel(sequential(dense(4, 3), halves())).predict([[1, 2, 3, 4]]).middle;

/** Every layer is a Layer. */
const layers: Layer[] = [
  dense(3, 2),
  attention(),
  lstm(3, 2, { initialState: true }),
  batchNorm(3),
  halves(),
];

// @ts-expect-error a kernel of one axis has one length
conv2d(3, 8, "3");
// @ts-expect-error there is no such option
lstm(3, 2, { returnSequences: true });

export const used = [bias, gamma, kernel, maybe, surely, inner, side, projection, output, left, layers];
