// Makes the nodes of a graph as layers ask for them. Shapes are found and checked here: what is written out fits.
import { checkShape, normalizeAxis } from "../../arguments/check-shape.ts";
import { describe } from "../../arguments/describe.ts";
import { formatShape, sameShape, sizeOf } from "../../arguments/shape.ts";
import { blame } from "../../layer/blame.ts";
import type { Layer } from "../../layer/contract.ts";
import type { Graph, GraphOperand, GraphTensor, GraphWindow } from "../../layer/graph.ts";
import { symbolicOf } from "../../layer/symbolic-of.ts";
import { broadcastShape } from "../../tensor/broadcast.ts";
import { copy } from "../../tensor/copy.ts";
import { type Dtype, isTensor, type Tensor } from "../../tensor/tensor.ts";
import { applicationOf, arithmeticOf } from "./formula.ts";
import type { Node, Operation } from "./node.ts";

export interface GraphBuilder {
  readonly graph: Graph;
  /** In the order in which they were made. */
  readonly nodes: readonly Node[];
  input(shape: readonly number[]): Node;
  /** The node of a tensor of the graph. */
  own(x: GraphTensor): Node;
}

/** Where a layer is inside of another: "0.1"; undefined where it is not. */
function pathTo(layer: object, { children }: Layer): string | undefined {
  for (const [k, child] of children.entries()) {
    if (child === layer) return `${k}`;
    const path = pathTo(layer, child);
    if (path !== undefined) return `${k}.${path}`;
  }
  return undefined;
}

