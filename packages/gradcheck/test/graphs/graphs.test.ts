// Random expression graphs, each with its exact gradient and some with a spoilt one: no right gradient is accused, no spoilt
// one passes outside its error bar. `scripts/graphs.ts` tries more of them, and prints what it finds with the graphs.
import { expect, test } from "vitest";
import { drawGraph } from "./draw-graph.ts";
import { print } from "./graph.ts";
import { type Fault, type Outcome, tryOut } from "./trial.ts";

const first = 1_000_000;
const graphs = 2000;
/** Every so many of them are spoilt too: a check that fails takes twice as long, for it explains. */
const spoiltOnes = 8;
/** How many faults there are so far. */
const most: { readonly [kind in Fault["kind"]]: number } = {
  accused: 80,
  "undeserved pass": 1,
  "broken error bar": 60,
  silent: 5,
};

test(`graphs ${first} to ${first + graphs - 1}: the right ones are not accused, the spoilt ones do not pass`, () => {
  const found: Record<string, string[]> = {};
  for (let seed = first; seed < first + graphs; seed++) {
    const graph = drawGraph(seed);
    const outcomes = tryOut(graph);
    const tried = seed % spoiltOnes === 0 ? [...outcomes] : [outcomes.next().value as Outcome];
    for (const { twin, faults } of tried)
      for (const { kind, text, excuse } of faults)
        if (excuse === undefined) {
          found[kind] ??= [];
          found[kind].push(`${print(graph)}\n  ${twin}: ${kind}, ${text}`);
        }
  }
  for (const [kind, faults] of Object.entries(found))
    expect(faults.length, faults.join("\n")).toBeLessThanOrEqual(most[kind as Fault["kind"]]);
});
