// Outside of its domain a subject throws, or gives what is not finite, and does so again when it is run again at the same
// point. What does not come again is a fault of its own.

import { ArgumentError } from "../words/argument-error.ts";
import { sameBits } from "../words/distance.ts";
import { countLost } from "../words/finite.ts";
import { SubjectError } from "./subject-error.ts";

export class Attempts {
  /** The first exception that did not come again. */
  unrepeated: SubjectError | undefined;
  /** How many there were. */
  count = 0;
  /** Whether an output was not finite, and another one at the same point. */
  hasFlickered = false;

  /** What a pass gives, in the second run if the first one throws. Throws a `SubjectError` where both do. */
  run<T>(pass: SubjectError["pass"], f: () => T): T {
    try {
      return f();
    } catch (first) {
      if (first instanceof ArgumentError) throw first;
      const error = new SubjectError(pass, first);
      let result: T;
      try {
        result = f();
      } catch (again) {
        throw new SubjectError(pass, again);
      }
      this.unrepeated ??= error;
      this.count++;
      return result;
    }
  }

  /** Writes an output, and once more where more than `lost` of its entries are not finite. */
  write(into: Float64Array, lost: number, f: (into: Float64Array) => void): void {
    f(into);
    if (countLost(into) <= lost) return;
    const first = into.slice();
    f(into);
    if (!sameBits(into, first)) this.hasFlickered = true;
  }
}
