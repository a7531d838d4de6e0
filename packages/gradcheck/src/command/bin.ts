#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { main } from "./main.ts";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
const { stdout, stderr } = process;

// The first Ctrl-C ends the check in hand and shows what it found; the second one ends the program.
const controller = new AbortController();
process.once("SIGINT", () => controller.abort());

// Whoever reads the output may have read enough.
stdout.on("error", () => process.exit());

process.exitCode = await main(process.argv.slice(2), { stdout, stderr, signal: controller.signal, version });
