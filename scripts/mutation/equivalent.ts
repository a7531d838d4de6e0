// Mutants that survive because they change nothing that anybody could see, each with why. One is told by its file and by the
// lines with the change, as they are printed after "+".

export interface Equivalent {
  readonly file: string;
  readonly after: string;
  readonly why: string;
}

export const equivalent: readonly Equivalent[] = [];
