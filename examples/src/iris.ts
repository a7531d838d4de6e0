// Iris: what `npm start` runs.
import { historyToText } from "@nudge/core";
import type { GradcheckReport } from "@nudge/gradcheck";
import { runIris } from "./iris-recipe.ts";

const { model, before, history, after, scores, tested } = await runIris(42);

const describe = ({ verdict, ratio, counts, milliseconds }: GradcheckReport) =>
  `${verdict}, ratio ${ratio.toExponential(1)}, ${counts.entries} entries of θ in ${milliseconds.toFixed(0)} ms`;

console.log(`150 flowers, ${150 - tested} to train on and ${tested} to test on\n\n${model}\n`);
console.log(`gradient check before training   ${describe(before)}\n`);
console.log(`${historyToText(history)}\n`);
console.log(`gradient check after training    ${describe(after)}\n`);
console.log(`test accuracy: ${Math.round(scores.accuracy * tested)} of ${tested}\n\n${scores.confusion}`);
