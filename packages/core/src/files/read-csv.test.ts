import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterAll, expect, expectTypeOf, test } from "vitest";
import { thinnedRuns } from "../../../../test/thinned.ts";
import type { Table } from "../data/table.ts";
import { type Tensor, toArray } from "../index.ts";
import { type CsvData, type CsvOptions, type CsvTargets, readCsv } from "../node.ts";

const folder = mkdtempSync(join(tmpdir(), "nudge-csv-"));
afterAll(() => rmSync(folder, { recursive: true }));

const path = join(folder, "x.csv");
const file = (content: string | Uint8Array) => {
  writeFileSync(path, content);
  return path;
};

const houses = "rooms,kind,price\n3,flat,1.5\n5,house,2.5e1\n2,flat,-.5\n";

test("columns of numbers and a target of numbers", async () => {
  const data = await readCsv(file(houses), { target: "price", skip: ["kind"] });
  expectTypeOf(data.inputs).toEqualTypeOf<Tensor>();
  expect([toArray(data.inputs), data.targets]).toEqual([[[3], [5], [2]], Float64Array.of(1.5, 25, -0.5)]);
  expect([data.columns, data.classes]).toEqual([["rooms"], undefined]);
});

test("columns of categories make a table, and names as target classes", async () => {
  const table = await readCsv(file(houses), { categorical: ["kind"] });
  expectTypeOf(table.inputs).toEqualTypeOf<Table>();
  expect(table.inputs).toEqual([
    [3, "flat", 1.5],
    [5, "house", 25],
    [2, "flat", -0.5],
  ]);
  expect(table.targets).toBeUndefined();
  const { targets, classes, columns } = await readCsv(path, { target: "kind" });
  expect([targets, classes, columns]).toEqual([
    Int32Array.of(0, 1, 0),
    ["flat", "house"],
    ["rooms", "price"],
  ]);
});

test("numbers that name classes are named in categorical", async () => {
  const text = "x,label\n1,b2\n2,10\n3,9\n";
  const { targets, classes } = await readCsv(file(text), { target: "label", categorical: ["label"] });
  expect([targets, classes]).toEqual([Int32Array.of(2, 0, 1), ["10", "9", "b2"]]);
});

test("cells are missing where missing is given", async () => {
  const text = "rooms,kind\n,flat\n?,\n NA ,?\n";
  const missing = ["?", "NA"];
  const { inputs } = await readCsv(file(text), { categorical: ["kind"], missing });
  expect(inputs).toEqual([
    [null, "flat"],
    [null, null],
    [null, null],
  ]);
  const numbers = await readCsv(path, { skip: ["kind"], missing });
  expect(toArray(numbers.inputs)).toEqual([[Number.NaN], [Number.NaN], [Number.NaN]]);
});

test.each([
  ["5", 5],
  [" 5 ", 5],
  ["\t-5", -5],
  ["+5.", 5],
  [".5", 0.5],
  ["007", 7],
  ["1E-2", 0.01],
  ["1e-400", 0],
  ['"5"', 5],
])("%j is a number", async (cell, number) => {
  expect(toArray((await readCsv(file(`x\n${cell}\n`))).inputs)).toEqual([[number]]);
});

test.each([
  "0x10",
  "0B1",
  "1e400",
  "-1e400",
  "1_000",
  "1 000",
  "1e",
  ".",
  "e5",
  "--1",
  "NaN",
  "Infinity",
  "١",
  "5%",
])("%j is none", async (cell) => {
  await expect(readCsv(file(`a,x\n1,2\n3,${cell}\n`))).rejects.toThrow(
    new Error(
      `readCsv("${path}"): row 1 (line 3), column "x" is "${cell}", not a number; if it holds categories, name it in categorical`,
    ),
  );
});

test("a cell of digits alone is read in time that grows with its length", async () => {
  await expect(readCsv(file(`x\n${"1".repeat(1e5)}x\n`))).rejects.toThrow(
    "is a string of 100001, not a number",
  );
});

