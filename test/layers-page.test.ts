import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { renderPage } from "../scripts/layers-page.ts";

const files = [...renderPage()];

test.each(files)("%s is what scripts/layers-page.ts writes", (path, text) => {
  expect(readFileSync(path, "utf8"), `run: npm run -s example scripts/layers-page.ts`).toBe(text);
});

test("there are no pictures of what is gone", () => {
  const pictures = files.map(([path]) => path).filter((path) => path.endsWith(".svg"));
  expect(readdirSync("docs/activations").map((name) => `docs/activations/${name}`)).toEqual(pictures.sort());
});
