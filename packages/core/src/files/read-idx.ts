import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { readOptions } from "../arguments/options.ts";
import { printCall } from "../arguments/print-call.ts";
import { oneOf } from "../arguments/reader.ts";
import { idxReader } from "../data/idx.ts";
import type { Dtype, Tensor } from "../tensor/tensor.ts";
import { type Path, piecesOf, readPath } from "./pieces.ts";

/** How an IDX file is read. */
export interface IdxOptions {
  /** The precision of the tensor. @defaultValue "float64" */
  readonly dtype?: Dtype;
}

/**
 * Reads an IDX file, the format of MNIST, compressed with gzip or not, into a tensor of the shape that it says: images [n, height,
 * width], labels [n]. Entries may be of all types of the format: whole numbers of 8, 16 and 32 bits, float32 and float64.
 *
 * Throws when the file cannot be read or is no IDX file, when it is shorter or longer than its header says, and when the compressed
 * data are damaged or cut off.
 *
 * Source: Y. LeCun, C. Cortes and C. Burges, The MNIST database of handwritten digits.
 *
 * @example
 * import { writeFile } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { toArray } from "@nudge/core";
 * import { readIdx } from "@nudge/core/node";
 *
 * // Bytes (8) along two axes (2): two rows of three.
 * const path = `${tmpdir()}/two-rows.idx`;
 * await writeFile(path, Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255));
 * console.log(toArray(await readIdx(path)));
 * // [ [ 1, 2, 3 ], [ 4, 5, 255 ] ]
 */
export async function readIdx(path: Path, options?: IdxOptions): Promise<Tensor> {
  const file = readPath("readIdx", path);
  const caller = printCall("readIdx", [file]);
  const { dtype } = readOptions(caller, options, { dtype: oneOf(["float64", "float32"], "float64") });
  const reader = idxReader(caller, dtype);
  const take = async (pieces: AsyncIterable<Uint8Array>) => {
    for await (const piece of pieces) reader.add(piece);
  };

  const pieces = piecesOf(file, caller);
  const { value: first } = await pieces.next();
  const whole = async function* () {
    if (first) yield first;
    yield* pieces;
  };
  const isCompressed = first && first[0] === 0x1f && first[1] === 0x8b;
  try {
    await (isCompressed ? pipeline(whole, createGunzip(), take) : take(whole()));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith("Z_")) throw error;
    throw new Error(`${caller}: its gzip data are damaged or cut off (${message})`, { cause: error });
  } finally {
    // Who stops at the first piece has not begun the others, and leaves the file open.
    await pieces.return();
  }
  return reader.end();
}
