import { readOptions } from "../../arguments/options.ts";
import { oneOf } from "../../arguments/reader.ts";
import type { InitialTree, Output } from "../../layer/contract.ts";
import { checkModel, type Model } from "../../layer/model.ts";
import { type ExportOptions, graphOf, readersOfExport } from "../graph/graph-of.ts";
import { c } from "./c.ts";
import { emit } from "./emit.ts";
import { javascript } from "./javascript.ts";

/** The options of `toSource`. */
export interface SourceOptions extends ExportOptions {
  /** What it is written in. @defaultValue "javascript" */
  readonly language?: "javascript" | "c";
}

const languages = { javascript, c };

/**
 * A trained net as the text of a program without dependencies, its weights in it: a JavaScript module that exports
 * `predict(x)`, or C99 with `void predict(const double *x, double *y)` (of `float` for a model of float32).
 *
 * `predict` takes one row as a flat array (of images in row-major order) and gives one: `rows.map((row) => predict(row))`. In
 * JavaScript it gives the bits of `model.predict(row)`, whatever the precision of the model, as far as `Math.exp` and its like are
 * the same; it throws on another number of entries, and on what is not finite. C gives the same bits, compiled with
 * `-ffp-contract=off`, for nets of arithmetic, and otherwise what its library makes of `exp` and its like.
 *
 * What comes of the model is numbers alone: no name and no text of it stands in the program. `input` is the shape of a row, where
 * the net does not begin with a dense layer. Throws with the name of a layer that does not say, in `symbolic`, what it does.
 *
 * @example
 * import { createModel, toSource } from "@nudge/core";
 * import { dense, relu, sequential } from "@nudge/layers";
 *
 * const model = createModel(sequential(dense(2, 2), relu()), { seed: 1 });
 * const { predict } = await import(`data:text/javascript,${encodeURIComponent(toSource(model))}`);
 * console.log(predict([1, 2]).join() === model.predict([1, 2]).data.join());
 * // true
 */
export function toSource(model: Model<InitialTree, Output>, options?: SourceOptions): string {
  checkModel("toSource", model);
  const { input, language } = readOptions("toSource", options, {
    ...readersOfExport(),
    language: oneOf(["javascript", "c"], "javascript"),
  });
  return languages[language].file(emit(graphOf("toSource", model, input), languages[language]));
}
