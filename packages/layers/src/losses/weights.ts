// Weights in the options of losses: one for each class, or for each column.
import { kind, notNegative, positive, type Reader, refusal } from "@nudge/core/internal";

/** The numbers of an array, or of what looks like one: at least one; an entry that `of` refuses is named by its index. */
const numbers = (rule: string, of: Reader<number>): Reader<readonly number[]> => {
  const holds = (value: unknown) =>
    typeof value === "object" && value !== null && Number((value as ArrayLike<unknown>).length) > 0;
  return {
    read(caller, what, value) {
      const list = kind<ArrayLike<unknown>>(rule, holds).read(caller, what, value);
      const read: number[] = [];
      for (let k = 0; k < list.length; k++) read.push(of.read(caller, `${what}[${k}]`, list[k]));
      return read;
    },
  };
};

/** A weight for each class: from 0 on, one of them above it. */
export const classWeights = (): Reader<Float64Array> => ({
  read(caller, what, value) {
    const rule = "numbers from 0 on, not all 0";
    const weights = numbers(rule, notNegative()).read(caller, what, value);
    if (weights.every((weight) => weight === 0)) throw refusal(caller, `${what} must be ${rule}`, value);
    return Float64Array.from(weights);
  },
});

/** One weight for all columns, or one for each: above 0. */
export const columnWeights = (standard: number): Reader<readonly number[]> => ({
  read: (caller, what, value = standard) =>
    typeof value === "object"
      ? numbers("a number above 0, or a list of them", positive()).read(caller, what, value)
      : [positive().read(caller, what, value)],
});

/** Throws unless there is a weight for each class. */
export function expectWeights(weights: Float64Array | undefined, classes: number): void {
  if (weights !== undefined && weights.length !== classes)
    throw new Error(`expected ${classes} classWeights, got ${weights.length}`);
}
