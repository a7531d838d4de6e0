import { flag, type Readers } from "@nudge/core/internal";

/** The options of a layer with a bias. */
export interface BiasOptions {
  /** Whether there is a bias. @defaultValue true */
  readonly bias?: boolean;
}

/** What the option must be; there is a bias unless it says no. */
export const readersOfBias = (): Readers<Required<BiasOptions>> => ({ bias: flag(true) });
