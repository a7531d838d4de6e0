// Nets without exp and log are trained to the same bits everywhere. On all hosts at once: npm run bits.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hashesBy, otherNodes, program, withoutCompiling, withoutWebAssembly } from "./hosts.ts";

const expected = JSON.parse(readFileSync(join(import.meta.dirname, "bits.json"), "utf8"));
const code = program();
const [other] = otherNodes();

test("by this Node", () => {
  expect(hashesBy(process.execPath, code)).toEqual(expected);
});

test("without WebAssembly", () => {
  expect(hashesBy(process.execPath, withoutWebAssembly(code))).toEqual(expected);
});

test("where no code may be compiled", () => {
  expect(hashesBy(process.execPath, code, withoutCompiling)).toEqual(expected);
});

test.skipIf(other === undefined)("by another version of Node (npm run hosts installs some)", () => {
  expect(hashesBy(other.run, code)).toEqual(expected);
});
