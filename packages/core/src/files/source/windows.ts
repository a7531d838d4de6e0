// Windows that slide over the axes of space, as loops.
import { sizeOf } from "../../arguments/shape.ts";
import type { GraphWindow } from "../../layer/graph.ts";
import type { Node } from "../graph/node.ts";
import { at, position } from "./loops.ts";
import type { Writer } from "./writer.ts";

/**
 * Loops over what a window sees of x where it stands at p. `read` makes a statement of an entry, of the condition under which it
 * is inside of x ("" where it always is), and of the indices of the loops; the first of them is the channel unless one is given.
 */
function eachSeen(
  writer: Writer,
  x: Node,
  { stride, padding, dilation }: GraphWindow,
  entries: readonly number[],
  p: readonly string[],
  read: (value: string, inside: string, k: readonly string[]) => string,
  channel?: string,
): string[] {
  const space = x.shape.slice(2);
  return writer.loops("k", entries, (k) => {
    const r = space.map((_, axis) => `r${axis}`);
    const where = space.map((_, axis) => {
      const from = position([p[axis], k[axis + 1]], [stride[axis], dilation[axis]]);
      return `${writer.language.integer} r${axis} = ${from}${padding[axis] > 0 ? ` - ${padding[axis]}` : ""};`;
    });
    const inside = r.filter((_, axis) => padding[axis] > 0);
    const conditions = inside.map((i) => `${i} >= 0 && ${i} < ${space[r.indexOf(i)]}`);
    const value = writer.entry(x, at(["0", channel ?? k[0], ...r], x.shape));
    return [...where, read(value, conditions.join(" && "), k)];
  });
}

/** y_op = Σ x_c(p stride - padding + k dilation) W_ock */
export function convolve(writer: Writer, y: Node<"convolve">): string[] {
  const { x, weight } = y;
  return writer.loops("i", y.shape, (i) => [
    `${writer.language.real} s = 0;`,
    ...eachSeen(writer, x, y.window, weight.shape.slice(1), i.slice(2), (value, inside, k) =>
      writer.addProduct(
        inside === "" ? value : `(${inside} ? ${value} : 0)`,
        writer.entry(weight, at([i[1], ...k], weight.shape)),
      ),
    ),
    writer.store(y, at(i, y.shape), "s"),
  ]);
}

/** The greatest, or the mean, of what the window sees. */
export function pool(writer: Writer, y: Node<"maxPool" | "averagePool">): string[] {
  const { real, infinity, number } = writer.language;
  const isMax = y.kind === "maxPool";
  const counts = y.kind === "averagePool" && !y.countPadding;
  const next = (value: string) =>
    isMax ? `s = ${writer.call("maximum", "s", value)};` : `s += ${value};${counts ? " n++;" : ""}`;
  const count = counts ? "n" : number(sizeOf(y.window.kernel));
  return writer.loops("i", y.shape, (i) => [
    `${real} s = ${isMax ? `-${infinity}` : "0"}${counts ? ", n = 0" : ""};`,
    ...eachSeen(
      writer,
      y.x,
      y.window,
      [1, ...y.window.kernel],
      i.slice(2),
      (value, inside) => (inside === "" ? next(value) : `if (${inside}) { ${next(value)} }`),
      i[1],
    ),
    writer.store(y, at(i, y.shape), isMax ? "s" : `${writer.round("s")} / ${count}`),
  ]);
}
