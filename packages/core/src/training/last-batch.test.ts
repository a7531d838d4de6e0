import { describe, expect, test } from "vitest";
import { center, chain, dense, meanSquaredError, noise } from "../../test/fixtures.ts";
import { copy, createModel, defineLayer, type Layer, sgd, type Tensor, train } from "../index.ts";

/** Throws in training on fewer rows than `least`. */
const atLeast = defineLayer("atLeast", (least: number) => ({
  forward: (x, _, { training }) => {
    if (training && x.shape[0] < least) throw new Error(`expected ${least} rows, got ${x.shape[0]}`);
    return [copy(x), undefined];
  },
  backward: (dy) => ({ input: dy }),
}));

const start = (layer: Layer, rows: number, options: object = {}) => {
  const model = createModel(layer, { seed: 1 });
  const data = {
    inputs: Array.from({ length: rows }, (_, i) => [i]),
    targets: Array.from({ length: rows }, () => [1]),
  };
  const all = { loss: meanSquaredError(), optimizer: sgd(), epochs: 1, batchSize: 4, ...options };
  return { model, run: () => train(model, data, all) };
};

describe("a last batch of one row", () => {
  test("is refused before the first step where the model cannot take it", () => {
    const { model, run } = start(chain(dense(1, 1), atLeast(2)), 9);
    const before = model.theta.slice();
    expect(run).toThrow(
      new Error(
        "train: the last batch of an epoch has 1 row (9 rows, batchSize 4), which the model cannot take: " +
          "atLeast(2): expected 2 rows, got 1; set dropLast: true, or another batchSize",
      ),
    );
    expect(model.theta).toEqual(before);
  });

  test.each([{ dropLast: true }, { batchSize: 5 }, { validation: 2 / 9 }])(
    "is not there with %j",
    (options) => {
      expect([...start(chain(dense(1, 1), atLeast(2)), 9, options).run()]).toHaveLength(1);
    },
  );

  test("is no matter to other models, and what fails on any batch says so itself", () => {
    expect([...start(dense(1, 1), 9).run()]).toHaveLength(1);
    expect(() => [...start(atLeast(7), 9).run()]).toThrow(new Error("atLeast(7): expected 7 rows, got 4"));
    expect(() => [...start(atLeast(2), 1).run()]).toThrow(new Error("atLeast(2): expected 2 rows, got 1"));
  });

  test("that is tried draws nothing from the training, and leaves no trace in buffers", () => {
    const seen: number[] = [];
    const watch = defineLayer("watch", () => ({
      forward: (x, _, { training, rng }) => {
        if (training && x.shape[0] > 1) seen.push(rng.uniform());
        return [x, undefined];
      },
      backward: (dy) => ({ input: dy }),
    }));
    const trained = (rows: number) => {
      seen.length = 0;
      const { model, run } = start(chain(watch(), noise(), center(1)), rows, { shuffle: false });
      const epochs = run();
      const { count } = (model.buffers as { 2: { count: Tensor } })[2];
      expect(count.get()).toBe(0);
      for (const _ of epochs);
      return [seen.slice(0, 2), count.get()];
    };
    // Of 9 rows the last batch is tried; of 8 there is none.
    expect(trained(9)).toEqual([trained(8)[0], 3]);
  });
});
