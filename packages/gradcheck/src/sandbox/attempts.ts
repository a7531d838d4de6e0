// What the subject throws, it throws again when the same pass is run again at the same point: then the point is outside of
// its domain. An exception that does not come again is a fault of its own.
import { SubjectError } from "./subject-error.ts";

export class Attempts {
  /** The first exception that did not come again. */
  unrepeated: SubjectError | undefined;
  /** How many there were. */
  count = 0;

  /** What a pass gives, in the second run if the first one throws. Throws a `SubjectError` where both do. */
  run<T>(pass: SubjectError["pass"], f: () => T): T {
    try {
      return f();
    } catch (first) {
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
}
