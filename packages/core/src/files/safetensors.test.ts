import { spawnSync } from "node:child_process";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cast } from "../tensor/copy.ts";
import { tensor } from "../tensor/create.ts";
import { toArray } from "../tensor/to-array.ts";
import { transpose } from "../tensor/transpose.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
import { readNumbers } from "./stored-numbers.ts";

/** A file with this header, and so many bytes behind it. */
function fileOf(header: string, length: number): Uint8Array {
  const text = new TextEncoder().encode(header);
  const file = new Uint8Array(8 + text.length + length);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  return file;
}

const decode = (bytes: Uint8Array) => decodeSafetensors(bytes, "load");
const weight = tensor([
  [1, -2.5, Math.PI],
  [5e-324, -0, 1.7e308],
]);
const bias = cast(tensor([0.1, 0.2]), "float32");

describe("what was written is read again", () => {
  const written = encodeSafetensors(
    [
      ["0.bias", bias],
      ["0.weight", transpose(weight)],
      ["epoch ü", tensor(7)],
    ],
    { format: "nudge", ü: '"\\\n' },
  );
  const { tensors, metadata } = decode(written);

  test("to the bit, views in the order of their rows", () => {
    const read = (name: string) => readNumbers(tensors.get(name)!, "load");
    expect(read("0.weight")).toMatchObject({ dtype: "float64", shape: [3, 2] });
    expect(toArray(read("0.weight"))).toEqual(toArray(transpose(weight)));
    expect(read("0.bias")).toMatchObject({ dtype: "float32", data: bias.data });
    expect(read("epoch ü").get()).toBe(7);
  });

  test("with its texts", () => {
    expect([...metadata]).toEqual([
      ["format", "nudge"],
      ["ü", '"\\\n'],
    ]);
  });

  test("numbers lie at multiples of their length", () => {
    for (const { bytes, dtype } of tensors.values())
      expect(bytes.byteOffset % (dtype === "F64" ? 8 : 4)).toBe(0);
  });
});

test("any tensors are read again", () => {
  const numbers = fc.float64Array({ maxLength: 6 }).map((data) => tensor(data, [data.length]));
  const entries = fc.uniqueArray(fc.tuple(fc.string(), numbers), { selector: ([name]) => name });
  fc.assert(
    fc.property(entries, (entries) => {
      fc.pre(entries.every(([name]) => name !== "__metadata__"));
      const { tensors } = decode(encodeSafetensors(entries, {}));
      expect(tensors.size).toBe(entries.length);
      for (const [name, x] of entries) expect(readNumbers(tensors.get(name)!, "load").data).toEqual(x.data);
    }),
  );
});

// A half by the definition of IEEE 754, and the same number cut from a float32.
test.each([
  ["F16", [0x3c00, 0xc000, 0x0001, 0x7bff, 0x8000], [1, -2, 2 ** -24, 65504, -0]],
  ["F16", [0x7c00, 0xfc00], [Infinity, -Infinity]],
  ["BF16", [0x3f80, 0xc000, 0x7f80, 0x0001], [1, -2, Infinity, 2 ** -133]],
])("%s %j", (dtype, bits, numbers) => {
  const bytes = new Uint8Array(Uint16Array.from(bits).buffer);
  expect([...readNumbers({ dtype, shape: [bits.length], bytes }, "load").data]).toEqual(numbers);
});

