// What is true of every loss.
import { cast, copy, isTensor, type Loss, type Tensor, tensor, transpose } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { gradcheckLoss, toText } from "../../gradcheck/src/index.ts";
import { drawPair, losses } from "./loss-table.ts";

/** The definitions: softmax of logits, σ of single ones, exp of log-probabilities. */
function probabilitiesOf(code: string, { data, shape }: Tensor): number[] | undefined {
  const values = Array.from(data);
  if (code.startsWith("sigmoid")) return values.map((x) => 1 / (1 + Math.exp(-x)));
  if (/^(klDivergence|negativeLogLikelihood)/.test(code)) return values.map(Math.exp);
  if (!code.startsWith("softmax")) return undefined;
  const rowOf = (k: number) => values.slice(k - (k % shape[1])).slice(0, shape[1]);
  return values.map((x, k) => Math.exp(x) / rowOf(k).reduce((sum, other) => sum + Math.exp(other), 0));
}

describe.each(losses)("$code, target: $target", (row) => {
  const { code, loss, predictions } = row;

  test("passes the check at three shapes and seeds", () => {
    for (const shape of predictions) {
      for (const seed of [0, 1, 2]) {
        const { p, t } = drawPair(row, shape, seed);
        const report = gradcheckLoss(loss, { prediction: p, target: t, seed });
        expect(report.verdict, toText(report)).toBe("pass");
        expect(report.counts.passed, toText(report)).toBe(report.counts.entries);
      }
    }
  });

  test("prints as the code that makes it", () => {
    expect(`${loss}`).toBe(code);
  });

  test("refuses a target of another shape, and says so with its name", () => {
    const { p } = drawPair(row, predictions[1], 0);
    const { t } = drawPair(row, predictions[2], 0);
    expect(() => loss.forward(p, t)).toThrow(`${code}: expected `);
    for (const wrong of [undefined, null, 3, {}])
      expect(() => loss.forward(p, wrong as never)).toThrow(`${code}: expected `);
    expect(() => loss.forward([[1, 2]] as never, t)).toThrow(/: expected .*, got an array of 1$/);
  });

  test("keeps float32", () => {
    const { p, t } = drawPair(row, predictions[1], 0);
    const single = (x: typeof t) => (isTensor(x) ? cast(x, "float32") : x);
    const [, cache] = loss.forward(single(p) as Tensor, single(t));
    expect(loss.backward(cache).dtype).toBe("float32");
  });

  test("makes probabilities of its predictions where it says that they stand for some", () => {
    const { p } = drawPair(row, predictions[1], 0);
    const expected = probabilitiesOf(code, p);
    expect(loss.probabilities && Array.from(loss.probabilities(p).data)).toEqual(
      expected?.map((value) => expect.closeTo(value, 14)),
    );
  });

  test("takes views of any layout", () => {
    const { p, t } = drawPair(row, predictions[2], 0);
    const both = (look: (x: Tensor) => Tensor) => {
      const [value, cache] = loss.forward(look(p), isTensor(t) ? look(t) : t);
      return [value, ...copy(loss.backward(cache)).data];
    };
    expect(both((x) => transpose(copy(transpose(x))))).toEqual(both(copy));
  });

  test.each<[string, (g: number, k: number) => number]>([
    ["sign", (g) => -g],
    ["factor", (g) => 1.0005 * g],
    ["single-entry", (g, k) => (k === 0 ? g + 0.01 : g)],
  ])("with a wrong gradient it is caught: %s", (_, spoil) => {
    const { p, t } = drawPair(row, predictions[1], 1);
    const wrong: Loss = {
      ...loss,
      backward: (cache) => tensor(copy(loss.backward(cache)).data.map(spoil), p.shape),
      toString: () => code,
    };
    expect(gradcheckLoss(wrong, { prediction: p, target: t }).verdict).toBe("fail");
  });
});
