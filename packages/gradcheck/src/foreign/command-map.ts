import { refusal } from "@nudge/core/internal";
import { type ForeignMap, type ForeignMapOptions, foreignMap } from "./foreign-map.ts";
import { openProcess } from "./process-subject.ts";

/** Words that are missing are none: `every` would pass over them. */
const isCommand = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.findIndex((word) => typeof word !== "string") < 0;

/**
 * A map for `gradcheckMap` from a process in any language: it reads questions from standard input and writes answers to
 * standard output, a line of JSON each.
 *
 * The [protocol](https://github.com/nudge-ml/nudge/blob/main/docs/protocol.md) has one page; for Python and C it is spoken by the
 * files in the folder `helpers` of this package. One process serves all checks of the map. It ends with `close()`, with the
 * program that started it, or when an answer takes more than `timeout` milliseconds; what it writes to standard error is
 * told when it fails. Node only.
 *
 * @throws where the command is no list of words, or an option is unknown or wrong.
 * @example
 * import { commandMap, gradcheckMap } from "@nudge/gradcheck";
 *
 * // y = x², by a process that forgets the 2 of dx = 2 x dy
 * const code = `
 *   const wire = (data) => ({ shape: [data.length], data });
 *   const answers = {
 *     describe: () => ({ nudge: 1, name: "square", tensors: { x: wire([1, 2]) } }),
 *     forward: ({ tensors: { x } }) => ({ output: wire(x.data.map((v) => v * v)) }),
 *     backward: ({ upstream, tensors: { x } }) => ({
 *       gradients: { x: wire(x.data.map((v, i) => v * upstream.data[i])) },
 *     }),
 *   };
 *   require("node:readline").createInterface(process.stdin).on("line", (line) => {
 *     const question = JSON.parse(line);
 *     console.log(JSON.stringify(answers[question.call](question)));
 *   });
 * `;
 * const map = commandMap(["node", "-e", code]);
 * const [x] = gradcheckMap(map).tensors;
 * console.log(x.diagnoses[0].message);
 * // backprop = 0.5 × numeric in every entry: 1/2
 * map.close();
 */
export function commandMap(command: readonly string[], options?: ForeignMapOptions): ForeignMap {
  if (!isCommand(command))
    throw refusal("commandMap", 'expected the words of a command, such as ["python3", "layer.py"]', command);
  const line = command.join(" ").replaceAll(/\s+/g, " ");
  const shown = line.length > 60 ? `${line.slice(0, 60)}...` : line;
  return foreignMap(`commandMap(${shown})`, shown, { open: openProcess, subject: [...command], options });
}
