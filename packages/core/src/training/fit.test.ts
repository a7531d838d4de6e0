import { afterEach, expect, test, vi } from "vitest";
import { dense, meanSquaredError } from "../../test/fixtures.ts";
import { createModel, fit, sgd, train } from "../index.ts";

const data = { inputs: [[0], [1], [2], [3]], targets: [[1], [3], [5], [7]] };
const options = { loss: meanSquaredError(), optimizer: sgd({ learningRate: 0.1 }), epochs: 3 };
const model = () => createModel(dense(1, 1), { seed: 1 });

afterEach(() => vi.unstubAllGlobals());

function written(isTTY: boolean): string[] {
  const lines: string[] = [];
  vi.stubGlobal("process", { stderr: { isTTY, write: (text: string) => lines.push(text) } });
  return lines;
}

test("the history is what train gives", () => {
  const history = fit(model(), data, { ...options, validation: 0.25 });
  expect(history).toEqual([...train(model(), data, { ...options, validation: 0.25 })]);
});

test("one line of progress is rewritten on a terminal, unless it is not wanted", () => {
  const lines = written(true);
  const [, , { loss, validation }] = fit(model(), data, { ...options, validation: 0.25 });
  const end = `\repoch 3/3  loss ${loss.toPrecision(4)}  validation loss ${validation.loss.toPrecision(4)}  `;
  expect(lines.at(-2)).toContain(end);
  expect(lines.at(-1)).toBe("\n");
  lines.length = 0;
  fit(model(), data, { ...options, progress: false });
  expect(lines).toEqual([]);
});

test("the line is ended when training throws", () => {
  const lines = written(true);
  const run = () => fit(model(), data, { ...options, optimizer: sgd({ learningRate: 1e200 }) });
  expect(run).toThrow(/^fit: the loss became/);
  expect(lines.at(-1)).toBe("\n");
});

test("nothing is written elsewhere", () => {
  const lines = written(false);
  fit(model(), data, options);
  expect(lines).toEqual([]);
});

test("progress is true or false, and no option of train", () => {
  expect(() => fit(model(), data, { ...options, progress: 1 as never })).toThrow(
    new Error("fit: progress must be true or false, got 1"),
  );
  expect(() => train(model(), data, { ...options, progress: true } as never)).toThrow(
    /^train: unknown option "progress"/,
  );
});

test("no process is needed, as in a browser", () => {
  vi.stubGlobal("process", undefined);
  expect(fit(model(), data, options)).toHaveLength(3);
});
