// What needs Node: reading files.

export type { Path } from "./files/pieces.ts";
export { type CsvData, type CsvOptions, type CsvTargets, readCsv } from "./files/read-csv.ts";
export { type IdxOptions, readIdx } from "./files/read-idx.ts";
