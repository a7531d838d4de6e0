// The entries at an edge of the domain: a step of the usual length to one side of them, or to either, gives an output that
// is not finite, though it is finite at the point. Directions leave these entries where they are, or take them along to the
// side that is inside.
import { BentLine, DirectionLine } from "../sandbox/line.ts";
import type { Evaluator } from "../sandbox/sandbox.ts";
import type { Vector } from "../sandbox/vector.ts";
import { countLost } from "../words/finite.ts";
import { relativeStep } from "./step.ts";

/** To which side each of them can be moved: 0 to neither. */
export type Edges = ReadonlyMap<number, -1 | 0 | 1>;

/**
 * Moves the entries along `direction` to both sides, all together first, and halves them where the output is lost. Few
 * edges among many entries are found in a few evaluations each.
 */
export function findEdges(
  evaluator: Evaluator,
  center: Float64Array,
  base: Vector,
  direction: Float64Array,
): Edges {
  const lostHere = countLost(center);
  const output = new Float64Array(center.length);
  const edges = new Map<number, -1 | 0 | 1>();
  const search = (start: number, end: number): void => {
    const line = new DirectionLine(base, start, direction.subarray(start, end));
    const isInside = (t: number) =>
      evaluator.theta.along(line, (to) => {
        to(t);
        evaluator.evaluate(output);
        return countLost(output) <= lostHere;
      });
    const [above, below] = [isInside(relativeStep), isInside(-relativeStep)];
    if (above && below) return;
    if (end - start > 1) {
      const middle = (start + end) >> 1;
      search(start, middle);
      search(middle, end);
    } else edges.set(start, above === below ? 0 : above === direction[start] > 0 ? 1 : -1);
  };
  search(0, direction.length);
  return edges;
}

/** The direction with the entries at an edge left where they are. */
export function withoutEdges(
  { offset, direction }: DirectionLine,
  base: Vector,
  edges: Edges,
): DirectionLine {
  const kept = direction.map((d, i) => (edges.has(offset + i) ? 0 : d));
  return new DirectionLine(base, offset, kept);
}

/** The same direction, and back, with the entries at an edge moving to the side that is inside both ways. */
export function bentAtEdges({ offset, direction }: DirectionLine, base: Vector, edges: Edges): BentLine {
  const towards = (way: 1 | -1) =>
    new DirectionLine(
      base,
      offset,
      direction.map((d, i) => {
        const side = edges.get(offset + i);
        return side === undefined ? way * d : side * Math.abs(d);
      }),
    );
  return new BentLine(towards(1), towards(-1));
}
