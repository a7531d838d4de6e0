// Models on disk. A file is replaced in one step, so that whoever reads it finds the old one or the new one, whole.
import { open, readlink, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { printCall } from "../arguments/print-call.ts";
import { type Loaded, type LoadOptions, loadedFrom } from "./from-bytes.ts";
import { type Path, piecesOf, readPath, reasonOf } from "./pieces.ts";
import { bytesOf, type Saveable, type SaveOptions } from "./to-bytes.ts";

/** Temporary files of this process so far: no two saves share one. */
let count = 0;

/** A new file beside `path`; what a process that was killed has left behind is let be. */
async function openBeside(path: string) {
  for (;;) {
    const temporary = join(dirname(path), `.nudge-${process.pid}-${++count}.tmp`);
    try {
      return { temporary, file: await open(temporary, "wx") };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

/** Has the name of a file in a folder written to the disk, where the system can be asked to. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/** The file itself where links lead to it, and who may read it, if it is there; links that lead to no file lead to where it is to be. */
async function existing(given: string): Promise<{ path: string; mode?: number }> {
  try {
    const path = await realpath(given);
    const found = await stat(path);
    // In the place of a device there would be a file.
    if (!found.isFile()) throw new Error("what is there is no file");
    return { path, mode: found.mode };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    const target = await readlink(given).catch(() => undefined);
    return target === undefined ? { path: given } : existing(resolve(await realpath(dirname(given)), target));
  }
}

/**
 * Writes a file in one step: to another one beside it, which takes its place, and its permissions, when all bytes are on the disk.
 */
async function replaceFile(given: string, bytes: Uint8Array): Promise<void> {
  const { path, mode } = await existing(given);
  const { temporary, file } = await openBeside(path);
  try {
    try {
      if (mode !== undefined) await file.chmod(mode & 0o777);
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/**
 * Writes a model or a checkpoint to a safetensors file, as `toBytes` makes it, in one step: whenever the process is killed, the old file or the new
 * one is there, whole.
 *
 * Throws as `toBytes` does, and where the file cannot be written; the old one is there then.
 *
 * @example
 * import { tmpdir } from "node:os";
 * import { createModel } from "@nudge/core";
 * import { load, save } from "@nudge/core/node";
 * import * as layers from "@nudge/layers";
 *
 * const model = createModel(layers.dense(2, 1), { seed: 1 });
 * await save(`${tmpdir()}/line.safetensors`, model);
 * const { model: same } = await load(`${tmpdir()}/line.safetensors`, { layers });
 * console.log(same.theta.every((value, k) => value === model.theta[k]));
 * // true
 */
export async function save(path: Path, subject: Saveable, options?: SaveOptions): Promise<void> {
  const file = readPath("save", path);
  const caller = printCall("save", [file]);
  const bytes = bytesOf(caller, subject, options);
  try {
    await replaceFile(file, bytes);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is no such folder" : `it cannot be written (${reasonOf(cause)})`;
    throw new Error(`${caller}: ${why}`, { cause });
  }
}

/**
 * What a file holds that `save` wrote: `{ model, transforms, classes, loss, checkpoint }`, each where the file has it, as of `fromBytes`.
 *
 * Throws, with the file, where it cannot be read, and as `fromBytes` does.
 *
 * @example
 * import { tmpdir } from "node:os";
 * import { createModel } from "@nudge/core";
 * import { load, save } from "@nudge/core/node";
 * import { dense, meanSquaredError } from "@nudge/layers";
 *
 * await save(`${tmpdir()}/plane.safetensors`, createModel(dense(2, 1)), { loss: meanSquaredError() });
 * const { model, loss } = await load(`${tmpdir()}/plane.safetensors`, { layers: { dense, meanSquaredError } });
 * console.log(`${model.layer}, ${loss}`);
 * // dense(2, 1), meanSquaredError()
 */
export async function load(path: Path, options: LoadOptions): Promise<Loaded> {
  const file = readPath("load", path);
  const caller = printCall("load", [file]);
  const pieces: Buffer[] = [];
  for await (const piece of piecesOf(file, caller)) pieces.push(piece);
  return loadedFrom(caller, Buffer.concat(pieces), options);
}
