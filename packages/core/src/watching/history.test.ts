import { expect, test } from "vitest";
import {
  type History,
  historyToCsv,
  historyToHtml,
  historyToJson,
  historyToSvg,
  historyToText,
} from "../index.ts";
import { curvesOf, extremesOf } from "./history.ts";

const confusion = { counts: [[1]], classes: ["<0>"] };
const history: History = [
  { epoch: 1, step: 4, loss: 8, training: { loss: 3 }, validation: { loss: 4, accuracy: 0.25, confusion } },
  {
    epoch: 2,
    step: 8,
    loss: 2,
    training: { loss: 1 },
    validation: { loss: 3, accuracy: Number.NaN, confusion },
  },
  { epoch: 3, step: 12, loss: 4, training: { loss: 2 }, validation: { loss: 5, accuracy: 0.75, confusion } },
];
const views = { historyToCsv, historyToHtml, historyToJson, historyToSvg, historyToText };

test("its curves are the numbers of its epochs, and nothing else", () => {
  expect(curvesOf(history).map(({ name, values }) => [name, values])).toEqual([
    ["loss", [8, 2, 4]],
    ["training loss", [3, 1, 2]],
    ["validation loss", [4, 3, 5]],
    ["validation accuracy", [0.25, Number.NaN, 0.75]],
  ]);
});

test("extremes are the first of equal ones, of finite values", () => {
  expect(extremesOf([Number.NaN, 2, 1, 2, 1, Number.POSITIVE_INFINITY])).toEqual({ lowest: 2, highest: 1 });
  expect(extremesOf([Number.NaN])).toBeUndefined();
});

test("CSV has a column for each curve, and quotes names", () => {
  expect(historyToCsv(history)).toBe(
    [
      "epoch,step,loss,training loss,validation loss,validation accuracy",
      "1,4,8,3,4,0.25",
      "2,8,2,1,3,NaN",
      "3,12,4,2,5,0.75",
      "",
    ].join("\n"),
  );
  const odd = historyToCsv([{ epoch: 1, step: 1, loss: 1, validation: { 'a "b", c': 2 } }]);
  expect(odd.split("\n")[0]).toBe('epoch,step,loss,"validation a ""b"", c"');
});

test("JSON is the history, with what JSON has no number for as strings", () => {
  const expected = JSON.parse(JSON.stringify(history));
  expected[1].validation.accuracy = "NaN";
  expect(JSON.parse(historyToJson(history))).toEqual(expected);
});

test("text has for each curve a bar for each epoch, its ends and its extremes", () => {
  const [head, ...lines] = historyToText(history).split("\n");
  expect(head.trim().split(/ {2,}/)).toEqual(["first", "lowest (epoch)", "highest (epoch)", "last"]);
  expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
    ["loss", "█▁▃", "8", "2 (2)", "8 (1)", "4"],
    ["training loss", "█▁▅", "3", "1 (2)", "3 (1)", "2"],
    ["validation loss", "▅▁█", "4", "3 (2)", "5 (3)", "5"],
    ["validation accuracy", "▁ █", "0.25", "0.25 (1)", "0.75 (3)", "0.75"],
  ]);
});

test("a sparkline has a width at most, of the means of epochs, and of logarithms over several powers of ten", () => {
  const barsOf = (losses: readonly number[]) =>
    historyToText(losses.map((loss, k) => ({ epoch: k + 1, step: k + 1, loss })))
      .split("\n")[1]
      .split(/ +/)[1];
  expect(barsOf(Array.from({ length: 64 }, (_, k) => (k % 2 === 0 ? k : k - 1)))).toHaveLength(32);
  expect(barsOf([1, 10, 100, 1000])).toBe("▁▃▆█");
  expect(barsOf([1, 1, 1])).toBe("▅▅▅");
  // Two epochs to a bar, one of which has no number.
  const half = Array.from({ length: 64 }, (_, k) => (k % 2 === 0 ? Number.NaN : 1));
  expect(barsOf(half)).toBe("▅".repeat(32));
});

test("the page has a plot for each score and a curve for each set of rows, with gaps where a value is missing", () => {
  const page = historyToHtml(history, { title: "<Title>" });
  expect(page).toContain("<title>&lt;Title&gt;</title>");
  expect(page).toContain("3 epochs, 12 steps");
  expect(historyToHtml([{ epoch: 1, step: 1, loss: 1 }])).toContain("1 epoch, 1 step<");
  expect(page.split('<svg class="plot"')).toHaveLength(3);
  const curves = [...page.matchAll(/<g class="curve (\w+)"><path d="([^"]*)"/g)];
  expect(curves.map(([, of]) => of)).toEqual(["batches", "training", "validation", "validation"]);
  expect(curves.map(([, , path]) => path.replaceAll(/[\d. ]/g, ""))).toEqual(["MLL", "MLL", "MLL", "MM"]);
  expect(page).toContain("validation: last 0.75, lowest 0.25 in epoch 1, highest 0.75 in epoch 3.");
  expect(page).not.toMatch(/<script|https?:|NaN[^<]*"/);
});

test("the picture has the same panels, below one another, and is SVG by itself", () => {
  const svg = historyToSvg(history);
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="460" height="600"/);
  expect(svg.match(/translate\(0 \d+\)/g)).toEqual(["translate(0 0)", "translate(0 300)"]);
  expect(svg.split('class="curve')).toHaveLength(5);
});

test("values that are the same, not finite or alone have places on the paper", () => {
  for (const loss of [0, 1e300, Number.NaN, -5]) {
    const svg = historyToSvg([{ epoch: 7, step: 7, loss }]);
    expect(svg).not.toMatch(/(x|y|x1|y1|x2|y2|cx|cy|d|width|height)="[^"]*(NaN|Infinity)/);
  }
});

test.each(Object.entries(views))("%s refuses what is no history", (name, view) => {
  const refused = (value: unknown) => expect(() => view(value as History));
  refused(history[0]).toThrow(
    new Error(`${name}: history must be a list of epochs such as fit returns, got an Object`),
  );
  refused([history[0], { epoch: 2, loss: 1 }]).toThrow(
    new Error(`${name}: history[1] must be an epoch such as fit gives, got an Object`),
  );
  refused([]).toThrow(new Error(`${name}: history has no epochs`));
});
