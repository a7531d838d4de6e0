/** A Markdown table; its first column stands to the left, the others to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, c) => Math.max(3, ...all.map((row) => row[c].length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c]))).join(" | ")} |`;
  const rule = widths.map((width, c) =>
    c === 0 ? `:${"-".repeat(width - 1)}` : `${"-".repeat(width - 1)}:`,
  );
  return [line(header), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}

/** Three digits, with k for thousands and M for millions. */
export function short(value: number): string {
  const [scale, unit] = value >= 999_500 ? [1e6, "M"] : value >= 999.5 ? [1e3, "k"] : [1, ""];
  const scaled = value / scale;
  return `${scaled.toFixed(scaled >= 99.95 ? 0 : scaled >= 9.995 ? 1 : 2)}${unit}`;
}
