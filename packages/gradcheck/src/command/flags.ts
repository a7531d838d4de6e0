// The options of the command line: how each is written, and what `--help` says of it. One with a word for its value takes
// a value, one without is a switch.
import type { GradcheckOptions } from "../words/settings.ts";

interface Flag {
  /** What stands for the value. */
  readonly value?: string;
  /** In lines of their own where there are several. */
  readonly help: readonly string[];
  readonly multiple?: true;
  readonly short?: string;
}

/** Those that are options of a check, under the same names: numbers, and numbers that may be given by name of tensor. */
export const numbers = ["seed", "points"] as const satisfies readonly (keyof GradcheckOptions)[];
export const numbersByName = ["epsilon", "threshold"] as const satisfies readonly (keyof GradcheckOptions)[];

/** Headings, and the options under each. */
const groups = {
  "Which checks": {
    filter: { value: "TEXT", help: ["those with TEXT in their name"] },
    list: { help: ["print their names and run none"] },
    command: {
      value: "LINE",
      help: ["check a process in any language: --command 'python3 layer.py'"],
      multiple: true,
    },
  },
  "How to check; these come before what a check says": {
    seed: { value: "N", help: ["draw inputs, parameters and the upstream gradient from N"] },
    epsilon: {
      value: "H",
      help: ["the first step, instead of one chosen for each entry; also by name"],
      multiple: true,
    },
    threshold: {
      value: "T",
      help: [
        "the relative error from which on an entry is wrong (1e-7; float32: 1e-4)",
        "of some tensors: --threshold '*.bias=1e-5'",
      ],
      multiple: true,
    },
    points: { value: "N", help: ["check at N points: the given one and others near it"] },
    allow: { value: "KINDS", help: ["findings that shall not fail a check: --allow second-point,stale"] },
    tensors: { value: "NAMES", help: ["check these alone: --tensors gain,input"], multiple: true },
    skip: { value: "NAMES", help: ["leave these out"], multiple: true },
    modes: { value: "MODES", help: ["both (training, and a look at evaluation), training or evaluation"] },
    method: { value: "METHOD", help: ["full (every entry) or bisect (random directions, for big models)"] },
  },
  "What FILE#EXPORT is made of": {
    args: { value: "LIST", help: ["arguments of EXPORT: --args 3 or --args '3, { epsilon: 0.1 }'"] },
    input: {
      value: "SHAPE",
      help: ["shape of its input: --input 4,3", "several by name: --input query=4,3 --input key=5,3"],
      multiple: true,
    },
  },
  "What comes out": {
    "only-wrong": { help: ["leave out what passed"] },
    quiet: { help: ["of each check its verdict alone"] },
    reporter: { value: "FORMAT", help: ["what is printed: text, junit, tap, github or json"] },
    html: { value: "FILE", help: ["write the reports as one page; - is standard output, here and below"] },
    json: { value: "FILE", help: ["write the reports as a JSON array"] },
    "allow-inconclusive": { help: ["exit with 0 when nothing was found wrong, measured or not"] },
    help: { help: ["print this"], short: "h" },
    version: { help: ["print the version"], short: "v" },
  },
} as const satisfies { readonly [heading: string]: { readonly [name: string]: Flag } };

type Groups = (typeof groups)[keyof typeof groups];
export type FlagName = Groups extends infer G ? (G extends Groups ? keyof G : never) : never;

export const flags = Object.assign({}, ...Object.values(groups)) as Readonly<Record<FlagName, Flag>>;

const lineOf = ([name, { value = "", help }]: [string, Flag]) =>
  help.map((line, k) => `  ${(k === 0 ? `--${name} ${value}` : "").padEnd(23)}${line}`).join("\n");

export const help = `gradcheck: checks that a backward pass computes the gradients of its forward pass

  gradcheck                               run all *.gradcheck.ts, or .js, under this folder
  gradcheck FILE...                       run the checks of files, folders and "globs"
  gradcheck FILE#EXPORT                   run one of them, or
  gradcheck FILE#EXPORT --input SHAPE     check a layer that a file exports
  gradcheck --command LINE                check what a process computes that speaks the protocol

A file (TypeScript or JavaScript) exports its checks under any name:

  import { defineCheck } from "@nudge/gradcheck";
  import { scale } from "./scale.ts";
  export const four = defineCheck("scale, four rows", scale(3), { input: [4, 3] });

${Object.entries(groups)
  .map(([heading, group]) => `${heading}\n${Object.entries<Flag>(group).map(lineOf).join("\n")}`)
  .join("\n\n")}

Exit code: 0 all passed; 1 a check failed or was inconclusive; 2 the command or a file is at fault;
130 stopped by Ctrl-C, after what was found so far.`;
