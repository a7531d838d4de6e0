// A graph as loops over flat arrays. Sums are taken in the order of the operations on tensors, each from 0 on, and what those
// put into a tensor is rounded to its precision: in JavaScript the bits are the same.
import { sizeOf, stridesOf } from "../../arguments/shape.ts";
import { broadcastStride } from "../../tensor/broadcast.ts";
import type { TypedArray } from "../../tensor/tensor.ts";
import type { ModelGraph, Node } from "../graph/node.ts";
import { expression } from "./expression.ts";
import type { Language, Program } from "./language.ts";
import { at, position } from "./loops.ts";
import { convolve, pool } from "./windows.ts";
import { Writer } from "./writer.ts";

function mapLines(writer: Writer, y: Node<"map">): string[] {
  return writer.loops("i", y.shape, (i) => {
    const value = expression(writer, y.formula, (k) => {
      const { shape } = y.operands[k];
      return writer.entry(y.operands[k], position(i, broadcastStride(shape, stridesOf(shape), y.shape)));
    });
    return [writer.store(y, at(i, y.shape), value)];
  });
}

function matmulLines(writer: Writer, y: Node<"matmul">): string[] {
  const { x, weight } = y;
  const { integer, real } = writer.language;
  const [inner, outer] = weight.shape;
  const rows = sizeOf(x.shape) / inner;
  return writer.loops("i", [rows, outer], ([i, j]) => [
    `${real} s = 0;`,
    `for (${integer} k = 0; k < ${inner}; k++) ${writer.addProduct(
      writer.entry(x, at([i, "k"], [rows, inner])),
      writer.entry(weight, at(["k", j], weight.shape)),
    )}`,
    writer.store(y, at([i, j], [rows, outer]), "s"),
  ]);
}

function reduceLines(writer: Writer, y: Node<"sum" | "mean" | "max">): string[] {
  const { x, axis, kind } = y;
  const { integer, real, infinity, number } = writer.language;
  const length = x.shape[axis];
  return writer.loops("i", y.shape, (i) => {
    const value = writer.entry(x, at(i.with(axis, "k"), x.shape));
    const next = kind === "max" ? `s = ${writer.call("maximum", "s", value)}` : `s += ${value}`;
    return [
      `${real} s = ${kind === "max" ? `-${infinity}` : "0"};`,
      `for (${integer} k = 0; k < ${length}; k++) ${next};`,
      writer.store(y, at(i, y.shape), kind === "mean" ? `s / ${number(length)}` : "s"),
    ];
  });
}

function concatenateLines(writer: Writer, y: Node<"concatenate">): string[] {
  const { parts, shape, axis } = y;
  const inner = sizeOf(shape.slice(axis + 1));
  const outer = sizeOf(shape.slice(0, axis));
  let start = 0;
  return parts.flatMap((x) => {
    const length = x.shape[axis] * inner;
    const from = start;
    start += length;
    return writer.loops("i", [outer, length], (i) => [
      writer.store(
        y,
        `${from} + ${position(i, [shape[axis] * inner, 1])}`,
        writer.entry(x, at(i, [outer, length])),
      ),
    ]);
  });
}

function statements(writer: Writer, y: Node): string[] {
  switch (y.kind) {
    case "map":
      return mapLines(writer, y);
    case "matmul":
      return matmulLines(writer, y);
    case "concatenate":
      return concatenateLines(writer, y);
    case "convolve":
      return convolve(writer, y);
    case "maxPool":
    case "averagePool":
      return pool(writer, y);
    case "sum":
    case "mean":
    case "max":
      return reduceLines(writer, y);
    default:
      return [];
  }
}

/** The program of a graph. Its names are made here: nothing but numbers comes from the model. */
export function emit({ dtype, nodes, input, output }: ModelGraph, language: Language): Program {
  const writer = new Writer(language, dtype);
  const names = writer.arrays;
  const constants = new Map<string, TypedArray>();
  const arrays = new Map<string, number>();
  for (const y of nodes) {
    const isConstant = y.kind === "constant";
    // The same entries in another shape are the same array.
    const name =
      y.kind === "reshape"
        ? (names.get(y.x) as string)
        : isConstant
          ? `w${constants.size}`
          : `v${arrays.size}`;
    names.set(y, name);
    if (isConstant) constants.set(name, y.values);
    else arrays.set(name, sizeOf(y.shape));
  }
  return {
    dtype,
    constants,
    arrays,
    functions: writer.functions,
    body: nodes.flatMap((y) => statements(writer, y)),
    input: names.get(input) as string,
    output: names.get(output) as string,
    outputs: sizeOf(output.shape),
  };
}