/** An empty graph of one precision. A layer of `whole` that says nothing of itself is refused in the name of `caller`. */
export function buildGraph(caller: string, dtype: Dtype, whole: Layer): GraphBuilder {
  const nodes: Node[] = [];
  const constants = new Map<Tensor, Node>();

  const node = (shape: readonly number[], operation: Operation): Node => {
    const made: Node = Object.freeze({ ...operation, shape: Object.freeze([...shape]) });
    nodes.push(made);
    return made;
  };

  const own = (x: GraphTensor): Node => {
    if (nodes.includes(x as Node)) return x as Node;
    throw new Error(`expected a tensor of the graph, got ${describe(x)}`);
  };

  const constant = (x: Tensor): Node => {
    if (x.dtype !== dtype) throw new Error(`mixed ${dtype} and ${x.dtype}`);
    const made = constants.get(x) ?? node(x.shape, { kind: "constant", values: copy(x).data });
    constants.set(x, made);
    return made;
  };

  const parameter = (x: Tensor, rank: number, what: string): Node => {
    if (isTensor(x) && x.dimension === rank) return constant(x);
    throw new Error(`expected ${what}, got ${describe(x)}`);
  };

  const map: Graph["map"] = (formula, ...operands) => {
    const of = operands.map((x) => (isTensor(x) ? constant(x) : own(x as GraphTensor)));
    const rows = of.filter(({ kind }) => kind !== "constant");
    if (rows.length === 0) throw new Error("expected a tensor of the graph among the operands");
    const shape = of.map((x) => x.shape).reduce((a, b) => broadcastShape("map", a, b));
    // Aligned at the back, a batch would meet another axis.
    if (rows.some((x) => x.shape.length !== shape.length) || shape[0] !== 1)
      throw new Error(
        `expected operands that keep the batch, got ${of.map((x) => formatShape(x.shape)).join(" and ")}`,
      );
    return node(shape, { kind: "map", formula: applicationOf(formula, of.length), operands: of });
  };

  /** An operation of tensors and numbers; a number takes the precision of the tensors. */
  const arithmetic = arithmeticOf((name, operands: readonly GraphOperand[]) => {
    const isNumber = (x: GraphOperand): x is number => typeof x === "number";
    const tensors = operands.filter((x) => !isNumber(x));
    return map(
      (m, ...entries) => {
        const rest = entries.values();
        const of = operands.map((x) =>
          isNumber(x) ? (dtype === "float32" ? Math.fround(x) : x) : rest.next().value!,
        );
        return (m[name] as (...of: unknown[]) => (typeof entries)[number])(...of);
      },
      ...tensors,
    );
  });

  /** The axis counted from the front; it may not be the batch. */
  const axisOf = (x: GraphTensor, axis: number): number => {
    const found = normalizeAxis("axis", axis, x.shape);
    if (found > 0) return found;
    throw new Error(`axis ${axis} is the batch, and rows are computed each by itself`);
  };

  const reduction =
    (kind: "sum" | "mean" | "max") =>
    (given: GraphTensor, along: number): Node => {
      const x = own(given);
      const axis = axisOf(x, along);
      return node(x.shape.with(axis, 1), { kind, x, axis });
    };

  /** How many positions a window takes along each axis of space. */
  const positions = (x: Node, { kernel, stride, padding, dilation }: GraphWindow): number[] => {
    const space = x.shape.slice(2);
    const fits = (list: readonly number[], least: number) =>
      list.length === space.length && list.every((n) => Number.isSafeInteger(n) && n >= least);
    const isWhole = [kernel, stride, dilation].every((list) => fits(list, 1)) && fits(padding, 0);
    if (space.length === 0 || !isWhole)
      throw new Error(`expected a window with a number for each axis of space of ${formatShape(x.shape)}`);
    return space.map((length, axis) => {
      const reach = dilation[axis] * (kernel[axis] - 1) + 1;
      const free = length + 2 * padding[axis] - reach;
      if (free >= 0) return Math.floor(free / stride[axis]) + 1;
      throw new Error(`a window that reaches over ${reach} does not fit into ${formatShape(x.shape)}`);
    });
  };

  const graph: Graph = {
    ...arithmetic,
    map,
    matmul(given, weight) {
      const [x, w] = [own(given), parameter(weight, 2, "a weight [in, out]")];
      if (x.shape.length < 2 || x.shape.at(-1) !== w.shape[0])
        throw new Error(`cannot multiply ${formatShape(x.shape)} by ${formatShape(w.shape)}`);
      return node(x.shape.with(-1, w.shape[1]), { kind: "matmul", x, weight: w });
    },
    sum: reduction("sum"),
    mean: reduction("mean"),
    max: reduction("max"),
    reshape(given, shape) {
      const x = own(given);
      checkShape("reshape", shape);
      if (shape[0] !== 1 || sizeOf(shape) !== sizeOf(x.shape))
        throw new Error(`cannot make ${formatShape(shape)} of ${formatShape(x.shape)}`);
      return node(shape, { kind: "reshape", x });
    },
    concatenate(given, along) {
      if (given.length === 0) throw new Error("expected tensors to join, got none");
      const parts = given.map(own);
      const [first] = parts;
      const axis = axisOf(first, along);
      const fits = ({ shape }: Node) =>
        shape.length === first.shape.length && sameShape(shape.with(axis, 1), first.shape.with(axis, 1));
      if (!parts.every(fits))
        throw new Error(`cannot join ${parts.map((x) => formatShape(x.shape)).join(" and ")}`);
      const length = parts.reduce((total, { shape }) => total + shape[axis], 0);
      return node(first.shape.with(axis, length), { kind: "concatenate", parts, axis });
    },
    convolve(given, weight, window) {
      const x = own(given);
      const w = parameter(weight, x.shape.length, "a weight [out, in, ...kernel]");
      if (w.shape[1] !== x.shape[1] || !sameShape(w.shape.slice(2), window.kernel))
        throw new Error(`cannot convolve ${formatShape(x.shape)} with ${formatShape(w.shape)}`);
      return node([1, w.shape[0], ...positions(x, window)], { kind: "convolve", x, weight: w, window });
    },
    maxPool(given, window) {
      const x = own(given);
      return node([...x.shape.slice(0, 2), ...positions(x, window)], { kind: "maxPool", x, window });
    },
    averagePool(given, window, countPadding) {
      const x = own(given);
      const shape = [...x.shape.slice(0, 2), ...positions(x, window)];
      return node(shape, { kind: "averagePool", x, window, countPadding });
    },
    apply(layer, x, parameters, buffers) {
      const symbolic = symbolicOf(layer);
      if (symbolic === undefined) {
        const path = pathTo(layer, whole);
        const name = path === undefined ? `${layer}` : `layer ${path}, ${layer},`;
        const rule = "which says what it does in operations that can be written out";
        throw blame(new Error(`${name} has no \`symbolic\`, ${rule}`), caller);
      }
      try {
        return own(symbolic(x, parameters as never, graph, buffers as never));
      } catch (error) {
        throw blame(error, layer);
      }
    },
  };
  return { graph, nodes, input: (shape) => node(shape, { kind: "input" }), own };
}
