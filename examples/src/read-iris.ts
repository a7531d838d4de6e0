// The iris data: four measurements of a flower in cm, and its species.
import { readFileSync } from "node:fs";

export const species = ["setosa", "versicolor", "virginica"];

export interface Flower {
  readonly measurements: readonly number[];
  /** The index of its species. */
  readonly label: number;
}

/** Reads `data/iris.csv`; throws with the number of a line that does not hold four numbers and a known species. */
export function readIris(): Flower[] {
  const [, ...lines] = readFileSync(new URL("../data/iris.csv", import.meta.url), "utf8")
    .trim()
    .split("\n");
  return lines.map((line, k) => {
    const cells = line.split(",");
    const measurements = cells.slice(0, 4).map(Number.parseFloat);
    const label = species.indexOf(cells[4]);
    if (cells.length !== 5 || !measurements.every(Number.isFinite) || label < 0)
      throw new Error(`iris.csv, line ${k + 2}: expected four numbers and a species, got "${line}"`);
    return { measurements, label };
  });
}
