/** What has no report: a file that could not be loaded, or a check that was refused or broke off. */
export interface Fault {
  /** The target or the check, as it is called. */
  readonly name: string;
  /** The file that it is in, where it is in one. */
  readonly file?: string;
  /** What is wrong, and where there is one, the stack. */
  readonly message: string;
}
