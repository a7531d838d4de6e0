// Random expression graphs, each with its exact gradient and some with a spoilt one: no right gradient is accused, no spoilt
// one passes outside its error bar. `scripts/graphs.ts` tries more of them, and prints what it finds with the graphs.
import { expect, test } from "vitest";
import { drawGraph } from "./draw-graph.ts";
import { print } from "./graph.ts";
import { type Fault, tryOut } from "./trial.ts";

const first = 1_000_000;
const graphs = 150;
/** How many may fail so far. */
const most: { readonly [kind in Fault["kind"]]: number } = {
  accused: 30,
  "undeserved pass": 2,
  "broken error bar": 30,
  silent: 30,
};

test(`graphs ${first} to ${first + graphs - 1}: the right ones are not accused, the spoilt ones do not pass`, () => {
  const found: Record<string, string[]> = {};
  for (let seed = first; seed < first + graphs; seed++) {
    const graph = drawGraph(seed);
    for (const { twin, faults } of tryOut(graph))
      for (const { kind, text } of faults) {
        found[kind] ??= [];
        found[kind].push(`${print(graph)}\n  ${twin}: ${kind}, ${text}`);
      }
  }
  for (const [kind, faults] of Object.entries(found))
    expect(faults.length, faults.join("\n")).toBeLessThanOrEqual(most[kind as Fault["kind"]]);
});
