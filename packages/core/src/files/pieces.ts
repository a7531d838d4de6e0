import { createReadStream } from "node:fs";
import { fileURLToPath } from "node:url";
import { kind } from "../arguments/reader.ts";

/** Where a file lies: a path, or a `file:` URL such as `new URL("data.csv", import.meta.url)`. */
export type Path = string | URL;

const pathReader = kind<Path>(
  "a string or a file: URL",
  (value) => typeof value === "string" || (value instanceof URL && value.protocol === "file:"),
);

/** A path as a string; anything else is refused. */
export function readPath(caller: string, path: unknown): string {
  const read = pathReader.read(caller, "path", path);
  return typeof read === "string" ? read : fileURLToPath(read);
}

/** Why the system refused, without the file, which may be a temporary one: "ENOSPC: no space left on device". */
export const reasonOf = (error: unknown): string => (error as Error).message.split(",", 1)[0];

/** A file in pieces, one after another. An error says why it cannot be read. */
export async function* piecesOf(path: string, caller: string): AsyncGenerator<Buffer, void, void> {
  try {
    yield* createReadStream(path, { highWaterMark: 2 ** 20 });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is no such file" : `it cannot be read (${reasonOf(cause)})`;
    throw new Error(`${caller}: ${why}`, { cause });
  }
}
