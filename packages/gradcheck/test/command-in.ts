// The command line within this process, in a folder: for files in TypeScript, which share the packages with it.
import * as core from "@nudge/core";
import * as internal from "@nudge/core/internal";
import { main } from "../src/command/main.ts";
import * as gradcheck from "../src/index.ts";

/** A function that runs the command with such arguments, and gives what it printed and its exit code. */
export function commandIn(folder: string) {
  return async (...words: readonly string[]) => {
    const result = { code: -1, stdout: "", stderr: "" };
    const into = (name: "stdout" | "stderr") => ({
      write: (text: string) => {
        result[name] += text;
      },
    });
    const before = process.cwd();
    process.chdir(folder);
    try {
      result.code = await main(
        words.filter((word) => word !== ""),
        {
          stdout: into("stdout"),
          stderr: into("stderr"),
          signal: new AbortController().signal,
          version: "1.2.3",
          modules: { "@nudge/core": core, "@nudge/core/internal": internal, "@nudge/gradcheck": gradcheck },
        },
      );
    } finally {
      process.chdir(before);
    }
    return result;
  };
}
