import { expect, test } from "vitest";
import { dense } from "../../../test/fixtures.ts";
import {
  compose,
  createModel,
  defineLoss,
  impute,
  oneHot,
  pipeline,
  standardize,
  type Table,
  tensor,
  tensors,
  toArray,
} from "../../index.ts";

const rows: Table = [
  [1, "red"],
  [null, "blue"],
  [5, "blue"],
];
const transforms = compose(impute(), standardize(), oneHot()).fit(rows);
const model = createModel(dense(3, 1), { seed: 1, classes: ["no", "yes"] });
/** A loss that is of no use but for its probabilities, σ(z). */
const logistic = defineLoss("logistic", () => ({
  forward: (prediction) => [0, prediction],
  backward: (prediction) => prediction,
  probabilities: tensors.sigmoid,
}))();

test("the model is given the rows as the transform makes them", () => {
  const { predict, predictProbabilities, predictClasses } = pipeline(transforms, model);
  const x = transforms.apply(rows);
  const outputs = toArray(model.predict(x)) as number[][];
  expect(toArray(predict(rows))).toEqual(outputs);
  expect(toArray(predictProbabilities(rows, logistic))).toEqual(toArray(tensors.sigmoid(tensor(outputs))));
  expect(predictClasses(rows, logistic)).toEqual(outputs.map(([z]) => (z > 0 ? "yes" : "no")));
});

test("a single row gives a single prediction", () => {
  const { predict, predictProbabilities, predictClasses } = pipeline(transforms, model);
  const [z] = toArray(model.predict(transforms.apply([5, "red"]))) as number[];
  expect(toArray(predict([5, "red"]))).toEqual([z]);
  expect(predictProbabilities([5, "red"], logistic).shape).toEqual([1]);
  expect(predictClasses([5, "red"], logistic)).toBe(z > 0 ? "yes" : "no");
});

test("what is not fitted, or no model, is refused", () => {
  expect(() => pipeline(standardize() as never, model)).toThrow(
    "pipeline: transforms must be fitted, such as standardize().fit(rows), got an Object",
  );
  expect(() => pipeline(transforms, dense(3, 1) as never)).toThrow(
    "pipeline: expected a model, got an Object",
  );
  expect(() => pipeline(transforms, model).predict([[1, "green"]])).toThrow(
    'oneHot(): row 0, column 1 is "green"',
  );
});
