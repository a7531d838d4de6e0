// Iris: what `npm start` runs.
import type { GradcheckReport } from "@nudge/gradcheck";
import { runIris } from "./iris-recipe.ts";
import { species } from "./read-iris.ts";

const { model, before, history, after, confusion, correct, tested } = runIris(42);

const describe = ({ verdict, ratio, counts, milliseconds }: GradcheckReport) =>
  `${verdict}, ratio ${ratio.toExponential(1)}, ${counts.entries} entries of θ in ${milliseconds.toFixed(0)} ms`;

console.log(`150 flowers, ${150 - tested} to train on and ${tested} to test on\n\n${model}\n`);
console.log(`gradient check before training   ${describe(before)}`);
for (const { epoch, loss } of history) {
  if (epoch % 20 === 0) console.log(`  epoch ${`${epoch}`.padStart(3)}   loss ${loss.toFixed(4)}`);
}
console.log(`gradient check after training    ${describe(after)}\n`);

console.log(`test accuracy: ${correct} of ${tested}\n`);
const width = Math.max(...species.map((name) => name.length));
const line = (cells: readonly (string | number)[]) =>
  cells.map((cell) => `${cell}`.padStart(width)).join("  ");
console.log(`${" ".repeat(width)}  predicted\n${line(["actual", ...species])}`);
for (const [label, counts] of confusion.entries()) console.log(line([species[label], ...counts]));