describe("a file that is not as the format says", () => {
  const entry = (fields: object) =>
    JSON.stringify({ w: { dtype: "F64", shape: [2], data_offsets: [0, 16], ...fields } });

  test.each<[what: string, file: Uint8Array, message: string]>([
    ["no bytes", new Uint8Array(0), "a safetensors file has at least 8 bytes, this one 0"],
    [
      "a length of 2^64 - 1",
      new Uint8Array(8).fill(255),
      "the header should be 18446744073709551615 bytes long, and none is longer than 100000000",
    ],
    ["a cut header", fileOf(entry({}), 16).subarray(0, 20), "bytes long, and the file ends after 12"],
    ["no object", fileOf("[]", 0), 'the header does not begin with "{"'],
    ["a space first", fileOf(" {}", 0), 'the header does not begin with "{"'],
    ["no JSON", fileOf('{"w":', 0), "the header is no JSON"],
    ["no UTF-8", fileOf("{}", 0).fill(255, 9, 10), "the header is no UTF-8"],
    ["a name twice", fileOf('{"w":1,"w":2}', 0), 'the header has the key "w" twice'],
    ["deep", fileOf(`{"w":${"[".repeat(1000)}`, 0), "the header is nested deeper than 3"],
    [
      "a long name",
      fileOf(`{"${"x".repeat(3e6)}":null}`, 0),
      `tensor "${"x".repeat(40)}"... of 3000000 characters: expected an object, got null`,
    ],
    ["an entry of null", fileOf('{"w":null}', 0), 'tensor "w": expected an object, got null'],
    ["an unknown kind", fileOf(entry({ dtype: "F128" }), 16), 'tensor "w": dtype must be one of F64'],
    ["no kind", fileOf(entry({ dtype: undefined }), 16), "got undefined"],
    [
      "a negative length",
      fileOf(entry({ shape: [-2] }), 16),
      'tensor "w": shape must be whole numbers from 0 on, got [-2]',
    ],
    ["half a length", fileOf(entry({ shape: [0.5] }), 4), "got [0.5]"],
    ["a shape that is no list", fileOf(entry({ shape: { length: 2 } }), 16), "shape must be"],
    [
      "too large",
      fileOf(entry({ shape: [2 ** 30, 2 ** 30] }), 16),
      "takes 9223372036854776000 bytes, and data_offsets hold 16",
    ],
    ["offsets that turn back", fileOf(entry({ data_offsets: [16, 0] }), 16), "and data_offsets hold -16"],
    [
      "one offset",
      fileOf(entry({ data_offsets: [0] }), 16),
      'tensor "w": data_offsets must be two whole numbers',
    ],
    ["an unknown key", fileOf(entry({ scale: 2 }), 16), 'tensor "w": unknown key "scale"'],
    [
      "a gap at the start",
      fileOf(entry({ data_offsets: [8, 24] }), 24),
      'tensor "w" begins at 8 and leaves a gap behind what ends at 0',
    ],
    ["too short", fileOf(entry({}), 15), "its tensors take 16 bytes, and the file has 15"],
    ["too long", fileOf(entry({}), 17), "its tensors take 16 bytes, and the file has 17"],
    [
      "metadata of numbers",
      fileOf('{"__metadata__":{"epoch":3}}', 0),
      '__metadata__ "epoch" must be a text, got 3',
    ],
    [
      "metadata in a list",
      fileOf('{"__metadata__":["a"]}', 0),
      "__metadata__ must be an object, got an array of 1",
    ],
  ])("%s", (_, file, message) => {
    expect(() => decode(file)).toThrow(message);
    expect(() => decode(file)).toThrow(/^load: /);
  });

  test("tensors that overlap", () => {
    const place = (begin: number) => ({ dtype: "U8", shape: [4], data_offsets: [begin, begin + 4] });
    const header = JSON.stringify({ a: place(0), b: place(3) });
    expect(() => decode(fileOf(header, 7))).toThrow(
      'tensor "b" begins at 3 and overlaps the one before it, which ends at 4',
    );
  });

  test("__proto__ is a name like any other", () => {
    const { tensors } = decode(fileOf('{"__proto__":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}', 1));
    expect([...tensors.keys()]).toEqual(["__proto__"]);
    expect(() => decode(fileOf('{"w":{"__proto__":{"dtype":"U8"}}}', 0))).toThrow('unknown key "__proto__"');
  });
});

/** Any file, or a good one with some bytes changed, or cut. */
const hostile = fc.oneof(
  fc.uint8Array({ maxLength: 64 }),
  fc
    .tuple(fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 4 }), fc.nat(400))
    .map(([changes, length]) => {
      const file = encodeSafetensors(
        [
          ["0.weight", weight],
          ["0.bias", bias],
        ],
        { epoch: "3" },
      ).slice();
      for (const [at, value] of changes) if (at < file.length) file[at] = value;
      return length > 300 ? file : file.subarray(0, length);
    }),
);

// The nightly run tries a hundred times as many.
test("whatever bytes come: a clear error, or tensors that lie in them", { timeout: 1e7 }, () => {
  fc.assert(
    fc.property(hostile, (bytes) => {
      try {
        for (const stored of decode(bytes).tensors.values())
          expect(stored.bytes.byteOffset + stored.bytes.length).toBeLessThanOrEqual(
            bytes.byteOffset + bytes.length,
          );
      } catch (error) {
        expect((error as Error).message).toMatch(/^load: /);
      }
    }),
    { numRuns: process.env.NIGHTLY ? 100_000 : 1000 },
  );
});

const python = spawnSync("python3", ["--version"]).status === 0;

test.skipIf(!python)("python3 reads it by the specification", () => {
  const program = `
import json, struct, sys
file = sys.stdin.buffer.read()
n, = struct.unpack("<Q", file[:8])
header = json.loads(file[8:8 + n])
for name, entry in header.items():
    if name == "__metadata__": continue
    begin, end = (8 + n + offset for offset in entry["data_offsets"])
    letter = {"F64": "d", "F32": "f"}[entry["dtype"]]
    count = (end - begin) // struct.calcsize(letter)
    header[name] = {"shape": entry["shape"], "numbers": struct.unpack("<%d%s" % (count, letter), file[begin:end])}
print(json.dumps(header))`;
  const file = encodeSafetensors(
    [
      ["bias", bias],
      ["weight", weight],
    ],
    { epoch: "3" },
  );
  const { stdout } = spawnSync("python3", ["-c", program], { input: file, encoding: "utf8" });
  expect(JSON.parse(stdout)).toEqual({
    __metadata__: { epoch: "3" },
    weight: { shape: [2, 3], numbers: [...weight.data] },
    bias: { shape: [2], numbers: [...bias.data] },
  });
});

test.skipIf(!python)("what python3 writes by the specification is read", () => {
  const program = `
import json, struct, sys
numbers = [0.1, -2.5, 1e300]
header = json.dumps({"b": {"dtype": "F64", "shape": [3], "data_offsets": [4, 28]}, "a": {"dtype": "F32", "shape": [1, 1], "data_offsets": [0, 4]}}).encode()
header += b" " * (-len(header) % 8)
sys.stdout.buffer.write(struct.pack("<Q", len(header)) + header + struct.pack("<f", 0.1) + struct.pack("<3d", *numbers))`;
  const { stdout } = spawnSync("python3", ["-c", program]);
  const { tensors } = decode(stdout);
  expect([...readNumbers(tensors.get("b")!, "load").data]).toEqual([0.1, -2.5, 1e300]);
  expect([...readNumbers(tensors.get("a")!, "load").data]).toEqual([Math.fround(0.1)]);
});
