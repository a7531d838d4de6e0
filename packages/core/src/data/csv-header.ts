// The header of a CSV file names its columns; options say by their names what they hold.
import { describe } from "../arguments/describe.ts";
import { nearest } from "../arguments/nearest.ts";
import type { CsvRow } from "./csv-rows.ts";

/** What is asked for of the columns. */
export interface CsvColumns {
  readonly target: string | undefined;
  readonly categorical: readonly string[];
  readonly skip: readonly string[];
}

export interface CsvColumn {
  readonly name: string;
  readonly isTarget: boolean;
  readonly isCategorical: boolean;
  readonly isSkipped: boolean;
}

/** The columns of a header; throws unless each has a name of its own, and those that are asked for are among them. */
export function readHeader(
  caller: string,
  { cells }: CsvRow,
  { target, categorical, skip }: CsvColumns,
): CsvColumn[] {
  const names = cells.map((cell) => cell.trim());
  for (const [k, name] of names.entries()) {
    if (name === "") throw new Error(`${caller}: column ${k} of the header has no name`);
    const first = names.indexOf(name);
    if (first !== k)
      throw new Error(`${caller}: columns ${first} and ${k} are both called ${describe(name)}`);
  }
  for (const [option, asked] of Object.entries({ target: target ?? [], categorical, skip }))
    for (const name of [asked].flat()) {
      if (names.includes(name)) continue;
      const meant = nearest(name, names);
      const hint = meant
        ? `did you mean ${describe(meant)}?`
        : `the columns are ${names.map(describe).join(", ")}`;
      throw new Error(`${caller}: ${option} ${describe(name)} is no column; ${hint}`);
    }
  for (const name of skip)
    if (name === target || categorical.includes(name))
      throw new Error(`${caller}: skip leaves out ${describe(name)}, which is asked for as well`);
  if (names.every((name) => name === target || skip.includes(name)))
    throw new Error(`${caller}: no column is left for the inputs`);
  return names.map((name) => ({
    name,
    isTarget: name === target,
    isCategorical: categorical.includes(name),
    isSkipped: skip.includes(name),
  }));
}
