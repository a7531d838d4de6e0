// The rows of a CSV text that comes in pieces (RFC 4180): cells between delimiters, quoted where they hold one, a quote or a line
// break. A line ends in "\n", "\r\n" or "\r".
import Papa from "papaparse";
import { describe } from "../arguments/describe.ts";

/** The cells of a row as they stand in the text, and the line in which it begins, counted from 1. */
export interface CsvRow {
  readonly cells: readonly string[];
  readonly line: number;
}

/** Longer rows are not waited for: a quote was left open. */
const longest = 2 ** 24;

const lineBreaks = (cells: readonly string[]) =>
  cells.reduce((sum, cell) => sum + cell.split("\n").length - 1, 0);

/** A function that takes a piece of the text at a time, and gives the rows that end in it; the last one also ends with the text. */
export function csvRows(
  caller: string,
  delimiter: string,
): (piece: string, isLast: boolean) => readonly CsvRow[] {
  const parser = new Papa.Parser({ delimiter, newline: "\n" });
  let text = "";
  let carriageReturn = "";
  let line = 1;

  function take({ data, errors }: Papa.ParseResult<string[]>): CsvRow[] {
    const isQuoted = text.includes('"');
    const rows = data.map((cells) => {
      const row = { cells, line };
      line += 1 + (isQuoted ? lineBreaks(cells) : 0);
      return row;
    });
    // Of a row that has not ended yet nothing is known.
    const fault = errors.find(({ row }) => row !== undefined && row < data.length);
    if (fault === undefined) return rows;
    const rule =
      fault.code === "MissingQuotes"
        ? "a quote is opened and not closed"
        : 'a quoted cell goes on behind its quote; a quote inside of one is written ""';
    throw new Error(`${caller}: line ${rows[fault.row!].line}: ${rule}`);
  }

  return (piece, isLast) => {
    // What ends in "\r" may go on with "\n".
    const next = carriageReturn + piece;
    carriageReturn = !isLast && next.endsWith("\r") ? "\r" : "";
    text += next.slice(0, next.length - carriageReturn.length).replaceAll(/\r\n?/g, "\n");
    const result: Papa.ParseResult<string[]> = parser.parse(text, 0, !isLast);
    const rows = take(result);
    text = isLast ? "" : text.slice(result.meta.cursor);
    if (text.length > longest)
      throw new Error(
        `${caller}: line ${line}: the row is longer than ${describe(longest)} characters; is a quote not closed?`,
      );
    return rows;
  };
}
