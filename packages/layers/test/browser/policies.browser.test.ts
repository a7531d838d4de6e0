// The packages in pages with and without a content security policy: Chromium at CHROMIUM_PATH, or where Debian puts it.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withoutCompiling } from "../bits/hosts.ts";
import { program } from "./program.ts";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const skipped = !existsSync(executablePath) && !process.env.CI;
if (skipped)
  console.warn(`Policies are not tested in a browser: no Chromium at ${executablePath}, set CHROMIUM_PATH`);

// Without Node's modules: whatever of them is imported fails here.
const { outputFiles } = buildSync({
  entryPoints: [join(import.meta.dirname, "program.ts")],
  bundle: true,
  format: "esm",
  platform: "browser",
  conditions: ["@nudge/source"],
  write: false,
});
const [{ text }] = outputFiles;
const inNode = program.results();

type Program = typeof program;

/** By the path of a page, the policy that it is served with, and what that allows. */
const policies: Readonly<Record<string, { policy?: string; code: boolean; wasm: boolean }>> = {
  "/without": { code: true, wasm: true },
  "/self": { policy: "script-src 'self'", code: false, wasm: false },
  "/wasm": { policy: "script-src 'self' 'wasm-unsafe-eval'", code: false, wasm: true },
};

test("in Node where no code may be compiled, all is the same", () => {
  const code = `${text}\nconsole.log(JSON.stringify(program.results()));`;
  const printed = execFileSync(process.execPath, [withoutCompiling, "--input-type=module", "-"], {
    input: code,
    encoding: "utf8",
  });
  expect(JSON.parse(printed)).toEqual(inNode);
});

describe.skipIf(skipped)("in Chromium", () => {
  let server: Server;
  let browser: Browser;
  let host: string;

  beforeAll(async () => {
    server = createServer(({ url = "" }, response) => {
      const { policy } = policies[url] ?? {};
      const isScript = url.endsWith(".js");
      response.writeHead(200, {
        "content-type": isScript ? "text/javascript" : "text/html",
        ...(policy && { "content-security-policy": policy }),
      });
      response.end(isScript ? text : "<!doctype html>");
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    // No limits of its own: a busy machine may take as long as a test may.
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"], timeout: 0 });
  });

  afterAll(async () => {
    await browser.close();
    server.close();
  });

  /** What a function of the program gives in a page. */
  async function call<Name extends keyof Program>(path: string, name: Name) {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    try {
      await page.goto(`${host}${path}`);
      const found = await page.evaluate(`import("/program.js").then(({ program }) => program.${name}())`);
      return found as Awaited<ReturnType<Program[Name]>>;
    } finally {
      await page.close();
    }
  }

  const pages = Object.entries(policies);
  test.each(pages)("%s: trains, predicts, checks and reports as Node does", async (path, { code, wasm }) => {
    expect(await call(path, "allowances")).toEqual({ code, wasm });
    expect(await call(path, "results")).toEqual(inNode);
  });

  test("what is forbidden is tried once", async () => {
    expect(await call("/self", "violations")).toEqual(["eval", "wasm-eval"]);
  });

  test("while a check runs, timers of the page go off, and one may stop it", async () => {
    expect(await call("/self", "timersDuring")).toBeGreaterThan(0);
    expect(await call("/self", "abortedByTimer")).toBe("stopped by the page");
  });
});
