// Every layer and loss, and training with them, is what PyTorch's is: outputs and all gradients within 1e-13 + 1e-12 |expected|.
import { describe, expect, test } from "vitest";
import {
  compareLayer,
  compareLoss,
  compareTraining,
  type Distances,
  type TrainingDistances,
} from "./compare.ts";
import { layers, leftOut, losses } from "./names.ts";
import { type GoldenLayer, type GoldenLoss, type GoldenTraining, readCases } from "./read.ts";

const layerCases = readCases<GoldenLayer>("layers").filter(({ name }) => !leftOut.includes(name));
const lossCases = readCases<GoldenLoss>("losses");

function expectEqual(distances: Distances | TrainingDistances) {
  for (const [what, distance] of Object.entries(distances)) expect(distance, what).toBeLessThanOrEqual(1e-12);
}

describe("layers", () => {
  test.each(layerCases)("$name", (golden) => {
    expectEqual(compareLayer(golden));
  });

  test("all of them have cases", () => {
    expect(new Set(layerCases.map(({ layer }) => layer))).toEqual(new Set(Object.keys(layers)));
  });
});

describe("losses", () => {
  test.each(lossCases)("$name", (golden) => {
    expectEqual(compareLoss(golden));
  });

  test("all of them have cases", () => {
    const compared = lossCases.map(({ loss }) => loss).filter((loss) => loss !== "cosine_embedding");
    expect(new Set(compared)).toEqual(new Set(Object.keys(losses)));
  });
});

describe("training", () => {
  test.each(readCases<GoldenTraining>("training"))("$name", (golden) => {
    expectEqual(compareTraining(golden));
  });
});
