// IDX, the format of MNIST: two bytes of 0, one for the type of the entries, one for the number of axes, the length of each axis in
// four bytes, and the entries in row-major order. The most significant byte comes first.
// Source: Y. LeCun, C. Cortes and C. Burges, The MNIST database of handwritten digits.
import { checkSize } from "../arguments/check-shape.ts";
import { formatShape, sizeOf } from "../arguments/shape.ts";
import { fresh } from "../tensor/fresh.ts";
import type { Dtype, Tensor } from "../tensor/tensor.ts";

interface EntryType {
  readonly bytes: number;
  read(view: DataView, offset: number): number;
}

const types: Readonly<Record<number, EntryType>> = {
  8: { bytes: 1, read: (view, offset) => view.getUint8(offset) },
  9: { bytes: 1, read: (view, offset) => view.getInt8(offset) },
  11: { bytes: 2, read: (view, offset) => view.getInt16(offset) },
  12: { bytes: 4, read: (view, offset) => view.getInt32(offset) },
  13: { bytes: 4, read: (view, offset) => view.getFloat32(offset) },
  14: { bytes: 8, read: (view, offset) => view.getFloat64(offset) },
};

interface Header {
  readonly type: EntryType;
  readonly shape: readonly number[];
  /** Where the entries start, and where they end. */
  readonly start: number;
  readonly end: number;
}

function join(pieces: readonly Uint8Array[], length: number): DataView {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return new DataView(bytes.buffer);
}

/** The header of a file of which there are some bytes; undefined as long as they are too few. */
function readHeader(caller: string, bytes: DataView): Header | undefined {
  if (bytes.byteLength < 4) return undefined;
  const type = types[bytes.getUint8(2)];
  if (bytes.getUint16(0) !== 0 || type === undefined) {
    const hex = Array.from({ length: 4 }, (_, k) => bytes.getUint8(k).toString(16).padStart(2, "0"));
    throw new Error(`${caller}: it is no IDX file: it begins with the bytes ${hex.join(" ")}`);
  }
  const start = 4 + 4 * bytes.getUint8(3);
  if (bytes.byteLength < start) return undefined;
  const shape = Array.from({ length: bytes.getUint8(3) }, (_, axis) => bytes.getUint32(4 + 4 * axis));
  checkSize(caller, shape);
  return { type, shape, start, end: start + sizeOf(shape) * type.bytes };
}

/**
 * Takes the bytes of a file as they come. However large its header says that it is, no more memory is taken than there are bytes
 * until all of them have come.
 */
export function idxReader(caller: string, dtype: Dtype) {
  const pieces: Uint8Array[] = [];
  let length = 0;
  let header: Header | undefined;

  const fault = ({ shape, end }: Header) =>
    new Error(
      `${caller}: its header says ${end} bytes, for entries ${formatShape(shape)}, and there are ${length > end ? "more" : length}`,
    );

  return {
    add(piece: Uint8Array): void {
      pieces.push(piece);
      length += piece.length;
      header ??= readHeader(caller, join(pieces, length));
      if (header !== undefined && length > header.end) throw fault(header);
    },
    end(): Tensor {
      if (header === undefined)
        throw new Error(`${caller}: it is no IDX file: its ${length} bytes end before its header does`);
      if (length < header.end) throw fault(header);
      const { type, shape, start } = header;
      const x = fresh(shape, dtype);
      const bytes = join(pieces, length);
      for (let i = 0; i < x.size; i++) x.data[i] = type.read(bytes, start + i * type.bytes);
      return x;
    },
  };
}
