import type { DefinedCheck } from "../verbs/define-check.ts";

/** A check, and the command that repeats it. */
export interface Planned extends DefinedCheck {
  readonly replay: string;
  /** The file that it comes from. */
  readonly file?: string;
  /** Of one that a file defines: `FILE#EXPORT`. */
  readonly place?: string;
  /** The file and line of what is checked, where they are known. */
  readonly source?: string;
  /** Ends what was started for it. */
  close?(): void;
}

/** Their names, in lines of their own. */
export const list = (checks: readonly DefinedCheck[]) => checks.map(({ name }) => `  ${name}`).join("\n");
