// The page in a real browser: Chromium at CHROMIUM_PATH, or where Debian puts it.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { multiply } from "@nudge/core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { linear, pointwise, spoil } from "../../../test/fixtures.ts";
import { reportOf, tensorReport } from "../../../test/reports.ts";
import { gradcheckFunction, gradcheckMap } from "../../index.ts";
import { place } from "../../words/describe.ts";
import type { GradcheckReport } from "../../words/report.ts";
import { toHtml } from "./page.ts";
import { short, value } from "./typeset.ts";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const skipped = !existsSync(executablePath) && !process.env.CI;
if (skipped)
  console.warn(
    `The HTML report is not tested in a browser: no Chromium at ${executablePath}, set CHROMIUM_PATH`,
  );

const failing = gradcheckMap(spoil(linear(), ({ W }) => ({ W: multiply(W, -1) })));
const hostile = `</title></script><script>document.title = "owned"</script>&amp;<b>`;
const weight = (shape: number[]) =>
  tensorReport("weight", shape, (k) =>
    k === 1000 ? { analytic: 2, numeric: 1, verdict: "wrong" } : { analytic: Math.sin(k) },
  );
const big = weight([150, 130]);
const reports: { [name: string]: GradcheckReport } = {
  failing,
  passing: gradcheckMap(linear()),
  inconclusive: gradcheckMap(
    pointwise(
      (x) => 1e18 + x,
      () => 1,
      [1, 2, 3],
    ),
  ),
  throwing: gradcheckFunction({
    theta: [1],
    value: () => {
      throw new Error(hostile);
    },
    gradient: () => [1],
  }),
  big: reportOf([big]),
  hostile: reportOf([{ ...weight([50, 30]), name: hostile }], {
    subject: hostile,
    replay: hostile.repeat(20),
  }),
  cube: gradcheckFunction({
    name: "cube",
    theta: [1, 1],
    value: ([x, y]) => x ** 3 + y ** 3,
    gradient: ([x, y]) => [3 * x * x, y * y],
  }),
};

