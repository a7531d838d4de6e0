// What programs of a few lines weigh in a browser: bundled, minified, and compressed with gzip.
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** Budgets are what was measured when they were last set, and 5 % more, in bytes. */
const programs = {
  "train and predict XOR": {
    code: `
      import { adam, argmax, createModel, fit } from "@nudge/core";
      import { dense, sequential, softmaxCrossEntropy, tanh } from "@nudge/layers";
      const data = { inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], targets: [0, 1, 1, 0] };
      const model = createModel(sequential(dense(2, 8), tanh(), dense(8, 2)), { seed: 1 });
      fit(model, data, { loss: softmaxCrossEntropy(), optimizer: adam({ learningRate: 0.05 }), epochs: 100 });
      console.log(argmax(model.predict(data.inputs), 1));`,
    budget: { minified: 113_300, gzip: 38_900 },
  },
  "predict with a dense net": {
    code: `
      import { createModel } from "@nudge/core";
      import { dense, relu, sequential } from "@nudge/layers";
      console.log(createModel(sequential(dense(2, 8), relu(), dense(8, 2)), { seed: 1 }).predict([[0, 1]]));`,
    budget: { minified: 79_500, gzip: 25_800 },
  },
  "dense alone": {
    code: `export { dense } from "@nudge/layers";`,
    budget: { minified: 61_300, gzip: 19_000 },
  },
  "@nudge/gradcheck, all of it": {
    code: `export * from "@nudge/gradcheck";`,
    budget: { minified: 307_500, gzip: 110_900 },
  },
};

/** Bundles each program in a folder that has the packages: what it weighs, and whether that is over its budget. */
export async function measureBundles(folder) {
  const bundles = [];
  for (const [name, { code, budget }] of Object.entries(programs)) {
    const { outputFiles } = await build({
      stdin: { contents: code, resolveDir: folder },
      bundle: true,
      format: "esm",
      minify: true,
      write: false,
      logLevel: "silent",
    });
    const [{ contents }] = outputFiles;
    const size = { minified: contents.length, gzip: gzipSync(contents, { level: 9 }).length };
    const kinds = Object.keys(budget);
    bundles.push({
      name,
      sizes: kinds.map((kind) => `${size[kind]} of ${budget[kind]} bytes ${kind}`).join(", "),
      isOver: kinds.some((kind) => size[kind] > budget[kind]),
    });
  }
  return bundles;
}
