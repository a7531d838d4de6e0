// A transform is fitted on the rows of training, and applied to these and to new ones. What it found is a plain value.
import { printCall } from "../../arguments/print-call.ts";
import { made } from "../../arguments/reader.ts";
import { formatShape, sameShape, sizeOf } from "../../arguments/shape.ts";
import { outsideArena } from "../../tensor/arena.ts";
import { reshape } from "../../tensor/reshape.ts";
import { type Rows, toTensor } from "../../tensor/rows.ts";
import { isTensor, type Tensor } from "../../tensor/tensor.ts";
import type { Cell, TableRows } from "../table.ts";
import { type Frame, kindOf, numbersOf, type RowKind, readFrame } from "./frame.ts";

/** A change of rows that depends on other rows: their mean, or the categories that there are. It prints as code. */
export interface Transform {
  readonly name: string;
  /** What its factory was called with. */
  readonly args: readonly unknown[];
  /**
   * Finds what the transform depends on. The rows are a tensor [n, columns], nested arrays or a table; rows of more axes have
   * a column for each index, and [n] is one column.
   */
  fit(rows: TableRows): FittedTransform;
  toString(): string;
}

/** A transform that was fitted on rows, for these and for new ones. */
export interface FittedTransform {
  readonly name: string;
  /** What fitting found, in plain numbers and strings. */
  readonly state: unknown;
  /**
   * The rows as they are after the change; a single row, without the first axis, gives a single row. Throws with row and
   * column where they are not of the kind that was fitted, and where a category or nothing is left.
   */
  apply(rows: TableRows | readonly Cell[]): Tensor;
  /** Undoes `apply`, for predictions of targets that were changed; throws where that cannot be. */
  invert(rows: Rows): Tensor;
  toString(): string;
}

/** The body of a transform: S is a plain value. */
export interface TransformDefinition<S> {
  fit(frame: Frame): S;
  apply(frame: Frame, state: S): Frame;
  /** Of entries [..., row], row by row. */
  invert?(rows: Tensor, state: S): Tensor;
  /** A state from a file, for rows of a kind. Throws, beginning with `from`, where it is none that `fit` could have found. */
  read(written: unknown, rows: RowKind, from: string): S;
  /** The kind of the rows that it gives; without it that of the rows it is given. */
  kindAfter?(rows: RowKind, state: S): RowKind;
  /** Whether no other may follow, as the rows it gives are not those it is given. */
  readonly last?: boolean;
}

interface Parts {
  readonly definition: TransformDefinition<unknown>;
  /** The transform as fitted on rows of a kind, in which it found that state. */
  fittedWith(rows: RowKind, fitted: unknown): FittedTransform;
}

const parts = new WeakMap<object, Parts>();
const origins = new WeakMap<object, Transform>();

/** What a transform is made of; undefined for what is none of ours. */
export const partsOf = (transform: unknown): Parts | undefined => parts.get(transform as object);

export const isTransform = (value: unknown): value is Transform => parts.has(value as object);

/** The transform that was fitted; undefined for what is none of ours. */
export const originOf = (fitted: unknown): Transform | undefined => origins.get(fitted as object);

export const fittedReader = () =>
  made<FittedTransform>("fitted, such as standardize().fit(rows)", (value) => originOf(value) !== undefined);

/** A transform that prints as its call, from its body, which is told how it prints. */
export function defineTransform<S>(
  name: string,
  args: readonly unknown[],
  define: (caller: string) => TransformDefinition<S>,
): Transform {
  const caller = printCall(name, args);
  const definition = define(caller);

  function fittedWith(kind: RowKind, fitted: S): FittedTransform {
    function apply(rows: TableRows | readonly Cell[]): Tensor {
      const { frame, single } = readFrame(caller, rows, kind);
      const y = numbersOf(caller, definition.apply(frame, fitted));
      return single ? reshape(y, y.shape.slice(1)) : y;
    }

    function invert(rows: Rows): Tensor {
      if (definition.invert === undefined) throw new Error(`${caller}: it cannot be undone`);
      const y = toTensor(rows, isTensor(rows) ? rows.dtype : "float64", caller);
      const isOfKind = sameShape(y.shape, kind.shape) || sameShape(y.shape.slice(1), kind.shape);
      // One column may stand as [n] or [n, 1].
      if (!isOfKind && (sizeOf(kind.shape) !== 1 || sizeOf(y.shape.slice(1)) !== 1))
        throw new Error(
          `${caller}: it was fitted on rows ${formatShape(["n", ...kind.shape])}, got ${formatShape(y.shape)}`,
        );
      return definition.invert(y, fitted);
    }

    const whole: FittedTransform = {
      name,
      state: { ...kind, fitted },
      apply: (rows) => outsideArena(() => apply(rows)),
      invert: (rows) => outsideArena(() => invert(rows)),
      toString: () => `${caller}, fitted on rows ${formatShape(["n", ...kind.shape])}`,
    };
    origins.set(whole, transform);
    return whole;
  }

  function fit(rows: TableRows): FittedTransform {
    const { frame } = readFrame(caller, rows);
    return fittedWith(kindOf(frame), definition.fit(frame));
  }

  const transform: Transform = {
    name,
    args: Object.freeze([...args]),
    fit: (rows) => outsideArena(() => fit(rows)),
    toString: () => caller,
  };
  parts.set(transform, { definition, fittedWith } as Parts);
  return transform;
}
