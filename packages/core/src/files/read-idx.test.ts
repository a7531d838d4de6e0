import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { thinnedRuns } from "../../../../test/thinned.ts";
import { toArray } from "../index.ts";
import { readIdx } from "../node.ts";

const folder = mkdtempSync(join(tmpdir(), "nudge-idx-"));
afterAll(() => rmSync(folder, { recursive: true }));

const path = join(folder, "x.idx");
const file = (bytes: Uint8Array) => {
  writeFileSync(path, bytes);
  return path;
};

/** The bytes of a file, as the format says: 0, 0, the type, the number of axes, their lengths and the entries, big-endian. */
function idx(type: number, shape: readonly number[], entries: Uint8Array): Uint8Array {
  const lengths = Buffer.alloc(4 * shape.length);
  for (const [axis, length] of shape.entries()) lengths.writeUInt32BE(length, 4 * axis);
  return Buffer.concat([Uint8Array.of(0, 0, type, shape.length), lengths, entries]);
}

function bigEndian(
  bytes: number,
  values: readonly number[],
  write: (to: Buffer, x: number, at: number) => void,
) {
  const buffer = Buffer.alloc(bytes * values.length);
  for (const [k, value] of values.entries()) write(buffer, value, k * bytes);
  return buffer;
}

test.each<[string, number, Buffer, number[]]>([
  ["unsigned bytes", 0x08, Buffer.of(0, 1, 128, 255), [0, 1, 128, 255]],
  ["signed bytes", 0x09, Buffer.of(0, 1, 128, 255), [0, 1, -128, -1]],
  [
    "16 bits",
    0x0b,
    bigEndian(2, [1, -2, 32767, -32768], (b, x, at) => b.writeInt16BE(x, at)),
    [1, -2, 32767, -32768],
  ],
  [
    "32 bits",
    0x0c,
    bigEndian(4, [1, -2, 2 ** 31 - 1, 0], (b, x, at) => b.writeInt32BE(x, at)),
    [1, -2, 2 ** 31 - 1, 0],
  ],
  [
    "float32",
    0x0d,
    bigEndian(4, [0.5, -1.5, 2 ** 100, 0], (b, x, at) => b.writeFloatBE(x, at)),
    [0.5, -1.5, 2 ** 100, 0],
  ],
  [
    "float64",
    0x0e,
    bigEndian(8, [0.1, -1e300, 3, 0], (b, x, at) => b.writeDoubleBE(x, at)),
    [0.1, -1e300, 3, 0],
  ],
])("entries of %s", async (_, type, entries, values) => {
  const [a, b, c, d] = values;
  expect(toArray(await readIdx(file(idx(type, [2, 2], entries))))).toEqual([
    [a, b],
    [c, d],
  ]);
  const compressed = await readIdx(file(gzipSync(idx(type, [4], entries))), { dtype: "float32" });
  expect([compressed.dtype, toArray(compressed)]).toEqual(["float32", values.map(Math.fround)]);
});

test("images and labels, as MNIST has them, longer than a piece of the file", async () => {
  const pixels = Uint8Array.from({ length: 2000 * 28 * 28 }, (_, i) => (i * 31) % 256);
  for (const bytes of [idx(8, [2000, 28, 28], pixels), gzipSync(idx(8, [2000, 28, 28], pixels))]) {
    const images = await readIdx(pathToFileURL(file(bytes)));
    expect(images.shape).toEqual([2000, 28, 28]);
    expect(images.data.every((x, i) => x === pixels[i])).toBe(true);
  }
  expect(toArray(await readIdx(file(idx(8, [3], Uint8Array.of(7, 0, 9)))))).toEqual([7, 0, 9]);
});

test("files of no entries, and of no axes", async () => {
  expect((await readIdx(file(idx(8, [0, 28], new Uint8Array())))).shape).toEqual([0, 28]);
  expect(toArray(await readIdx(file(idx(8, [], Uint8Array.of(7)))))).toBe(7);
});

const three = idx(8, [3], Uint8Array.of(1, 2, 3));
const zipped = gzipSync(three);
const damaged = Uint8Array.from(zipped, (byte, i) => (i === zipped.length - 6 ? byte ^ 255 : byte));

