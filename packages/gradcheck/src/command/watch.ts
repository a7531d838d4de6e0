// Hears of changes of files, by the folders that they lie in: editors put a new file in the place of the old one.
import { watch } from "node:fs";
import { dirname, join } from "node:path";

/** How long nothing may change before it is told, in milliseconds: an editor writes a file more than once. */
const calm = 100;

/** Tells once of changes of any of the files, which are absolute paths; gives what ends it. */
export function onChange(files: readonly string[], tell: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
  const watchers = [...new Set(files.map((file) => dirname(file)))].map((folder) =>
    watch(folder, (_, name) => {
      if (name === null || !files.includes(join(folder, name))) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        end();
        tell();
      }, calm);
    }),
  );
  return end;
}
