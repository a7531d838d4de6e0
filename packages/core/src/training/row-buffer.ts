// Rows that come in parts of any length, and go out in batches.
import { formatShape } from "../arguments/shape.ts";
import { type Dataset, sliceRows } from "../data/data.ts";
import { copyEntries } from "../tensor/contiguous.ts";
import { fresh } from "../tensor/fresh.ts";
import { mapTensors, tensorsIn } from "../tensor/input.ts";
import type { Dtype, Tensor } from "../tensor/tensor.ts";

/** The tensors of a dataset with their names, in one order. */
const tensorsOf = ({ inputs, targets, weights }: Dataset): [name: string, x: Tensor][] => [
  ...tensorsIn(inputs).map(([name, x]): [string, Tensor] => [name === "" ? "inputs" : `inputs.${name}`, x]),
  ["targets", targets],
  ...(weights === undefined ? [] : [["weights", weights] as [string, Tensor]]),
];

/** The names and the shapes of a row: "inputs [n, 4], targets [n]". */
const formOf = (dataset: Dataset) =>
  tensorsOf(dataset)
    .map(([name, { shape }]) => `${name} ${formatShape(["n", ...shape.slice(1)])}`)
    .join(", ");

/** Copies `count` rows. */
function copyRows(from: Dataset, start: number, to: Dataset, at: number, count: number): void {
  const targets = tensorsOf(to);
  for (const [k, [, x]] of tensorsOf(from).entries()) {
    const length = x.size / from.rows;
    copyEntries(targets[k][1].data, at * length, x.data, x.offset + start * length, count * length);
  }
}

/** Collects rows, `size` of them at most. */
export class RowBuffer {
  /** How many rows there are. */
  count = 0;
  private readonly size: number;
  private rows: Dataset | undefined;

  constructor(size: number) {
    this.size = size;
  }

  get isFull(): boolean {
    return this.count === this.size;
  }

  /** Throws, beginning with `caller`, when rows are not of the form of those before. */
  expect(dataset: Dataset, caller: string): void {
    if (this.rows === undefined || formOf(this.rows) === formOf(dataset)) return;
    throw new Error(`${caller}: expected ${formOf(this.rows)}, as before, got ${formOf(dataset)}`);
  }

  /** Copies rows from `start` on, as many as there is room for, and gives how many these are. */
  add(dataset: Dataset, start: number): number {
    const count = Math.min(dataset.rows - start, this.size - this.count);
    if (this.rows === undefined || this.rows.rows < this.count + count)
      this.grow(dataset, this.count + count);
    copyRows(dataset, start, this.rows!, this.count, count);
    this.count += count;
    return count;
  }

  /** All rows, which are valid until the next are added. */
  take(): Dataset {
    const { rows, count } = this;
    this.count = 0;
    return rows!.rows === count ? rows! : sliceRows(rows!, 0, count);
  }

  /** Makes room for `least` rows, and for more, as more may come. */
  private grow(like: Dataset, least: number): void {
    const rows = Math.min(this.size, Math.max(least, 2 * this.count));
    const make = (x: Tensor) => fresh([rows, ...x.shape.slice(1)], x.dtype as Dtype);
    const before = this.rows;
    const { inputs, targets, weights } = like;
    this.rows = {
      inputs: mapTensors(inputs, make),
      targets: make(targets),
      weights: weights && make(weights),
      rows,
    };
    if (before !== undefined) copyRows(before, 0, this.rows, 0, this.count);
  }
}
