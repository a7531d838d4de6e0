// A page in which nets are trained and their gradients checked:   npm run example examples/src/browser.ts [folder] [port]
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildBrowserPage, serve } from "./browser-page.ts";

const folder = process.argv[2] ?? (await mkdtemp(join(tmpdir(), "nudge-browser-")));
await buildBrowserPage(folder);
const { address } = await serve(folder, Number(process.argv[3] ?? 0));
console.log(`wrote ${folder}, which any server of files can serve; open ${address}, and end with ctrl-c`);
