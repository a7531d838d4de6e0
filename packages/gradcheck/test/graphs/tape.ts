// A graph written out over one buffer: forward from the first step to the last, and exactly in reverse for the gradients.
import type { Graph, Step } from "./graph.ts";
import { binary, unary } from "./operations.ts";

/** Where a node stands in the buffer. */
interface Place {
  readonly at: number;
  readonly rows: number;
  readonly columns: number;
}

interface Compiled {
  forward(): void;
  backward(): void;
}

/** Half a unit in the last place, as a share of a number: of float64, and of float32. */
const unit64 = 2 ** -53;
const unit32 = 2 ** -24;

const sizeOf = ({ rows, columns }: Place) => rows * columns;

/** The size of a broadcast axis; undefined where the two do not fit. */
const joined = (a: number, b: number) => (a === b || b === 1 ? a : a === 1 ? b : undefined);

const rowsAndColumns = (shape: readonly number[]) => ({
  rows: shape.length > 1 ? shape[0] : 1,
  columns: shape[shape.length - 1] ?? 1,
});

/** The shape of what a step makes; undefined where what it takes does not fit. */
function shapeOf({ op, of }: Step, places: readonly Place[]): { rows: number; columns: number } | undefined {
  const [a, b] = of.map((node) => places[node]);
  if (op === "sum") return { rows: 1, columns: 1 };
  if (op === "rows") return { rows: a.rows, columns: 1 };
  if (op === "columns") return { rows: 1, columns: a.columns };
  if (op === "product") return a.columns === b.rows ? { rows: a.rows, columns: b.columns } : undefined;
  if (op in unary) return a;
  const [rows, columns] = [joined(a.rows, b.rows), joined(a.columns, b.columns)];
  return rows === undefined || columns === undefined ? undefined : { rows, columns };
}

export class Tape {
  values = new Float64Array(64);
  gradients = new Float64Array(64);
  readonly #places: Place[] = [];
  readonly #steps: (Compiled & { readonly place: Place; readonly unit: number })[] = [];
  #leaves = 0;
  #end = 0;

  static of({ leaves, steps }: Pick<Graph, "leaves" | "steps">): Tape {
    const tape = new Tape();
    for (const { shape, values } of leaves) tape.addLeaf(shape, values);
    for (const step of steps) tape.add(step);
    return tape;
  }

