/** Rows in columns as wide as their widest cell; columns whose alignment is `r` are set to the right. */
export function columns(rows: readonly (readonly string[])[], alignment: string): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const pad = (cell: string, column: number) =>
    alignment[column] === "r" ? cell.padStart(widths[column]) : cell.padEnd(widths[column]);
  return rows.map((row) => row.map(pad).join("  "));
}
