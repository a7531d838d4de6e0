// Foreign maps in a browser: Chromium at CHROMIUM_PATH, or where Debian puts it.
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buildSync } from "esbuild";
import { chromium } from "playwright-core";
import { expect, test } from "vitest";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const skipped = !existsSync(executablePath) && !process.env.CI;

if (skipped)
  console.warn(`workerMap is not tested in a browser: no Chromium at ${executablePath}, set CHROMIUM_PATH`);

const subject = `
  export const tensors = { x: [1, 2] };
  export const forward = async ({ x }) => [x.map((v) => v * v), x];
  export const backward = async (dy, x) => ({ x: dy.map((d, i) => -2 * d * x[i]) });
`;
/** Checks the subject, in a page or in a worker of it. */
const program = `
  import { gradcheckMap } from "../verbs/gradcheck-map.ts";
  import { workerMap } from "./worker-map.ts";

  const say = (text) => (globalThis.document === undefined ? postMessage(text) : (globalThis.said = text));
  try {
    const map = workerMap(new URL("/subject.js", location.origin));
    await map.ready;
    const { verdict, tensors: [x] } = gradcheckMap(map);
    say([verdict, x.diagnoses[0].kind].join());
  } catch (error) {
    say(error.message);
  }
`;

test.skipIf(skipped)("in a browser a check waits inside of a worker, and nowhere else", async () => {
  // Without Node's modules: whatever of them is imported fails here.
  const { outputFiles } = buildSync({
    stdin: { contents: program, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    format: "esm",
    platform: "browser",
    conditions: ["@nudge/source"],
    write: false,
  });
  const script = "text/javascript";
  const files: { readonly [path: string]: readonly [type: string, text: string] } = {
    "/": ["text/html", "<!doctype html>"],
    "/subject.js": [script, subject],
    "/program.js": [script, outputFiles[0].text],
  };
  // A server of its own: requests of workers inside of workers are not those of the page.
  const server = createServer(({ url = "" }, response) => {
    const [type, body] = files[url] ?? ["text/plain", ""];
    response.writeHead(200, {
      "content-type": type,
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    });
    response.end(body);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // No limits of its own: a busy machine may take as long as a test may.
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--no-first-run"],
    timeout: 0,
  });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    await page.goto(`${host}/`);
    const inWorker = `new Promise((resolve) => {
      const worker = new Worker("/program.js", { type: "module" });
      worker.onmessage = ({ data }) => resolve(data);
    })`;
    expect(await page.evaluate(inWorker)).toBe("fail,sign");
    expect(await page.evaluate(`import("/program.js").then(() => said)`)).toBe(
      "workerMap(subject.js): in a browser this runs only inside a worker of a cross-origin isolated page: a check waits for its subject",
    );
  } finally {
    await browser.close();
    server.close();
  }
});
