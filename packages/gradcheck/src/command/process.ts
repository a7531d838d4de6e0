// The check of what a process computes that speaks the protocol.
import { commandMap } from "../foreign/command-map.ts";
import type { Arguments } from "./arguments.ts";
import type { Planned } from "./planned.ts";
import { command, option, overrideWords } from "./replay.ts";
import { UsageError } from "./usage-error.ts";

/** The words of a command line: quotes of either kind hold together what has spaces in it. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g);
  const isClosed = /^(?:[^'"]|'[^']*'|"[^"]*")*$/.test(line);
  if (words === null || !isClosed)
    throw new UsageError(`--command must be a command such as 'python3 layer.py', got "${line}"`);
  return words.map((word) => word.replaceAll(/'([^']*)'|"([^"]*)"/g, "$1$2"));
}

/** The check of a process, which starts here. */
export function checkOfProcess(line: string, given: Arguments): Planned {
  const subject = commandMap(wordsOf(line));
  const { close } = subject;
  try {
    const replay = command(...option("command", line), ...overrideWords(given));
    return { name: subject.name ?? line, subject, options: {}, replay, close };
  } catch (error) {
    close();
    throw new UsageError((error as Error).message);
  }
}
