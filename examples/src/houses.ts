// Prices of houses, of which some numbers and categories are missing: filled in, scaled, and each category made a column.
import {
  absoluteError,
  adam,
  compose,
  createModel,
  fit,
  impute,
  oneHot,
  pipeline,
  rSquared,
  split,
  standardize,
  tensor,
} from "@nudge/core";
import { readCsv } from "@nudge/core/node";
import { dense, meanSquaredError, sequential, tanh } from "@nudge/layers";

const houses = await readCsv(new URL("../data/houses.csv", import.meta.url), {
  target: "price",
  categorical: ["district", "heating"],
  missing: [],
});
const [training, testing] = split(houses, 0.25, { seed: 1 });
// The prices are scaled too, and predictions of them scaled back.
const prepare = compose(impute(), standardize(), oneHot()).fit(training.inputs);
const scale = standardize().fit(training.targets);
const data = { inputs: prepare.apply(training.inputs), targets: scale.apply(training.targets) };

const [, columns] = data.inputs.shape;
const model = createModel(sequential(dense(columns, 16), tanh(), dense(16, 1)), { seed: 1 });
const optimizer = adam({ learningRate: 0.01 });
fit(model, data, {
  loss: meanSquaredError(),
  optimizer,
  epochs: 200,
  validation: 0.2,
  earlyStopping: { patience: 10 },
  seed: 1,
});

const { predict } = pipeline(prepare, model);
const predicted = scale.invert(predict(testing.inputs));
const actual = tensor(testing.targets);
console.log(`${columns} columns of ${houses.columns.length}: ${houses.columns.join(", ")}`);
console.log(
  `off by ${absoluteError().evaluate(predicted, actual).toFixed(1)} thousand on average, R² ${rSquared().evaluate(predicted, actual).toFixed(3)}`,
);
const house = [120, 4, null, "harbour", "gas"];
const price = scale.invert(predict(house)).get(0);
console.log(`${house.map((cell) => cell ?? "?").join(", ")}: ${price.toFixed(0)} thousand`);
