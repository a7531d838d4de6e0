// What the tests do with the sources as they are, from which it is known which of them can notice a change.

/** What a test did. */
export interface Ran {
  readonly id: string;
  readonly file: string;
  readonly seconds: number;
  /** The numbers of the places that it ran through. */
  readonly places: readonly number[];
}

export interface Recorded {
  readonly tests: readonly Ran[];
  /** The places that were run through when the sources were loaded. */
  readonly atLoad: readonly number[];
  /** What tests found that a change of the sources must not change. */
  readonly found: { readonly [name: string]: unknown };
}
