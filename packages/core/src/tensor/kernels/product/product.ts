import type { Matrix } from "./matrix.ts";
import { plainProduct } from "./plain.ts";
import { createWorkspace, isSmall, type Workspace } from "./workspace.ts";

// Made by the first product that needs them.
let exactWorkspace: Workspace | undefined;
let relaxedWorkspace: Workspace | undefined;

/**
 * out = a b for a: [n, k], b: [k, m], out: [n, m], all of one precision, in any layout; out shares no entry with a or b.
 *
 * Every entry is one sum over k, in order, rounded at each step to the precision of the matrices: the same bits for any
 * layout and size, on every host, with WebAssembly and without; unless `relaxed`.
 */
export function product(out: Matrix, a: Matrix, b: Matrix, relaxed = false): void {
  if (isSmall(out, a)) {
    plainProduct(out, a, b);
  } else if (relaxed) {
    relaxedWorkspace ??= createWorkspace(true);
    relaxedWorkspace(out, a, b);
  } else {
    exactWorkspace ??= createWorkspace();
    exactWorkspace(out, a, b);
  }
}
