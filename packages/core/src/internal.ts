// What the sister packages need of core, and nobody else: no version covers it, and it may change with any release.
export { describe } from "./arguments/describe.ts";
export { nearest } from "./arguments/nearest.ts";
export { checkKeys, type Read, type Readers, readOptions } from "./arguments/options.ts";
export { printCall } from "./arguments/print-call.ts";
export {
  checkArguments,
  count,
  countOrNone,
  finite,
  flag,
  kind,
  list,
  made,
  notNegative,
  number,
  oneOf,
  optional,
  part,
  positive,
  type Reader,
  share,
  wholeNumber,
} from "./arguments/reader.ts";
export { refusal } from "./arguments/refusal.ts";
export { sameShape, sizeOf, stridesOf } from "./arguments/shape.ts";
export { columns } from "./drawing/columns.ts";
export { writeJson } from "./drawing/json.ts";
export { type Markup, markup, type Part, prose } from "./drawing/markup.ts";
export { htmlPage } from "./drawing/page.ts";
export { heatSteps } from "./drawing/palette.ts";
export { type Box, plot, px } from "./drawing/plot.ts";
export { decades, linearScale, logScale, powerOfTen, type Scale } from "./drawing/scale.ts";
export { pageStyle } from "./drawing/style.ts";
export { runLoss } from "./layer/differentiate.ts";
export { kernelOf } from "./layer/kernel-of.ts";
export { isLayer } from "./layer/recognize.ts";
export { rowError } from "./layer/row-error.ts";
export {
  type Child,
  childrenOf,
  isSequence,
  runChild,
  runSequence,
  type SequenceLayer,
  sequenceOf,
} from "./layer/sequence.ts";
export { symbolicOf } from "./layer/symbolic-of.ts";
export { slicesOf, viewsInto } from "./layer/theta.ts";
export { initialize, leavesOf, mapTree, type Tree } from "./layer/tree.ts";
export { Arena, outsideArena } from "./tensor/arena.ts";
export { contiguous } from "./tensor/contiguous.ts";
export { erfc } from "./tensor/erfc.ts";
export { areNamed, describeTensors, formatNames } from "./tensor/input.ts";
