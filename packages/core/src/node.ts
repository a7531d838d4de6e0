// What needs Node: files on disk.

export type { Path } from "./files/pieces.ts";
export { type CsvData, type CsvOptions, type CsvTargets, readCsv } from "./files/read-csv.ts";
export { type IdxOptions, readIdx } from "./files/read-idx.ts";
export { load, save } from "./files/save.ts";
