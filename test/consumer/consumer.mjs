// What a user of the packed packages writes. Run by plain Node in a folder that has nothing else installed, and
// type-checked there.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import * as core from "@nudge/core";
import { readCsv } from "@nudge/core/node";
import * as checker from "@nudge/gradcheck";
import { gradcheck } from "@nudge/gradcheck";
import * as layers from "@nudge/layers";
import { dense, meanSquaredError, sequential } from "@nudge/layers";

const { adam, createModel, createTrainer, defineLayer, multiply, ones, sum } = core;

// Printed, and in the stacks of errors, a function has the name that it is imported by.
for (const [name, value] of Object.entries({ ...core, ...layers, ...checker, ...core.tensors }))
  if (typeof value === "function") assert.equal(value.name, name);

const scale = defineLayer("scale", (/** @type {number} */ size) => ({
  parameters: { gain: ones([size]) },
  forward: (x, { gain }) => [multiply(x, gain), x],
  backward: (dy, x, { gain }) => ({ input: multiply(dy, gain), gain: sum(multiply(dy, x), 0) }),
}));
assert(gradcheck(scale(3), { input: [4, 3], seed: 7 }).passed);

const model = createModel(sequential(dense(2, 3), scale(3)), { seed: 1 });
const trainer = createTrainer(model, { loss: meanSquaredError(), optimizer: adam({ learningRate: 0.01 }) });
const before = trainer.step(ones([4, 2]), ones([4, 3]));
assert(trainer.step(ones([4, 2]), ones([4, 3])) < before);

writeFileSync("flowers.csv", 'petals,species\n5,rose\n8,"daisy"\n');
const flowers = await readCsv("flowers.csv", { target: "species" });
assert.deepEqual(
  [flowers.inputs.shape, flowers.classes],
  [
    [2, 1],
    ["daisy", "rose"],
  ],
);
