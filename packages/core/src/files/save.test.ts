import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test, vi } from "vitest";
import { dense, meanSquaredError } from "../../test/fixtures.ts";
import { createModel, rng, toBytes } from "../index.ts";
import { load, save } from "../node.ts";

const folder = mkdtempSync(join(tmpdir(), "nudge-save-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "net.safetensors");
const layers = { dense, meanSquaredError };

test("the file holds what toBytes gives, and is read again", async () => {
  const model = createModel(dense(3, 2), { seed: 1 });
  await save(pathToFileURL(path), model, { loss: meanSquaredError() });
  expect(readFileSync(path)).toEqual(Buffer.from(toBytes(model, { loss: meanSquaredError() })));
  const { model: read, loss } = await load(path, { layers });
  expect([read.theta, `${read.layer}`, `${loss}`]).toEqual([
    model.theta,
    "dense(3, 2)",
    "meanSquaredError()",
  ]);
});

test("nothing but the file is left, also of saves side by side", async () => {
  const models = [1, 2, 3, 4].map((seed) => createModel(dense(3, 2), { seed }));
  await Promise.all(models.map((model) => save(path, model)));
  const { theta } = (await load(path, { layers })).model;
  expect(models.some((model) => model.theta.every((value, k) => value === theta[k]))).toBe(true);
  expect(readdirSync(folder)).toEqual(["net.safetensors"]);
});

test.skipIf(process.platform === "win32")("links stay, and so does who may read the file", async () => {
  const own = mkdtempSync(join(folder, "own-"));
  const [file, link] = [join(own, "file"), join(own, "link")];
  const models = [1, 2].map((seed) => createModel(dense(3, 2), { seed }));
  await save(file, models[0]);
  chmodSync(file, 0o600);
  symlinkSync("file", link);
  await save(link, models[1]);
  expect([lstatSync(link).isSymbolicLink(), statSync(file).mode & 0o777]).toEqual([true, 0o600]);
  expect((await load(file, { layers })).model.theta).toEqual(models[1].theta);
  rmSync(own, { recursive: true });
});

test("a save that fails leaves the old file, and no other", async () => {
  const old = join(folder, "folder");
  mkdirSync(join(old, "in"), { recursive: true });
  const model = createModel(dense(3, 2));
  await expect(save(old, model)).rejects.toThrow(
    `save("${old}"): it cannot be written (what is there is no file)`,
  );
  await expect(save(join(folder, "none", "x"), model)).rejects.toThrow("there is no such folder");
  await expect(save(join(path, "x"), model)).rejects.toThrow(
    "it cannot be written (ENOTDIR: not a directory)",
  );
  // The disk is full when the bytes are written, and when they are put on it.
  const handle = await open(path);
  await handle.close();
  for (const step of ["writeFile", "sync"] as const) {
    const full = new Error(`ENOSPC: no space left on device, ${step}`);
    vi.spyOn(Object.getPrototypeOf(handle), step).mockRejectedValueOnce(full);
    await expect(save(path, model)).rejects.toThrow(
      `save("${path}"): it cannot be written (ENOSPC: no space left on device)`,
    );
  }
  expect(readdirSync(folder).sort()).toEqual(["folder", "net.safetensors"]);
});

test("a name may be as long as the system allows", async () => {
  const long = join(folder, "x".repeat(255));
  await save(long, createModel(dense(1, 1)));
  rmSync(long);
  await expect(save(`${long}x`, createModel(dense(1, 1)))).rejects.toThrow("ENAMETOOLONG: name too long");
});

describe.skipIf(process.platform === "win32")("what is there and no file", () => {
  const model = createModel(dense(1, 1), { seed: 1 });

  test("a link to a file that is not there yet makes it", async () => {
    const own = mkdtempSync(join(folder, "own-"));
    mkdirSync(join(own, "models"));
    symlinkSync("models/newest", join(own, "link"));
    symlinkSync("net", join(own, "models", "newest"));
    await save(join(own, "link"), model);
    expect(lstatSync(join(own, "link")).isSymbolicLink()).toBe(true);
    expect((await load(join(own, "models", "net"), { layers })).model.theta).toEqual(model.theta);
    symlinkSync("circle", join(own, "circle"));
    await expect(save(join(own, "circle"), model)).rejects.toThrow("cannot be written (ELOOP");
    rmSync(own, { recursive: true });
  });

  test("a socket stays one", async () => {
    const socket = join(folder, "socket");
    const server = createServer().listen(socket);
    await once(server, "listening");
    await expect(save(socket, model)).rejects.toThrow("it cannot be written (what is there is no file)");
    expect(lstatSync(socket).isSocket()).toBe(true);
    server.close();
  });
});

test("errors of load begin with the file", async () => {
  const none = join(folder, "none");
  await expect(load(none, { layers })).rejects.toThrow(`load("${none}"): there is no such file`);
  writeFileSync(path, "{}");
  await expect(load(path, { layers })).rejects.toThrow(
    `load("${path}"): a safetensors file has at least 8 bytes`,
  );
});

// Each starts a process.
const kills = process.env.NIGHTLY === undefined ? 1 : 200;

test(`a process is killed while it saves, time and again: the file is whole`, { timeout: 1e7 }, async () => {
  const program = join(import.meta.dirname, "../../test/save-without-end.ts");
  const stream = rng(7);
  for (let k = 0; k < kills; k++) {
    const child = spawn(process.execPath, ["--conditions=@nudge/source", "--import", "tsx", program, path]);
    await once(child.stdout, "data");
    await new Promise((resolve) => setTimeout(resolve, 40 * stream.uniform()));
    child.kill("SIGKILL");
    await once(child, "close");
    const { theta } = (await load(path, { layers })).model;
    expect([1, 2]).toContain(theta[0]);
    expect(theta.every((value) => value === theta[0])).toBe(true);
  }
});