describe.skipIf(skipped)("in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "nudge-report-"));
  let browser: Browser;
  beforeAll(async () => {
    const features = ["background-networking", "component-update", "sync", "gpu", "quic"];
    const args = ["--no-sandbox", "--no-first-run", ...features.map((name) => `--disable-${name}`)];
    // No limits of its own, here and below: a busy machine may take as long as a test may.
    browser = await chromium.launch({ executablePath, headless: true, args, timeout: 0 });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  // A page that nobody looks at any more is drawn all the same.
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  /** Opens the page of a report, and notes what it says to the console and asks of the network. */
  async function open(name: string, options: BrowserContextOptions = {}) {
    const path = join(folder, `${name}.html`);
    writeFileSync(path, toHtml(reports[name]));
    const url = pathToFileURL(path).href;
    const page = await browser.newPage({ viewport: { width: 1100, height: 900 }, ...options });
    page.setDefaultTimeout(0);
    const noise: string[] = [];
    page.on("console", (message) => noise.push(message.text()));
    page.on("pageerror", (error) => noise.push(error.message));
    page.on("request", (request) => request.url() !== url && noise.push(request.url()));
    await page.goto(url);
    return { page, noise };
  }

  const widthOf = (page: Page) => page.evaluate<number>("document.documentElement.scrollWidth");
  /** What sticks out to the right, also inside of what scrolls. */
  const tooWide = `Array.from(document.querySelectorAll("body *"))
    .filter((e) => !e.ownerSVGElement && e.getBoundingClientRect().right > innerWidth)
    .map((e) => e.outerHTML.slice(0, 100))`;
  const background = (page: Page) => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");

  test.each(Object.keys(reports))("the %s page renders in both themes and on a telephone", async (name) => {
    const { page, noise } = await open(name);
    for (const colorScheme of ["light", "dark"] as const)
      for (const width of [1100, 390]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 800 });
        expect(await widthOf(page)).toBeLessThanOrEqual(width);
        if (width === 390) expect(await page.evaluate(tooWide)).toEqual([]);
      }
    expect(await page.locator("h1").textContent()).toBe(reports[name].subject);
    expect(await page.evaluate("document.scripts.length")).toBe(1);
    expect(noise).toEqual([]);
  });

  test("a heat map has a cell for each entry, with index and values, and marks the wrong ones", async () => {
    const { page } = await open("failing");
    for (const [k, { name, counts, entries, shape }] of failing.tensors.entries()) {
      const cells = page.locator(`#tensor-${k} .heatmap rect`);
      expect(await cells.count()).toBe(counts.entries);
      const [rows, columns] = shape.length === 2 ? shape : [1, shape[0]];
      for (let i = 0; i < counts.entries; i++) {
        const index = shape.length === 2 ? [Math.floor(i / columns), i % columns] : [i];
        const cell = page.locator(`#tensor-${k} .heatmap [data-index="${index}"]`);
        const { analytic = [], numeric = [], error = [], verdict = [] } = entries ?? {};
        expect(Number(await cell.getAttribute("data-analytic"))).toBe(analytic[i]);
        expect(Number(await cell.getAttribute("data-numeric"))).toBe(numeric[i]);
        const title = await cell.locator("title").textContent();
        expect(title).toContain(`${place(name, index)}: ${verdict[i]}`);
        expect(title).toContain(`analytic ${value(analytic[i])}`);
        expect(title).toContain(`numeric ${value(numeric[i])} ± ${short(error[i])}`);
      }
      const wrong = await page.locator(`#tensor-${k} .heatmap [data-verdict="wrong"]`).count();
      expect(wrong).toBe(counts.wrong);
      expect(await page.locator(`#tensor-${k} .heatmap path.signs`).count()).toBe(wrong > 0 ? 1 : 0);
      // The layout is that of the tensor: as many distinct rows as it has.
      const tops = await cells.evaluateAll((all) => all.map((cell) => cell.getAttribute("y")));
      expect(new Set(tops).size).toBe(rows);
    }
  });

  test("a right gradient is calm, a wrong one is not", async () => {
    const { page } = await open("failing");
    expect(await page.locator(".heatmap .heat-0").count()).toBe(failing.counts.passed);
    expect(await page.locator(".heatmap .heat-7").count()).toBe(failing.counts.wrong);
  });

  test("very many entries share cells, none is lost, and the page says so", async () => {
    const { page } = await open("big");
    const cells = page.locator("#tensor-0 .heatmap rect");
    expect(await cells.count()).toBe(Math.ceil(150 / 4) * Math.ceil(130 / 3));
    const entries = await cells.evaluateAll((all) =>
      all.map((c) => Number(c.getAttribute("data-entries") ?? 1)),
    );
    expect(entries.reduce((sum, n) => sum + n, 0)).toBe(150 * 130);
    expect(await page.locator("#tensor-0").textContent()).toContain("worst of 4 × 3 entries");
    const wrong = page.locator('#tensor-0 .heatmap [data-verdict="wrong"]');
    expect(await wrong.getAttribute("data-index")).toBe("7,90");
    expect(await wrong.locator("title").textContent()).toContain(
      "12 entries, 1 wrong; the worst is\nweight[7, 90]",
    );
  });

  test("of more than two axes there is a panel for each index of the first ones, or of the worst twelve", async () => {
    const few = tensorReport("kernel", [2, 3, 4, 5], (k) =>
      k === 119 ? { analytic: 2, numeric: 1, verdict: "wrong" } : { analytic: 1 },
    );
    const many = tensorReport("kernel", [40, 4, 5], (k) =>
      k % 20 === 3 && k >= 500 ? { analytic: 1, numeric: 1 + k, verdict: "wrong" } : { analytic: 1 },
    );
    reports.few = reportOf([few]);
    reports.many = reportOf([many]);
    const titles = async (name: string) => {
      const { page } = await open(name);
      return { page, titles: await page.locator(".heatmap .axis").allTextContents() };
    };
    const first = await titles("few");
    expect(first.titles).toEqual(
      ["0, 0", "0, 1", "0, 2", "1, 0", "1, 1", "1, 2"].map((at) => `[${at}, :, :]`),
    );
    expect(await first.page.locator(".heatmap rect").count()).toBe(120);
    const second = await titles("many");
    expect(second.titles).toEqual(Array.from({ length: 12 }, (_, k) => `[${39 - k}, :, :]`));
    expect(await second.page.locator("#tensor-0").textContent()).toContain(
      "12 of 40 panels, the worst first",
    );
  });

  test("the colour is the relative error: a tenth, a half, all and the wrong sign differ, and NaN is the worst", async () => {
    const analytic = [1, 0.9999, 0.9, 0.5, 0, -1, Number.NaN];
    reports.scale = reportOf([
      tensorReport("W", [7], (k) => ({
        analytic: analytic[k],
        numeric: 1,
        verdict: k === 0 ? "pass" : "wrong",
      })),
    ]);
    const { page } = await open("scale");
    const classes = await page
      .locator(".heatmap rect")
      .evaluateAll((all) => all.map((c) => c.getAttribute("class")));
    expect(classes).toEqual([0, 1, 3, 5, 6, 7, 7].map((step) => `heat-${step}`));
    expect(await page.locator(".heatmap title").nth(3).textContent()).toContain("relative error 50 %");
  });

  test("the cells of a picture fill its width", async () => {
    const { page } = await open("failing");
    const ends = await page
      .locator("#tensor-1 .heatmap rect")
      .evaluateAll((all) => Math.max(...all.map((c) => c.getBoundingClientRect().right)));
    const box = await page.locator("#tensor-1 .heatmap").boundingBox();
    expect(Math.abs((box?.x ?? 0) + (box?.width ?? 0) - ends)).toBeLessThan(4);
  });

  test("pointing at a mark shows its tooltip at once, and gives the title back", async () => {
    const { page } = await open("failing");
    const cell = page.locator('#tensor-1 .heatmap [data-index="2,1"]');
    const title = await cell.locator("title").textContent();
    await cell.hover();
    const tip = page.locator("#tip");
    expect(await tip.isVisible()).toBe(true);
    expect(await tip.textContent()).toBe(title);
    await page.mouse.move(1, 1);
    expect(await tip.isVisible()).toBe(false);
    expect(await cell.locator("title").textContent()).toBe(title);
  });

  test("a touched mark keeps its tooltip when the finger is lifted", async () => {
    const { page } = await open("failing", { hasTouch: true, viewport: { width: 390, height: 800 } });
    await page.locator('#tensor-1 .heatmap [data-index="0,1"]').tap();
    expect(await page.locator("#tip").textContent()).toContain("W[0, 1]: wrong");
    expect(await page.locator("#tip").isVisible()).toBe(true);
    await page.locator("h1").tap();
    expect(await page.locator("#tip").isVisible()).toBe(false);
  });

  test("right marks are drawn first, so that wrong ones lie above them", async () => {
    const { page } = await open("big");
    const marks = page.locator("#tensor-0 .plot [data-verdict]");
    const verdicts = await marks.evaluateAll((all) => all.map((mark) => mark.getAttribute("data-verdict")));
    expect(verdicts.indexOf("wrong")).toBeGreaterThan(verdicts.lastIndexOf("pass"));
  });

  test("the scatter has the diagonal and the fitted factor", async () => {
    const { page } = await open("failing");
    const slopeOf = async (line: string) => {
      const [x1, y1, x2, y2] = await Promise.all(
        ["x1", "y1", "x2", "y2"].map(async (name) =>
          Number(await page.locator(`#tensor-1 ${line}`).getAttribute(name)),
        ),
      );
      return (y1 - y2) / (x2 - x1);
    };
    expect(await slopeOf(".diagonal")).toBeCloseTo(1, 2);
    expect(await slopeOf(".fitted")).toBeCloseTo(-1, 2);
    expect(await page.locator("#tensor-1").textContent()).toContain("analytic = −1 × numeric");
    expect(await page.locator("#tensor-1 .plot [data-index]").count()).toBe(6);
  });

  test("errors and remainders of the worst entry stand beside those of a healthy one, with their slopes", async () => {
    const { page } = await open("cube");
    const panels = page.locator(".steps svg");
    expect(await panels.count()).toBe(4);
    const labels = await Promise.all(
      [0, 1, 2, 3].map((k) => panels.nth(k).locator(".guide").allTextContents()),
    );
    expect(labels).toEqual([
      ["slope 0: stays wrong"],
      expect.arrayContaining(["slope 2: truncation"]),
      ["slope 1: wrong"],
      ["slope 3: correct"],
    ]);
    expect(await panels.nth(0).locator("[data-step]").count()).toBe(20);
    expect(await panels.nth(1).locator("title").first().textContent()).toBe("step 0.5\nerror 0.25");
  });

  test("without scripts nothing is missing", async () => {
    const { page, noise } = await open("failing", { javaScriptEnabled: false });
    expect(noise).toEqual([]);
    expect(await page.locator("main > header").textContent()).toContain("Failed");
    expect(await page.locator("#tensor-1 .heatmap rect").count()).toBe(6);
  });

  test("a dark screen is dark, and paper is not", async () => {
    const { page } = await open("failing", { colorScheme: "dark" });
    const dark = await background(page);
    await page.emulateMedia({ media: "print" });
    const printed = await background(page);
    await page.emulateMedia({ media: "screen", colorScheme: "light" });
    expect(await background(page)).toBe(printed);
    expect(dark).not.toBe(printed);
  });

  test("a printed page keeps its tables and columns", async () => {
    const { page } = await open("failing", { viewport: { width: 718, height: 1000 } });
    const layout = () => page.evaluate<string>(`getComputedStyle(document.querySelector("tr")).display`);
    expect(await layout()).toBe("grid");
    await page.emulateMedia({ media: "print" });
    expect(await layout()).toBe("table-row");
    expect(await widthOf(page)).toBeLessThanOrEqual(718);
  });

  test("a link of the table opens the check that it leads to, also without scripts", async () => {
    const path = join(folder, "several.html");
    writeFileSync(path, toHtml([failing, reports.passing]));
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.goto(pathToFileURL(path).href);
    const verdict = page.locator("#check-2 .verdict");
    expect(await verdict.isVisible()).toBe(false);
    await page.locator('.overview a[href="#check-2"]').click();
    expect(await verdict.isVisible()).toBe(true);
  });

  test("every link leads somewhere", async () => {
    const { page } = await open("failing");
    const links = await page.locator("a").evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""));
    expect(links).toEqual(["#tensor-0", "#tensor-1", "#tensor-2"]);
    for (const link of links) expect(await page.locator(link).count()).toBe(1);
  });
});
