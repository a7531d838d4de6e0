// What pages of a few lines weigh: bundled, minified, and compressed as servers do. The table in the README is the budget.
import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const programs = {
  "train and predict XOR": `
    import { adam, argmax, createModel, fit } from "@nudge/core";
    import { dense, sequential, softmaxCrossEntropy, tanh } from "@nudge/layers";
    const data = { inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], targets: [0, 1, 1, 0] };
    const model = createModel(sequential(dense(2, 8), tanh(), dense(8, 2)), { seed: 1 });
    fit(model, data, { loss: softmaxCrossEntropy(), optimizer: adam({ learningRate: 0.05 }), epochs: 100 });
    console.log(argmax(model.predict(data.inputs), 1));`,
  "predict with a dense net": `
    import { createModel } from "@nudge/core";
    import { dense, relu, sequential } from "@nudge/layers";
    console.log(createModel(sequential(dense(2, 8), relu(), dense(8, 2)), { seed: 1 }).predict([[0, 1]]));`,
  "check a layer": `
    import { gradcheck, toText } from "@nudge/gradcheck";
    import { dense } from "@nudge/layers";
    console.log(toText(gradcheck(dense(2, 3), { input: [4, 2] })));`,
  "all of `@nudge/gradcheck`": `export * from "@nudge/gradcheck";`,
};

/** By how much a page may be heavier or lighter than the table says. */
const tolerance = 0.05;

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

/** The row of a page in the table: kilobytes minified, with gzip, with brotli. */
function readRow(name) {
  const row = readme.split("\n").find((line) => line.startsWith(`| ${name} `)) ?? "";
  return Array.from(row.matchAll(/([\d.]+) kB/g), ([, kilobytes]) => Number(kilobytes));
}

/** Bundles each page in a folder that has the packages: what it weighs in kilobytes, and whether the README says so. */
export async function measureBundles(folder) {
  const bundles = [];
  for (const [name, contents] of Object.entries(programs)) {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: folder },
      bundle: true,
      format: "esm",
      minify: true,
      write: false,
      logLevel: "silent",
    });
    const [{ contents: code }] = outputFiles;
    const sizes = [code, gzipSync(code, { level: 9 }), brotliCompressSync(code)].map(
      ({ length }) => length / 1000,
    );
    const budget = readRow(name);
    bundles.push({
      name,
      sizes: sizes.map((size) => `${size.toFixed(1)} kB`).join(", "),
      isTold: sizes.every((size, k) => Math.abs(size - budget[k]) <= tolerance * budget[k]),
    });
  }
  return bundles;
}
