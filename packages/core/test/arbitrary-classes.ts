// For tests of metrics: random predictions and targets, with many equal numbers, and classes without rows.
import fc from "fast-check";
import { type Tensor, tensor } from "../src/index.ts";

export interface Case {
  readonly prediction: Tensor;
  readonly target: Tensor;
  /** The numbers of each row, two where the prediction has the one of the second class. */
  readonly scores: readonly (readonly number[])[];
  readonly actual: readonly number[];
  readonly classes: readonly number[];
}

const columnsOf = (columns: number) =>
  fc
    .record({
      rows: fc.array(
        fc.record({
          scores: fc.array(
            fc.nat(6).map((k) => k / 6),
            { minLength: columns, maxLength: columns },
          ),
          label: fc.nat(Math.max(1, columns - 1)),
        }),
        { minLength: 1, maxLength: 14 },
      ),
      isFlat: fc.boolean(),
      isOneHot: fc.boolean(),
    })
    .map(({ rows, isFlat, isOneHot }): Case => {
      const classes = Array.from({ length: Math.max(2, columns) }, (_, c) => c);
      const given = rows.map(({ scores }) => scores);
      const actual = rows.map(({ label }) => label);
      const oneHot = () => tensor(actual.map((label) => classes.map((c) => (c === label ? 1 : 0))));
      return {
        prediction: tensor(columns === 1 && isFlat ? given.flat() : given),
        target: columns > 1 && isOneHot ? oneHot() : tensor(actual),
        scores: columns === 1 ? given.map(([p]) => [1 - p, p]) : given,
        actual,
        classes,
      };
    });

export const arbitraryCase: fc.Arbitrary<Case> = fc.oneof(...[1, 2, 3, 4].map(columnsOf));

/** The classes of a row, the one with the largest number first. Of one number, 0.5 is not above 0.5. */
export const rankingOf = (row: readonly number[]): number[] =>
  row.map((_, c) => c).sort((a, b) => row[b] - row[a] || a - b);

export const predictedOf = ({ scores }: Case): number[] => scores.map((row) => rankingOf(row)[0]);

export const count = <T>(all: readonly T[], holds: (one: T, k: number) => boolean): number =>
  all.filter(holds).length;
