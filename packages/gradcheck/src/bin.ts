#!/usr/bin/env node
import { readFileSync } from "node:fs";
import * as core from "@nudge/core";
import * as internal from "@nudge/core/internal";
import { main } from "./command/main.ts";
import * as gradcheck from "./index.ts";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const { stdout, stderr } = process;

// The first Ctrl-C ends the check in hand and shows what it found; the second one ends the program.
const controller = new AbortController();
process.once("SIGINT", () => controller.abort());

// Whoever reads the output may have read enough.
stdout.on("error", () => process.exit());

// A file of checks gets this very copy of the packages.
const modules = { "@nudge/core": core, "@nudge/core/internal": internal, "@nudge/gradcheck": gradcheck };
const around = { stdout, stderr, signal: controller.signal, version, modules };
process.exitCode = await main(process.argv.slice(2), around);