test("what any reader of RFC 4180 reads", async () => {
  const text = '\ufeffname,"a ""b"", c"\r\n"x, y",1\r\n"two\r\nlines",2\r\n""" ",3\r\n5" pipe,4';
  const { inputs, columns } = await readCsv(file(text), { categorical: ["name"] });
  expect(columns).toEqual(["name", 'a "b", c']);
  expect(inputs).toEqual([
    ["x, y", 1],
    ["two\nlines", 2],
    ['"', 3],
    ['5" pipe', 4],
  ]);
});

test.each(["\n", "\r\n", "\r"])("lines end in %j, the last one too or not", async (end) => {
  for (const last of ["", end, end + end, `${end} ${end}`]) {
    const { inputs } = await readCsv(file(["a,b", "1,2", "3,4"].join(end) + last));
    expect(toArray(inputs)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  }
});

test("other delimiters", async () => {
  for (const delimiter of [";", "\t", "|", " "]) {
    const { inputs } = await readCsv(file(`a${delimiter}b\n1${delimiter}2\n`), { delimiter });
    expect(toArray(inputs)).toEqual([[1, 2]]);
  }
});

const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

test("whatever is written comes back, however it is quoted", async () => {
  const cell = fc
    .string({ unit: fc.constantFrom("a", "é", "😀", '"', ",", "\n", " ", "1", "'") })
    .map((s) => s.trim());
  const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(rows, async (rows) => {
      const text = rows.map((row) => row.map(quote).join(",")).join("\n");
      const { inputs } = await readCsv(file(`a,b\n${text}`), { categorical: ["a", "b"], missing: [] });
      expect(inputs).toEqual(rows.map((row) => row.map((cell) => (cell === "" ? null : cell))));
    }),
    { numRuns: 50 },
  );
});

test("a file longer than a piece is read as one", async () => {
  // A piece is 2^20 bytes: pieces end inside of numbers, characters, quotes and line ends.
  const name = `"é ""${"x".repeat(995)}"""`;
  const rows = Array.from({ length: 2100 }, (_, i) => `${name},${i}`);
  const { inputs } = await readCsv(file(`name,i\r\n${rows.join("\r\n")}\r\n`), { categorical: ["name"] });
  expect(inputs.length).toBe(2100);
  expect(inputs.every(([cell, k], i) => cell === `é "${"x".repeat(995)}"` && k === i)).toBe(true);
  writeFileSync(path, "x,1\r\n", { flag: "a" });
  await expect(readCsv(path)).rejects.toThrow("row 0 (line 2)");
  writeFileSync(path, "x,y\r\n", { flag: "a" });
  await expect(readCsv(path, { categorical: ["name"] })).rejects.toThrow("row 2101 (line 2103)");
});

test.each<[string, object | undefined, string]>([
  ["", undefined, "the file is empty"],
  ["\n\n", undefined, "the file is empty"],
  ["a,b", undefined, "there is a header, and no row"],
  ["a,b\n", undefined, "there is a header, and no row"],
  ["a,,b\n1,2,3", undefined, "column 1 of the header has no name"],
  ["a,b, a\n1,2,3", undefined, 'columns 0 and 2 are both called "a"'],
  ["a,b\n1,2\n3", undefined, "row 1 (line 3) has 1 cell, the header has 2"],
  ["a,b\n1,2,", undefined, "row 0 (line 2) has 3 cells, the header has 2"],
  ["a,b\n1,2\n\n3,4", undefined, "line 3 is empty"],
  ['a,b\n"1\n",2\n3,x', undefined, 'row 1 (line 4), column "b" is "x", not a number'],
  ["a,b\n1, ", undefined, 'row 0 (line 2), column "b" is missing; where cells may be, give missing'],
  ["a,b\n1,?", { target: "b", missing: ["?"] }, 'row 0 (line 2), column "b" is missing, and is the target'],
  ["a,b\n1,2\n3,x", { target: "b" }, 'row 1 (line 3), column "b" is "x", and in row 0 2; if both are names'],
  [
    "a,b\n1,x\n3,2",
    { target: "b" },
    'row 1 (line 3), column "b" is "2", and in row 0 "x"; if both are names',
  ],
  ['a\n"1', undefined, "line 2: a quote is opened and not closed"],
  ['a\n1\n"1"2"\n', undefined, "line 3: a quoted cell goes on behind its quote"],
  ["price\n1", { target: "prise" }, 'target "prise" is no column; did you mean "price"?'],
  ["a;b\n1;2", { target: "price" }, 'target "price" is no column; the columns are "a;b"'],
  ["a,b\n1,2", { skip: ["c", "a"] }, 'skip "c" is no column; did you mean "a"?'],
  ["a,b\n1,2", { target: "a", skip: ["a"] }, 'skip leaves out "a", which is asked for as well'],
  ["a,b\n1,2", { target: "a", skip: ["b"] }, "no column is left for the inputs"],
  ["a,b\n1,2", { delimiter: '"' }, 'delimiter must be one character, such as ",", got "\\""'],
  ["a,b\n1,2", { targets: "a" }, 'unknown option "targets", did you mean "target"?'],
])("%j with %j is refused", async (text, options, rule) => {
  await expect(readCsv(file(text), options)).rejects.toThrow(`readCsv("${path}"): ${rule}`);
});

