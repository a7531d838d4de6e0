// Runs command lines one after another in one process, each a JSON list of words, and prints as JSON what came of each.
import * as core from "@nudge/core";
import * as internal from "@nudge/core/internal";
import { main } from "../src/command/main.ts";
import * as gradcheck from "../src/index.ts";

const results = [];
for (const words of JSON.parse(process.argv[2]) as string[][]) {
  const result = { code: -1, stdout: "", stderr: "" };
  const into = (name: "stdout" | "stderr") => ({
    write: (text: string) => {
      result[name] += text;
    },
  });
  result.code = await main(words, {
    stdout: into("stdout"),
    stderr: into("stderr"),
    signal: new AbortController().signal,
    version: "1.2.3",
    modules: { "@nudge/core": core, "@nudge/core/internal": internal, "@nudge/gradcheck": gradcheck },
  });
  results.push(result);
}
process.stdout.write(JSON.stringify(results));
