import { cast } from "@nudge/core";
import { expect, test } from "vitest";
import { toText } from "../../src/index.ts";
import { each } from "../corpus/algebra.ts";
import { linear } from "../corpus/bases/linear.ts";
import { checkMap } from "./entry.ts";
import { catalogue, leftOut } from "./index.ts";

test("has every row but those left out", () => {
  const rows = new Set(catalogue.map(({ row }) => row));
  for (let row = 1; row <= 80; row++) expect(rows.has(row), `row ${row}`).toBe(!leftOut.has(row));
});

test.each(catalogue.map((entry) => [`${entry.row} ${entry.name}`, entry] as const))(
  "%s",
  (_, { mutant, twin }) => {
    const right = twin();
    expect(right.verdict, toText(right)).toBe("pass");
    const wrong = mutant();
    expect(wrong.verdict, toText(wrong)).toBe("fail");
  },
);

test("69 gradients stored in float32 pass with a note", () => {
  const backward: typeof linear.backward = (...given) =>
    each(linear.backward(...given), (g) => cast(cast(g, "float32"), "float64"));
  const report = checkMap({ ...linear, backward });
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.findings.map(({ kind }) => kind)).toContain("low-precision");
});
