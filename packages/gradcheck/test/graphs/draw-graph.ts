// Draws a random expression graph: small, of steps that fit, with finite values of any scale. Nothing is left out for being
// hard to measure; only what has no finite value or gradient is drawn again.
import { type Rng, rng } from "@nudge/core";
import type { Graph, Leaf, Step } from "./graph.ts";
import { kinked, kinkedPairs, smooth, smoothPairs, unary } from "./operations.ts";
import { Tape } from "./tape.ts";

const oneOf = <T>(choices: readonly T[], stream: Rng): T => choices[stream.integer(choices.length)];
const between = (low: number, high: number, stream: Rng) => low + (high - low) * stream.uniform();
const sign = (stream: Rng) => (stream.uniform() < 0.5 ? -1 : 1);

/** Beyond these, squares leave the range of float32, and products of them that of float64. */
const largest = 1e30;
/** A sine of more than this is noise. */
const largestAngle = 1e9;

/** Between which powers of ten a scale lies; most are ordinary. */
const spreads = [0, 0, 0, 1, 3, 20];

function drawScale(stream: Rng): number {
  const spread = oneOf(spreads, stream);
  return 10 ** between(-spread, spread, stream);
}

function drawLeaf(stream: Rng): Leaf & { readonly scale: number } {
  const shape = Array.from({ length: stream.integer(3) }, () => 1 + stream.integer(3));
  const size = shape.reduce((product, length) => product * length, 1);
  const scale = drawScale(stream);
  return { shape, values: Array.from({ length: size }, () => scale * stream.normal()), scale };
}

/** How a graph rounds: not at all; in some steps; or all its tensors first, and every step. */
type Precision = "float64" | "mixed" | "float32";
const precisions: readonly Precision[] = ["float64", "float64", "float64", "mixed", "float32"];

/** What a step may be, the likely kinds more than once. */
const kinds = [
  smooth,
  smooth,
  smooth,
  smoothPairs,
  smoothPairs,
  kinked,
  kinkedPairs,
  "scale",
  "offset",
  "whole",
] as const;

function drawStep(from: number, nodes: number, stream: Rng): Omit<Step, "rounded"> {
  // Late nodes more often: a deep graph, not a wide one.
  const node = () => nodes - 1 - Math.floor((nodes - from) * stream.uniform() ** 2);
  const kind = oneOf(kinds, stream);
  if (kind === "scale") return { op: kind, of: [node()], by: sign(stream) * drawScale(stream) };
  if (kind === "offset") {
    const by = stream.uniform() < 0.5 ? stream.normal() : sign(stream) * 10 ** between(0, 8, stream);
    return { op: kind, of: [node()], by };
  }
  if (kind === "whole") {
    const op = oneOf(["sum", "rows", "columns", "product"], stream);
    return { op, of: op === "product" ? [node(), node()] : [node()] };
  }
  const op = oneOf(Object.keys(kind), stream);
  return { op, of: op in unary ? [node()] : [node(), node()] };
}

/** Whether a node may stay. */
const isUsable = (values: Float64Array) =>
  values.every(
    (x) => Number.isFinite(x) && Math.abs(x) <= largest && (x === 0 || Math.abs(x) >= 1 / largest),
  );

const isAngle = (op: string) => op === "sin" || op === "cos";

/** Adds a step, and says whether it can be taken: a pair of a node and itself is none. */
function tryStep(tape: Tape, step: Step, node: number): boolean {
  if (step.of[0] === step.of[1]) return false;
  if (isAngle(step.op) && tape.node(step.of[0]).some((x) => Math.abs(x) > largestAngle)) return false;
  if (!tape.add(step)) return false;
  if (isUsable(tape.node(node))) return true;
  tape.drop();
  return false;
}

/** The nodes that no step takes. */
const endsOf = (nodes: number, steps: readonly Step[]) =>
  Array.from({ length: nodes }, (_, node) => node).filter(
    (node) => !steps.some(({ of }) => of.includes(node)),
  );

function tryGraph(seed: number, stream: Rng): Graph | undefined {
  const precision = oneOf(precisions, stream);
  const leaves = Array.from({ length: 1 + stream.integer(3) }, () => drawLeaf(stream));
  const steps: Step[] = [];
  const tape = Tape.of({ leaves, steps });
  const take = (step: Omit<Step, "rounded">) => {
    const rounded = precision === "float32" || (precision === "mixed" && stream.uniform() < 0.3);
    if (tryStep(tape, { ...step, rounded }, leaves.length + steps.length)) steps.push({ ...step, rounded });
  };
  // Most tensors of an unusual scale meet a constant that is about its inverse.
  leaves.forEach(({ scale }, leaf) => {
    const ordinary = stream.uniform() < 0.8;
    if (ordinary || precision === "float32")
      take({ op: "scale", of: [leaf], by: ordinary ? between(0.5, 2, stream) / scale : 1 });
  });
  // Nothing in float32 sees the tensors before they are rounded.
  const from = precision === "float32" ? leaves.length : 0;
  const wanted = steps.length + 2 + stream.integer(7);
  for (let tries = 0; steps.length < wanted && tries < 100; tries++)
    take(drawStep(from, leaves.length + steps.length, stream));

  const outputs = endsOf(leaves.length + steps.length, steps);
  if (outputs.length > 3 || outputs.some((node) => node < leaves.length)) return undefined;
  const size = outputs.reduce((sum, node) => sum + tape.node(node).length, 0);
  const upstream = Array.from({ length: size }, () => stream.normal());
  const gradient = tape.backward(outputs, upstream);
  const known = gradient.every((g) => Number.isFinite(g) && (g === 0 || Math.abs(g) >= largest ** -3));
  return known
    ? { seed, leaves: leaves.map(({ shape, values }) => ({ shape, values })), steps, outputs, upstream }
    : undefined;
}

export function drawGraph(seed: number): Graph {
  const stream = rng(seed);
  for (;;) {
    const graph = tryGraph(seed, stream);
    if (graph !== undefined) return graph;
  }
}