test.each<[string, Uint8Array, string]>([
  ["nothing", new Uint8Array(), "it is no IDX file: its 0 bytes end before its header does"],
  ["half a header", three.subarray(0, 7), "it is no IDX file: its 7 bytes end before its header does"],
  ["text", Buffer.from("1,2,3\n"), "it is no IDX file: it begins with the bytes 31 2c 32 2c"],
  [
    "a type that there is not",
    idx(10, [1], Uint8Array.of(1)),
    "it is no IDX file: it begins with the bytes 00 00 0a 01",
  ],
  ["an entry too few", three.subarray(0, 10), "its header says 11 bytes, for entries [3], and there are 10"],
  [
    "a byte too many",
    Buffer.concat([three, Uint8Array.of(0)]),
    "its header says 11 bytes, for entries [3], and there are more",
  ],
  [
    "a byte too many, compressed",
    gzipSync(Buffer.concat([three, Uint8Array.of(0)])),
    "its header says 11 bytes, for entries [3], and there are more",
  ],
  [
    "hostile sizes",
    idx(8, [2 ** 32 - 1, 2 ** 32 - 1], Uint8Array.of(1)),
    "a tensor has up to 2^28 entries, got [4294967295, 4294967295]",
  ],
  [
    "sizes that are just possible",
    idx(14, [2 ** 28], Uint8Array.of(1)),
    "its header says 2147483656 bytes, for entries [268435456], and there are 9",
  ],
  ["too many axes", idx(8, new Array(33).fill(1), Uint8Array.of(1)), "a tensor has up to 32 axes, got 33"],
  [
    "gzip that is cut off",
    zipped.subarray(0, -9),
    "its gzip data are damaged or cut off (unexpected end of file)",
  ],
  ["gzip with another checksum", damaged, "its gzip data are damaged or cut off (incorrect data check)"],
  [
    "the beginning of gzip",
    Uint8Array.of(0x1f, 0x8b),
    "its gzip data are damaged or cut off (unexpected end of file)",
  ],
  [
    "what only begins as gzip",
    Uint8Array.of(0x1f, 0x8b, 0, 0, 0),
    "its gzip data are damaged or cut off (unknown compression method)",
  ],
])("%s is refused", async (_, bytes, rule) => {
  await expect(readIdx(file(bytes))).rejects.toThrow(new Error(`readIdx("${path}"): ${rule}`));
});

test("a compressed file of more than its header says is not read to its end", async () => {
  // A gigabyte of zeros would take seconds, and memory.
  const bomb = Buffer.concat(new Array(200).fill(gzipSync(Buffer.alloc(2 ** 20))));
  await expect(readIdx(file(Buffer.concat([gzipSync(three), bomb])))).rejects.toThrow("and there are more");
});

test("options and paths are read before the file", async () => {
  await expect(readIdx(path, { dtype: "float16" as never })).rejects.toThrow(
    'dtype must be "float64" or "float32"',
  );
  await expect(readIdx(null as never)).rejects.toThrow(
    "readIdx: path must be a string or a file: URL, got null",
  );
  await expect(readIdx(join(folder, "none"))).rejects.toThrow("there is no such file");
});

const descriptors = "/proc/self/fd";
test.skipIf(!existsSync(descriptors))("a file that is refused, or read, is closed", async () => {
  const open = () => readdirSync(descriptors).length;
  const before = open();
  for (const bytes of [three.subarray(0, 2), zipped.subarray(0, 12), Buffer.from("text"), three, zipped])
    for (let k = 0; k < 10; k++) await readIdx(file(bytes)).catch(() => {});
  expect(open()).toBeLessThanOrEqual(before + 1);
});

/** Any bytes, or a good file with some of them changed, or cut. */
const hostile = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc
    .tuple(
      fc.constantFrom(three, idx(14, [2, 2], new Uint8Array(32)), zipped),
      fc.array(fc.tuple(fc.nat(50), fc.nat(255)), { maxLength: 3 }),
      fc.nat(60),
    )
    .map(([good, changes, length]) => {
      const bytes = Uint8Array.from(good.subarray(0, length));
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
      return bytes;
    }),
);

test("whatever bytes come: a clear error, or all entries that are there", { timeout: 1e7 }, async () => {
  const widths: Readonly<Record<number, number>> = { 8: 1, 9: 1, 11: 2, 12: 4, 13: 4, 14: 8 };
  await fc.assert(
    fc.asyncProperty(hostile, async (bytes) => {
      try {
        const { shape, size } = await readIdx(file(bytes));
        const plain = bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
        expect(size).toBe((plain.length - 4 - 4 * shape.length) / widths[plain[2]]);
      } catch (error) {
        expect((error as Error).message.startsWith(`readIdx("${path}"): `)).toBe(true);
      }
    }),
    { numRuns: thinnedRuns(100_000, 1000) },
  );
});
