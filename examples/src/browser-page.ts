// A folder with a page and its worker, which any server of files can serve.
import { readFile } from "node:fs/promises";
import { createServer, type OutgoingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const source = (name: string) => fileURLToPath(new URL(`../browser/${name}`, import.meta.url));

/** Bundles the page and its worker into a folder. */
export const buildBrowserPage = (folder: string) =>
  build({
    entryPoints: ["index.html", "style.css", "main.ts", "worker.ts"].map(source),
    loader: { ".html": "copy" },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2023",
    conditions: ["@nudge/source"],
    outdir: folder,
  });

const types: { readonly [extension: string]: string } = {
  ".html": "text/html",
  ".css": "text/css",
  ".js": "text/javascript",
};

/** Serves the files of a folder on this machine alone, and gives the server and its address. */
export async function serve(folder: string, port: number, headers: OutgoingHttpHeaders = {}) {
  const server = createServer(async ({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    const path = join(folder, pathname === "/" ? "index.html" : pathname);
    try {
      const body = await readFile(path);
      response.writeHead(200, { ...headers, "content-type": types[extname(path)] ?? "text/plain" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  return { server, address: `http://localhost:${(server.address() as AddressInfo).port}` };
}
