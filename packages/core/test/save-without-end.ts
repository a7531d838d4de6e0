// Saves one of two models after the other in the same file until it is killed; says so when the first is saved.
import { createModel } from "../src/index.ts";
import { save } from "../src/node.ts";
import { dense } from "./fixtures.ts";

const models = [1, 2].map((value) => {
  const model = createModel(dense(400, 250));
  model.theta.fill(value);
  return model;
});
for (let k = 0; ; k++) {
  await save(process.argv[2], models[k % 2]);
  if (k === 0) process.stdout.write("saved");
}
