import type { Problem } from "../problem.ts";

/** The net of a problem as a model of ours, with tanh between the dense layers, and its first batch. */
export async function modelOf({ sizes, layers, batch, batches }: Problem) {
  const { createModel, tensor } = await import("@nudge/core");
  const { dense, meanSquaredError, sequential, softmaxCrossEntropy, tanh } = await import("@nudge/layers");

  const stack = sizes.slice(1).map((outputs, i) => dense(sizes[i], outputs));
  const model = createModel(
    sequential(...stack.flatMap((layer, i) => (i === 0 ? [layer] : [tanh(), layer]))),
  );
  for (const [i, { weight, bias }] of layers.entries()) {
    model.theta.set(weight, model.slices[2 * i].offset);
    model.theta.set(bias, model.slices[2 * i + 1].offset);
  }
  const { inputs, labels } = batches[0];
  const input = tensor(inputs, [batch, sizes[0]]);
  // Softmax of a single output is constant: there it is the squared error.
  return sizes[sizes.length - 1] === 1
    ? { model, input, target: tensor([...labels], [batch, 1]), loss: meanSquaredError() }
    : { model, input, target: labels, loss: softmaxCrossEntropy() };
}
