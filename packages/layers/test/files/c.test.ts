// Programs in C give what `predict` gives: to the bit where they do arithmetic alone, and else as far as the library of C gives
// the same exp as JavaScript.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Dtype, rng, toSource } from "@nudge/core";
import { afterAll, expect, test } from "vitest";
import { drawRow, predictionOf, randomNet, tableModels } from "./models.ts";

/** A C compiler; undefined where there is none. */
const compiler = ["cc", "gcc", "clang"].find((name) =>
  (process.env.PATH ?? "").split(":").some((folder) => existsSync(join(folder, name))),
);

const folder = mkdtempSync(join(tmpdir(), "nudge-c-"));
afterAll(() => rmSync(folder, { recursive: true }));

const isArithmetic = (text: string) => !/\b(exp|expm1|log|log1p|tanh|erfc)\(/.test(text);

/** Compiles programs together, the names of each with its number, and gives what each makes of its row. */
function run(
  texts: readonly string[],
  inputs: readonly ArrayLike<number>[],
  outputs: readonly number[],
  dtype: Dtype,
) {
  const type = dtype === "float32" ? "float" : "double";
  const numbered = texts.map((text, k) =>
    text.replace(/\b(predict|[vw]\d+|maximum|minimum|sigmoid|softplus)\b/g, `$1_${k}`),
  );
  const calls = inputs.map((x, k) => {
    const y = `y[${outputs[k]}]`;
    const values = Array.from(x, (value) => (Object.is(value, -0) ? "-0.0" : value.toExponential())).join(
      ", ",
    );
    return `{ ${type} x[] = {${values}}, ${y}; predict_${k}(x, y); fwrite(y, sizeof *y, ${outputs[k]}, stdout); }`;
  });
  const source = join(folder, `${dtype}.c`);
  writeFileSync(
    source,
    ["#include <stdio.h>", ...numbered, `int main(void) { ${calls.join("\n")} }`, ""].join("\n"),
  );
  const program = join(folder, dtype);
  const warnings = ["-std=c99", "-Wall", "-Werror", "-pedantic"];
  execFileSync(compiler as string, [...warnings, "-ffp-contract=off", source, "-o", program, "-lm"]);
  const bytes = new Uint8Array(execFileSync(program, { maxBuffer: 1e8 })).buffer;
  const all = Array.from(dtype === "float32" ? new Float32Array(bytes) : new Float64Array(bytes));
  let start = 0;
  return outputs.map((length) => {
    start += length;
    return all.slice(start - length, start);
  });
}

test.skipIf(compiler === undefined).each([
  ["float64", 1e-12],
  ["float32", 1e-6],
] as const)("in C, of %s", (dtype, tolerance) => {
  const nets = Array.from({ length: 10 }, (_, seed) => randomNet(dtype, seed));
  const models = [...tableModels(dtype, 7), ...nets];
  const texts = models.map(({ model, input }) => toSource(model, { input, language: "c" }));
  const rows = models.map(({ input }, k) => drawRow(input, rng(k)));
  const expected = models.map((written, k) => predictionOf(written, rows[k]));
  const inputs = rows.map(({ data }) => (dtype === "float32" ? Float32Array.from(data) : data));
  const actual = run(
    texts,
    inputs,
    expected.map(({ length }) => length),
    dtype,
  );
  const arithmetic = texts.filter(isArithmetic).length;
  expect(arithmetic).toBeGreaterThan(20);
  expect(texts.length - arithmetic).toBeGreaterThan(10);
  for (const [k, { code, input }] of models.entries()) {
    const what = `${code} of a row [${input}]`;
    if (isArithmetic(texts[k])) expect(actual[k], what).toStrictEqual(expected[k]);
    for (const [i, value] of expected[k].entries()) {
      const difference = Math.abs(actual[k][i] - value);
      expect(difference, what).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value)));
    }
  }
});
