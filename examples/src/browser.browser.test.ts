// The page in a real browser: Chromium at CHROMIUM_PATH, or where Debian puts it.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accuracy, adam, createTrainer, evaluate, tensor } from "@nudge/core";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeData } from "../browser/data.ts";
import { createNet, loss } from "../browser/net.ts";
import { buildBrowserPage, serve } from "./browser-page.ts";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

const others = "worker-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:";
const policies = {
  "no policy": {},
  "script-src 'self' 'wasm-unsafe-eval'": {
    "content-security-policy": `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; ${others}`,
  },
  "script-src 'self'": { "content-security-policy": `default-src 'none'; script-src 'self'; ${others}` },
};

/** What a net of four units on XOR comes to after so many epochs in Node, as the page writes it. */
function trainInNode(epochs: number) {
  const points = makeData("xor");
  const data = { inputs: tensor(points.inputs), targets: tensor(points.targets.map((target) => [target])) };
  const model = createNet({ units: 4, mistake: false });
  const trainer = createTrainer(model, { loss, optimizer: adam({ learningRate: 0.03 }) });
  for (let k = 0; k < epochs; k++) trainer.step(data.inputs, data.targets);
  const scores = evaluate(model, data, { loss, metrics: [accuracy()] });
  return [`${epochs}`, scores.loss.toFixed(4), `${(100 * scores.accuracy).toFixed(1)} %`];
}

interface Conditions {
  readonly headers?: { readonly [name: string]: string };
  readonly reducedMotion?: "reduce";
}

describe.skipIf(!existsSync(executablePath) && !process.env.CI)("in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "nudge-browser-"));
  let browser: Browser;
  beforeAll(async () => {
    await buildBrowserPage(folder);
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"], timeout: 0 });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  /** Runs a part of a test with the page, and gives what it complained about. */
  async function withPage({ headers, reducedMotion }: Conditions, part: (page: Page) => Promise<void>) {
    const { server, address } = await serve(folder, 0, headers);
    const page = await browser.newPage({ viewport: { width: 390, height: 844 }, reducedMotion });
    page.setDefaultTimeout(0);
    const noise: string[] = [];
    page.on("console", (message) => noise.push(message.text()));
    page.on("pageerror", ({ message }) => noise.push(message));
    try {
      await page.goto(address);
      await part(page);
    } finally {
      await page.close();
      server.close();
    }
    return noise;
  }

  const text = (page: Page, id: string) => page.locator(`#${id}`).textContent();
  const numbers = (page: Page) => page.locator("dd").allTextContents();
  // By a locator: what waits for a function evaluates text in the page, which a policy forbids.
  const waitForEpoch = (page: Page, epoch: RegExp) => page.locator("#epoch", { hasText: epoch }).waitFor();
  const exactly = (epoch: number) => new RegExp(`^${epoch}$`);
  /** Checks, and gives the epoch at which the gradients were found to be so. */
  const check = async (page: Page, verdict: string) => {
    await page.click("#check");
    const headline = page.locator("#verdict b", { hasText: verdict });
    return Number((await headline.textContent())?.match(/ at epoch (\d+)$/)?.[1]);
  };

  test.each(Object.entries(policies))(
    "with %s it trains as in Node, and tells a right gradient from a wrong one",
    async (_, headers) => {
      const noise = await withPage({ headers }, async (page) => {
        await page.selectOption("[name=data]", "xor");
        await page.selectOption("[name=units]", "4");
        await page.locator("#net", { hasText: "dense(4, 4)" }).waitFor();
        await page.click("#train");
        await waitForEpoch(page, /\d\d/);

        const epoch = await check(page, "Passed");
        await waitForEpoch(page, exactly(epoch));
        expect(await numbers(page)).toEqual(trainInNode(epoch));
        expect(await text(page, "verdict")).toContain("37 of 37 entries agree");
        const report = page.frameLocator("iframe");
        expect(await report.locator(".verdict").textContent()).toBe("Passed");
        await page.click("#step");
        await waitForEpoch(page, exactly(epoch + 1));
        expect(await numbers(page)).toEqual(trainInNode(epoch + 1));

        await page.check("[name=mistake]");
        await page.locator("#net", { hasText: "mistakenDense(4, 4)" }).waitFor();
        expect(await text(page, "verdict")).toBe("");
        expect(await check(page, "Failed")).toBe(0);
        const said = await text(page, "verdict");
        expect(said).toContain("4 of 37 entries are wrong.");
        expect(said).toContain("2.bias: backprop = 0.005 × numeric in every entry: 1/200 = 1/batch.");
        expect(await report.locator(".verdict").textContent()).toBe("Failed");
      });
      // The script of the report, which only shows its tooltips sooner, is none of the page's own.
      expect(noise.filter((text) => !text.includes("inline script"))).toEqual([]);
    },
  );

  test("the picture shows each class in its colour, in both themes, and nothing is wider than a telephone", async () => {
    await withPage({}, async (page) => {
      await page.selectOption("[name=data]", "xor");
      await page.click("#train");
      await waitForEpoch(page, /[2-9]\d/);
      // Beyond the four clouds, where no point lies: whether it is red (1) or blue (-1).
      const corners = () =>
        page.evaluate<number[]>(`[[-1, -1], [1, -1], [-1, 1], [1, 1]].map(([x, y]) => {
          const canvas = document.querySelector("#boundary");
          const [across, down] = [x, -y].map((at) => ((at + 1.1) / 2.2) * canvas.width);
          const [red, , blue] = canvas.getContext("2d").getImageData(across, down, 1, 1).data;
          return Math.sign(red - blue);
        })`);
      const background = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
      expect(await corners()).toEqual([-1, 1, 1, -1]);
      const light = await background();
      await page.emulateMedia({ colorScheme: "dark" });
      expect(await corners()).toEqual([-1, 1, 1, -1]);
      expect(await background()).not.toBe(light);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    });
  });

  test("by the keyboard a check is stopped and the net reset; where motion is reduced a picture shows many epochs", async () => {
    await withPage({ reducedMotion: "reduce" }, async (page) => {
      const press = async (id: string) => {
        await page.focus(`#${id}`);
        await page.keyboard.press("Enter");
      };
      await page.check("[name=mistake]");
      await press("train");
      await waitForEpoch(page, /\d\d/);
      await press("check");
      await page.locator("#progress").waitFor();
      expect(await page.locator("#train").isDisabled()).toBe(true);
      // The button that began the check stops it, and is still in focus.
      await page.keyboard.press("Enter");
      await page.locator("#verdict b", { hasText: /^Stopped\.$/ }).waitFor();
      expect(await page.locator("#report").isVisible()).toBe(false);
      expect(Number(await text(page, "epoch")) % 25).toBe(0);

      await press("reset");
      await waitForEpoch(page, exactly(0));
      expect(await text(page, "key")).toBe("grey: the net before");
    });
  });
});
