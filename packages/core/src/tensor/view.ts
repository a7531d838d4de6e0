// A view of data as ndarray makes it, without code that is compiled: where a host forbids that, tensors are of this class.
//
//   data[offset + stride[0] i₀ + stride[1] i₁ + ...]   is the entry at [i₀, i₁, ...]
//
// What changes a view gives another one of the same data. Numbers are cut to 32 bits where ndarray cuts them.
import type { Dtype, Tensor, TypedArray } from "./tensor.ts";

/** The types of ndarray name a `T` that its views do not have. */
type Interface = Omit<Tensor, "T">;

export class View implements Interface {
  readonly data: TypedArray;
  readonly shape: number[];
  readonly stride: number[];
  readonly offset: number;

  constructor(data: TypedArray, shape: readonly number[], stride: readonly number[], offset: number) {
    this.data = data;
    this.shape = [...shape];
    this.stride = [...stride];
    this.offset = offset | 0;
  }

  get dtype(): Dtype {
    return this.data instanceof Float32Array ? "float32" : "float64";
  }

  get dimension(): number {
    return this.shape.length;
  }

  get size(): number {
    let size = 1;
    for (const length of this.shape) size *= length;
    return size;
  }

  /** The axes, that of the smallest stride first. */
  get order(): number[] {
    const { stride } = this;
    return [...stride.keys()].sort((a, b) => Math.abs(stride[a]) - Math.abs(stride[b]));
  }

  /** Where an entry lies in the data. Up to four axes are written out: a list of any length takes twice as long. */
  index(i: number, j: number, k: number, l: number, ...more: number[]): number {
    const { offset, stride } = this;
    switch (stride.length) {
      case 0:
        return offset;
      case 1:
        return offset + stride[0] * i;
      case 2:
        return offset + stride[0] * i + stride[1] * j;
      case 3:
        return offset + stride[0] * i + stride[1] * j + stride[2] * k;
    }
    let at = offset + stride[0] * i + stride[1] * j + stride[2] * k + stride[3] * l;
    for (let axis = 4; axis < stride.length; axis++) at += stride[axis] * more[axis - 4];
    return at;
  }

  get(i: number, j: number, k: number, l: number, ...more: number[]): number {
    return this.data[this.index(i, j, k, l, ...more)];
  }

  /** The value stands behind the index. */
  set(i: number, j: number, k: number, l: number, ...more: number[]): number {
    switch (this.stride.length) {
      case 0:
        return write(this.data, this.offset, i);
      case 1:
        return write(this.data, this.index(i, 0, 0, 0), j);
      case 2:
        return write(this.data, this.index(i, j, 0, 0), k);
      case 3:
        return write(this.data, this.index(i, j, k, 0), l);
    }
    return write(this.data, this.index(i, j, k, l, ...more), more[this.stride.length - 4]);
  }

  /** The first entries of each axis: as many as are given, all where that is no number or negative. */
  hi(...ends: readonly number[]): Tensor {
    const shape = this.shape.map((length, axis) => {
      const end = ends[axis];
      return typeof end !== "number" || end < 0 ? length : end | 0;
    });
    return viewOf(this.data, shape, this.stride, this.offset);
  }

  /** Without the first entries of each axis. */
  lo(...starts: readonly number[]): Tensor {
    const skipped = this.shape.map((_, axis) => (isCount(starts[axis]) ? starts[axis] | 0 : 0));
    const shape = this.shape.map((length, axis) => length - skipped[axis]);
    const offset = skipped.reduce((at, skip, axis) => at + this.stride[axis] * skip, this.offset);
    return viewOf(this.data, shape, this.stride, offset);
  }

  /** Every so many-th entry of each axis, from the last one on where that is negative. */
  step(...steps: readonly number[]): Tensor {
    const { data, shape, stride } = this;
    let { offset } = this;
    const step = shape.map((_, axis) => (typeof steps[axis] === "number" ? steps[axis] | 0 : 1));
    for (const [axis, by] of step.entries()) if (by < 0) offset += stride[axis] * (shape[axis] - 1);
    return viewOf(
      data,
      shape.map((length, axis) => Math.ceil(length / Math.abs(step[axis]))),
      stride.map((apart, axis) => apart * step[axis]),
      offset,
    );
  }

  /** The axes in another order. */
  transpose(...axes: readonly number[]): Tensor {
    const order = this.shape.map((_, axis) => (axes[axis] === undefined ? axis : axes[axis] | 0));
    return viewOf(
      this.data,
      order.map((axis) => this.shape[axis]),
      order.map((axis) => this.stride[axis]),
      this.offset,
    );
  }

  /** Without each axis of which an entry is given, at that entry. */
  pick(...entries: readonly (number | null)[]): Tensor {
    const isKept = (_: number, axis: number) => !isCount(entries[axis]);
    const offset = this.stride.reduce(
      (at, apart, axis) => (isKept(apart, axis) ? at : (at + apart * (entries[axis] as number)) | 0),
      this.offset,
    );
    return viewOf(this.data, this.shape.filter(isKept), this.stride.filter(isKept), offset);
  }
}

function write(data: TypedArray, at: number, value: number): number {
  data[at] = value;
  return value;
}

const isCount = (value: number | null | undefined): value is number =>
  typeof value === "number" && value >= 0;

export const viewOf = (...view: ConstructorParameters<typeof View>): Tensor =>
  new View(...view) as Interface as Tensor;
