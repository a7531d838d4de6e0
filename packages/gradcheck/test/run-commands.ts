// Runs command lines one after another in one process, each a JSON list of words, and prints as JSON what came of each.
import { main } from "../src/command/main.ts";

const results = [];
for (const words of JSON.parse(process.argv[2]) as string[][]) {
  const result = { code: -1, stdout: "", stderr: "" };
  const into = (name: "stdout" | "stderr") => ({
    write: (text: string) => {
      result[name] += text;
    },
  });
  const streams = { stdout: into("stdout"), stderr: into("stderr"), version: "1.2.3" };
  result.code = await main(words, { ...streams, signal: new AbortController().signal });
  results.push(result);
}
process.stdout.write(JSON.stringify(results));
