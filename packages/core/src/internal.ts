// What the sister packages need of core, and nobody else: no version covers it, and it may change with any release.
export { checkOptions } from "./arguments/options.ts";
export { isAsDefined } from "./layer/as-defined.ts";
export { slicesOf, viewsInto } from "./layer/theta.ts";
export { initialize, leavesOf, mapTree, type Tree } from "./layer/tree.ts";
export { Arena } from "./tensor/arena.ts";
