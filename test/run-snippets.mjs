// Runs the modules given as arguments one after another, and prints as JSON what each of them printed or threw.
import { pathToFileURL } from "node:url";

const { stdout } = process;
const write = stdout.write.bind(stdout);
const printed = [];
for (const path of process.argv.slice(2)) {
  let text = "";
  stdout.write = (chunk) => {
    text += chunk;
    return true;
  };
  try {
    await import(pathToFileURL(path).href);
  } catch (error) {
    text += error.stack;
  }
  printed.push(text);
}
write(JSON.stringify(printed));
