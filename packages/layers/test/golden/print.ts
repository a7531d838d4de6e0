// Prints, for every golden case, how far we are from it: the largest |a - b| / (|b| + 0.1), which may be 1e-12.
//
//   npm run -s example packages/layers/test/golden/print.ts
import { compareLayer, compareLoss, compareTraining } from "./compare.ts";
import { leftOut } from "./names.ts";
import { type GoldenLayer, type GoldenLoss, type GoldenTraining, readCases } from "./read.ts";

const digits = (distance: number) => (distance === 0 ? "0" : distance.toExponential(1));
const print = (name: string, distances: object) =>
  console.log(`| ${name} | ${Object.values(distances).map(digits).join(" | ")} |`);

console.log("| case | output | input gradient | parameter gradients |\n| --- | --- | --- | --- |");
for (const golden of readCases<GoldenLayer>("layers"))
  if (!leftOut.includes(golden.name)) print(golden.name, compareLayer(golden));
for (const golden of readCases<GoldenLoss>("losses")) print(golden.name, compareLoss(golden));
console.log("\n| training | gradients at the start | losses | final weights |\n| --- | --- | --- | --- |");
for (const golden of readCases<GoldenTraining>("training")) print(golden.name, compareTraining(golden));