  addLeaf(shape: readonly number[], values: ArrayLike<number>): void {
    this.#place(rowsAndColumns(shape));
    this.write(this.#places.length - 1, values);
    this.#leaves = this.#end;
  }

  /** Adds a step, and takes it; false where what it takes does not fit. */
  add(step: Step): boolean {
    const shape = shapeOf(step, this.#places);
    if (shape === undefined) return false;
    const place = this.#place(shape);
    const given = step.of.map((node) => this.#places[node]);
    const { forward, backward } = this.#compile(step, place, given);
    const rounding = () => {
      forward();
      for (let i = place.at; i < place.at + sizeOf(place); i++) this.values[i] = Math.fround(this.values[i]);
    };
    const rounded = { forward: rounding, unit: unit32 };
    const compiled = { backward, place, ...(step.rounded ? rounded : { forward, unit: unit64 }) };
    this.#steps.push(compiled);
    compiled.forward();
    return true;
  }

  /** Takes the last step away. */
  drop(): void {
    this.#steps.pop();
    this.#end = this.#places.pop()!.at;
  }

  /** Writes the entries of a leaf. */
  write(leaf: number, entries: ArrayLike<number>): void {
    const { at } = this.#places[leaf];
    for (let i = 0; i < entries.length; i++) this.values[at + i] = entries[i];
  }

  /** Writes the entries of some nodes, one after another, into an array of so many. */
  read<A extends Float64Array>(nodes: readonly number[], into: A): A {
    let to = 0;
    for (const node of nodes) {
      const { at, rows, columns } = this.#places[node];
      for (let i = at; i < at + rows * columns; i++) into[to++] = this.values[i];
    }
    return into;
  }

  /** The entries of a node, as they stand. */
  node(node: number): Float64Array {
    const place = this.#places[node];
    return this.values.subarray(place.at, place.at + sizeOf(place));
  }

  /**
   * Computes all nodes from the leaves. With a stream of numbers from −1 to 1, each is moved by up to `units` roundings
   * of its own: a computation that is as good as the plain one (D. S. Parker, Monte Carlo arithmetic, 1997).
   */
  forward(stream?: () => number, units = 1): void {
    for (const { forward, place, unit } of this.#steps) {
      forward();
      if (stream === undefined) continue;
      for (let i = place.at; i < place.at + sizeOf(place); i++) this.values[i] *= 1 + units * unit * stream();
    }
  }

  /**
   * The gradient by the leaves, one after another, of the entries of `outputs` weighed by `upstream`. With a stream of numbers
   * from −1 to 1, the gradient of each node is moved as `forward` moves its value.
   */
  backward(
    outputs: readonly number[],
    upstream: ArrayLike<number>,
    stream?: () => number,
    units = 1,
  ): Float64Array {
    this.gradients.fill(0, 0, this.#end);
    let from = 0;
    for (const node of outputs) {
      const place = this.#places[node];
      for (let i = 0; i < sizeOf(place); i++) this.gradients[place.at + i] += upstream[from++];
    }
    for (let k = this.#steps.length - 1; k >= 0; k--) {
      const { backward, place } = this.#steps[k];
      if (stream !== undefined)
        for (let i = place.at; i < place.at + sizeOf(place); i++)
          this.gradients[i] *= 1 + units * unit64 * stream();
      backward();
    }
    return this.gradients.slice(0, this.#leaves);
  }

  #place({ rows, columns }: { rows: number; columns: number }): Place {
    const place = { at: this.#end, rows, columns };
    this.#places.push(place);
    this.#end += rows * columns;
    if (this.#end > this.values.length) {
      const grown = (old: Float64Array) => {
        const buffer = new Float64Array(2 * old.length);
        buffer.set(old);
        return buffer;
      };
      this.values = grown(this.values);
      this.gradients = grown(this.gradients);
    }
    return place;
  }

  #compile({ op, by = 0 }: Step, place: Place, [a, b]: readonly Place[]): Compiled {
    const n = sizeOf(place);
    const { at } = place;
    if (op in unary) {
      const { f, slope } = unary[op];
      return {
        forward: () => {
          const { values } = this;
          for (let i = 0; i < n; i++) values[at + i] = f(values[a.at + i], by);
        },
        backward: () => {
          const { values, gradients } = this;
          for (let i = 0; i < n; i++)
            gradients[a.at + i] += gradients[at + i] * slope(values[a.at + i], values[at + i], by);
        },
      };
    }
    if (op === "product") return this.#product(place, a, b);
    if (op in binary) {
      const { f, byA, byB } = binary[op];
      const [ofA, ofB] = [indices(a, place), indices(b, place)];
      return {
        forward: () => {
          const { values } = this;
          for (let i = 0; i < n; i++) values[at + i] = f(values[ofA[i]], values[ofB[i]]);
        },
        backward: () => {
          const { values, gradients } = this;
          for (let i = 0; i < n; i++) {
            const [x, z, y, d] = [values[ofA[i]], values[ofB[i]], values[at + i], gradients[at + i]];
            gradients[ofA[i]] += d * byA(x, z, y);
            gradients[ofB[i]] += d * byB(x, z, y);
          }
        },
      };
    }
    // A sum is a broadcast turned around.
    const to = indices(place, a);
    return {
      forward: () => {
        const { values } = this;
        values.fill(0, at, at + n);
        for (let i = 0; i < to.length; i++) values[to[i]] += values[a.at + i];
      },
      backward: () => {
        const { gradients } = this;
        for (let i = 0; i < to.length; i++) gradients[a.at + i] += gradients[to[i]];
      },
    };
  }

  /** C = A B, dA = dC Bᵀ, dB = Aᵀ dC */
  #product({ at, rows, columns }: Place, a: Place, b: Place): Compiled {
    const each = (visit: (c: number, a: number, b: number) => void) => {
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++)
          for (let k = 0; k < a.columns; k++)
            visit(at + i * columns + j, a.at + i * a.columns + k, b.at + k * columns + j);
    };
    return {
      forward: () => {
        const { values } = this;
        values.fill(0, at, at + rows * columns);
        each((c, a, b) => {
          values[c] += values[a] * values[b];
        });
      },
      backward: () => {
        const { values, gradients } = this;
        each((c, a, b) => {
          gradients[a] += gradients[c] * values[b];
          gradients[b] += gradients[c] * values[a];
        });
      },
    };
  }
}

/** For every entry of `whole`, that of `part` which is broadcast to it. */
function indices(part: Place, whole: Place): Int32Array {
  return Int32Array.from({ length: sizeOf(whole) }, (_, i) => {
    const row = part.rows === 1 ? 0 : Math.floor(i / whole.columns);
    return part.at + row * part.columns + (part.columns === 1 ? 0 : i % whole.columns);
  });
}
