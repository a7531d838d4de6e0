// Places in the stacks of TypeScript files, as in their source. What runs is what they were compiled to, which has the same lines.
import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { createJiti } from "jiti";

/** The map of a file, made anew: only where something went wrong does anyone ask for it. */
function mapOf(file: string): SourceMap | undefined {
  const jiti = createJiti(import.meta.url, { fsCache: false, interopDefault: false, sourceMaps: true });
  const compiled = jiti.transform({
    source: readFileSync(file, "utf8"),
    filename: file,
    ts: true,
    async: true,
  });
  const [, map] = compiled.match(/sourceMappingURL=data:application\/json;charset=utf-8;base64,(\S+)/) ?? [];
  return map === undefined ? undefined : new SourceMap(JSON.parse(Buffer.from(map, "base64").toString()));
}

/** A line of a stack with the column of the source. In the first line of a file, which is wrapped, it is left as it is. */
export function inSource(line: string): string {
  return line.replace(/([^\s(]+\.[mc]?tsx?):(\d+):(\d+)/, (place, file, row, column) => {
    try {
      const entry = mapOf(file)?.findEntry(row - 1, column - 1);
      const isFound =
        row > 1 && entry !== undefined && "originalLine" in entry && entry.originalLine === row - 1;
      return isFound ? `${file}:${row}:${entry.originalColumn + 1}` : place;
    } catch {
      return place;
    }
  });
}
