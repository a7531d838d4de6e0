// A forecast: of twelve months, how the next one will differ. The last two years are not trained on; beside their forecasts
// stand the naive ones, that a month is as it was a year before, or differs from the last one as it did then.
import {
  absoluteError,
  adam,
  createModel,
  divide,
  exp,
  fit,
  log,
  multiply,
  slice,
  standardize,
  subtract,
  windows,
} from "@nudge/core";
import { readCsv } from "@nudge/core/node";
import { dense, lstm, meanSquaredError, sequential } from "@nudge/layers";

const { inputs: passengers } = await readCsv(new URL("../data/airline.csv", import.meta.url), {
  skip: ["month"],
});
const [months] = passengers.shape;
const rows = (x: typeof passengers, start: number, end: number) => slice(x, 0, start, end);

// Changes of the logarithm neither grow with the years, nor do their swings.
const logs = log(passengers);
const changes = subtract(rows(logs, 1, months), rows(logs, 0, months - 1));
const [year, tested] = [12, 24];
const trained = months - 1 - tested;

const scale = standardize().fit(rows(changes, 0, trained));
const scaled = scale.apply(changes);
const steps = windows(year).fit(scaled);
const data = { inputs: steps.apply(rows(scaled, 0, trained - 1)), targets: rows(scaled, year, trained) };
const model = createModel(sequential(lstm(1, 16), dense(16, 1)), { seed: 1 });
fit(model, data, {
  loss: meanSquaredError(),
  optimizer: adam({ learningRate: 0.02 }),
  epochs: 60,
  batchSize: 32,
  seed: 1,
});

// Each change is forecast from the twelve before it.
const recent = steps.apply(rows(scaled, trained - year, months - 2));
const [actual, before] = [0, 1].map((back) => rows(passengers, months - tested - back, months - back));
const [aYearAgo, beforeThat] = [0, 1].map((back) =>
  rows(passengers, months - tested - year - back, months - year - back),
);
const forecasts = {
  lstm: multiply(before, exp(scale.invert(model.predict(recent)))),
  "as a year before": aYearAgo,
  "changed as a year before": multiply(before, divide(aYearAgo, beforeThat)),
};
for (const [name, forecast] of Object.entries(forecasts)) {
  const error = absoluteError().evaluate(forecast, actual);
  console.log(`${name.padEnd(26)}off by ${error.toFixed(1)} thousand a month`);
}
