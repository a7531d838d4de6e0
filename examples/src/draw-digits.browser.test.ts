// The page in a real browser: Chromium at CHROMIUM_PATH, or where Debian puts it.
import { existsSync } from "node:fs";
import { argmax } from "@nudge/core";
import { chromium } from "playwright-core";
import { expect, test } from "vitest";
import { makePage } from "./digits-page.ts";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

test.skipIf(!existsSync(executablePath) && !process.env.CI)(
  "a page predicts what the net predicts in Node that it was made of",
  async () => {
    const { html, model, samples } = await makePage(2);
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    try {
      const page = await browser.newPage();
      const errors: string[] = [];
      page.on("pageerror", ({ message }) => errors.push(message));
      await page.setContent(html);
      const shown: number[] = [];
      for (let k = 0; k < samples.shape[0]; k++) {
        await page.click("#sample");
        shown.push(Number(await page.textContent(".most td")));
      }
      expect(shown).toEqual([...argmax(model.predict(samples), 1).data]);
      await page.click("#clear");
      await page.mouse.move(0, 0);
      const blank = await page.locator("#classes").innerHTML();
      await page.locator("#grid div").nth(20).click();
      expect(await page.locator("#classes").innerHTML()).not.toBe(blank);
      expect(errors).toEqual([]);
    } finally {
      await browser.close();
    }
  },
);
