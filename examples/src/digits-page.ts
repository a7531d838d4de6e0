// A net that was trained in Node, in a page that needs nothing else, neither a server nor the network.
import { readFileSync } from "node:fs";
import { adam, createModel, divide, fit, slice, split, toArray, toBytes } from "@nudge/core";
import { readCsv } from "@nudge/core/node";
import { dense, relu, sequential, softmaxCrossEntropy } from "@nudge/layers";
import { build } from "esbuild";

const file = (name: string) => new URL(`../${name}`, import.meta.url);

/** The page with a net that was trained for so many epochs, and the rows of data that it shows, which were set apart. */
export async function makePage(epochs: number) {
  const digits = await readCsv(file("data/digits.csv"), { target: "label" });
  const [training, testing] = split(digits, 0.1, { stratified: true, seed: 1 });
  const model = createModel(sequential(dense(64, 64), relu(), dense(64, 10)), { seed: 1 });
  const [loss, optimizer] = [softmaxCrossEntropy(), adam({ learningRate: 0.004 })];
  fit(model, { inputs: divide(training.inputs, 16), targets: training.targets }, { loss, optimizer, epochs });

  const samples = divide(slice(testing.inputs, 0, 0, 10), 16);
  const bundled = await build({
    entryPoints: [file("page/page.js").pathname],
    bundle: true,
    minify: true,
    format: "iife",
    write: false,
    conditions: ["@nudge/source"],
  });
  const parts: { readonly [part: string]: string } = {
    MODEL: Buffer.from(toBytes(model, { loss })).toString("base64"),
    SAMPLES: JSON.stringify(toArray(samples)),
    SCRIPT: bundled.outputFiles[0].text,
  };
  const html = readFileSync(file("page/page.html"), "utf8").replaceAll(
    /\b(MODEL|SAMPLES|SCRIPT)\b/g,
    (part) => parts[part],
  );
  return { html, model, samples };
}
