import type { Dtype } from "@nudge/core";
import type { Contestant } from "./contestant.ts";

export const nudge = (dtype: Dtype): Contestant => ({
  name: "nudge",
  dtype,
  kind: "softmax",
  async build({ sizes, layers, batch, batches, rate }) {
    const { createModel, createTrainer, evaluate, sgd, tensor } = await import("@nudge/core");
    const { dense, relu, sequential, softmaxCrossEntropy } = await import("@nudge/layers");

    const stack = sizes.slice(1).map((outputs, i) => dense(sizes[i], outputs));
    const model = createModel(
      sequential(...stack.flatMap((layer, i) => (i === 0 ? [layer] : [relu(), layer]))),
      {
        dtype,
      },
    );
    for (const [i, { weight, bias }] of layers.entries()) {
      model.theta.set(weight, model.slices[2 * i].offset);
      model.theta.set(bias, model.slices[2 * i + 1].offset);
    }
    const ofDtype = (numbers: ArrayLike<number>) =>
      dtype === "float32" ? Float32Array.from(numbers) : Float64Array.from(numbers);
    const data = batches.map(({ inputs, labels }) => ({
      inputs: tensor(ofDtype(inputs), [batch, sizes[0]]),
      targets: tensor(ofDtype(labels)),
    }));
    const loss = softmaxCrossEntropy();
    const trainer = createTrainer(model, { loss, optimizer: sgd({ learningRate: rate }) });
    return {
      step(k) {
        trainer.step(data[k].inputs, data[k].targets);
      },
      loss: (k) => evaluate(model, data[k], { loss }).loss,
    };
  },
});
