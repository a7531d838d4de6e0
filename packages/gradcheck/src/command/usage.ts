// What the command line prints of itself, and how it refuses.

/** A mistake of the user's that needs no stack: the message says what to do. */
export class UsageError extends Error {}

export const help = `gradcheck: checks that a backward pass computes the gradients of its forward pass

  gradcheck FILE...                       run the checks that the files export
  gradcheck FILE#EXPORT --input SHAPE     check a layer that a file exports

A file (TypeScript or JavaScript) exports its checks under any name:

  import { check } from "@nudge/gradcheck";
  import { scale } from "./scale.ts";
  export const four = check("scale, four rows", scale(3), { input: [4, 3] });

Which checks
  --filter TEXT          those with TEXT in their name
  --list                 print their names and run none

How to check; these come before what a check says
  --seed N               draw inputs, parameters and the upstream gradient from N
  --epsilon H            the first step, instead of one chosen for each entry
  --threshold T          the relative error from which on an entry is wrong (1e-7)
  --points N             check at N points: the given one and others near it

What FILE#EXPORT is made of
  --args LIST            arguments of EXPORT: --args 3 or --args '3, { epsilon: 0.1 }'
  --input SHAPE          shape of its input: --input 4,3
                         several by name: --input query=4,3 --input key=5,3

What comes out
  --only-wrong           leave out what passed
  --html FILE            write each report as a page, --html report.html
  --json FILE            write the reports as a JSON array
  --allow-inconclusive   exit with 0 when nothing was found wrong, measured or not
  --help, --version

Exit code: 0 all passed; 1 a check failed or was inconclusive; 2 the command or a file is at fault;
130 stopped by Ctrl-C, after what was found so far.`;
