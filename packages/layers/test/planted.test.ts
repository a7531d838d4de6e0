// The check catches what is wrong: every layer with wrong backwards of several categories, one of them small.
import { describe, expect, test } from "vitest";
import { thinned } from "../../../test/thinned.ts";
import { gradcheck, toText } from "../../gradcheck/src/index.ts";
import { error, general, gradientsAt, gradientsOf, smallFactor, typical, withBug } from "./planted.ts";
import { drawInput, rows } from "./table.ts";

const firstOfEach = rows.filter(
  ({ layer }, k) => rows.findIndex((row) => row.layer.name === layer.name) === k,
);

describe.each(firstOfEach)("$layer.name", (row) => {
  const { layer, inputs } = row;
  const input = drawInput(row, inputs[1], 3);
  const right = gradientsAt(layer, input, 3);
  const verdictWith = (bug: (typeof general)[number]) => gradcheck(withBug(layer, bug), { input, seed: 3 });

  const bugs = [...general, ...(typical[layer.name] ?? [])];
  test.each(thinned(bugs, 4))("is caught: %s", (...bug) => {
    const report = verdictWith(bug);
    expect(report.verdict, toText(report)).toBe("fail");
  });

  const named = gradientsOf(right).filter(([, x]) => x.data.some((g) => Math.abs(g) > 1e-12));
  test.each(thinned(named, 2).map(([name]) => name))("is caught: 5e-4 too much in %s", (name) => {
    const report = verdictWith(smallFactor(name));
    expect(report.verdict, toText(report)).toBe("fail");
  });

  test("has wrong backwards from three categories and more, one below 1e-3", () => {
    expect(new Set(bugs.map(([category]) => category)).size).toBeGreaterThanOrEqual(3);
    const errors = bugs.map((bug) => error(gradientsAt(withBug(layer, bug), input, 3), right));
    for (const size of errors) expect(size).toBeGreaterThan(0);
    expect(Math.min(...errors)).toBeLessThan(1e-3);
  });
});

test("every layer has a mistake of its own", () => {
  expect(Object.keys(typical).sort()).toEqual(firstOfEach.map(({ layer }) => layer.name).sort());
});