test("a quote that is left open is not looked for to the end of a large file", async () => {
  const text = `a\n1\n"${"x".repeat(2 ** 24)}`;
  await expect(readCsv(file(text))).rejects.toThrow(
    "line 3: the row is longer than 16777216 characters; is a quote not closed?",
  );
});

test("what is no text in UTF-8 is refused", async () => {
  for (const bytes of [Uint8Array.of(0xff, 0xfe, 0x61, 0), Uint8Array.of(0x61, 0x0a, 0xc3)])
    await expect(readCsv(file(bytes))).rejects.toThrow(`readCsv("${path}"): the file is not UTF-8 text`);
});

test("files that cannot be read are named, and found by a URL too", async () => {
  const none = join(folder, "none.csv");
  await expect(readCsv(none)).rejects.toThrow(new Error(`readCsv("${none}"): there is no such file`));
  await expect(readCsv(folder)).rejects.toThrow(
    `readCsv("${folder}"): it cannot be read (EISDIR: illegal operation on a directory)`,
  );
  await expect(readCsv(7 as never)).rejects.toThrow("readCsv: path must be a string or a file: URL, got 7");
  expect((await readCsv(pathToFileURL(file("a\n1")))).columns).toEqual(["a"]);
});

/** Any bytes, characters that mean something, or a good file with some bits changed, or cut. */
const hostile = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc
    .string({
      unit: fc.constantFrom(...'ab10-.e,;\n\r\t "é\ufeff\0', "price", "__proto__"),
      maxLength: 40,
    })
    .map((text) => Buffer.from(text)),
  fc
    .tuple(
      fc.array(fc.tuple(fc.nat(houses.length - 1), fc.nat(7)), { maxLength: 3 }),
      fc.nat(2 * houses.length),
    )
    .map(([flips, length]) => {
      const bytes = Buffer.from(houses);
      for (const [at, bit] of flips) bytes[at] ^= 1 << bit;
      return bytes.subarray(0, length);
    }),
);
const asked = fc.constantFrom<CsvOptions[]>(
  {},
  { target: "price", categorical: ["kind"] },
  { target: "price", skip: ["kind"], missing: ["0"] },
  { categorical: ["a"], missing: [], delimiter: ";" },
);

test("whatever bytes come: a clear error, or rows as long as the header", { timeout: 1e7 }, async () => {
  await fc.assert(
    fc.asyncProperty(hostile, asked, async (bytes, options) => {
      try {
        const data: CsvData<Table | Tensor, CsvTargets | undefined> = await readCsv(file(bytes), options);
        const { inputs, targets, columns } = data;
        const rows = "shape" in inputs ? (toArray(inputs) as number[][]) : inputs;
        expect(rows.length).toBeGreaterThan(0);
        for (const row of rows) expect(row.length).toBe(columns.length);
        expect([undefined, rows.length]).toContain(targets?.length);
      } catch (error) {
        expect((error as Error).message.startsWith(`readCsv("${path}"): `)).toBe(true);
      }
      expect(Object.keys(Object.prototype)).toEqual([]);
    }),
    { numRuns: thinnedRuns(100_000, 1000) },
  );
});
