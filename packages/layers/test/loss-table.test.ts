// What is true of every loss.
import {
  cast,
  copy,
  full,
  isTensor,
  type Loss,
  multiply,
  type Rows,
  slice,
  type Tensor,
  tensor,
  transpose,
} from "@nudge/core";
import { describe, expect, test } from "vitest";
import { gradcheckLoss, gradcheckMap, toText } from "../../gradcheck/src/index.ts";
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

  /** The rows with these numbers. */
  function pick<R extends Rows>(x: R, order: readonly number[]): R {
    if (!isTensor(x)) return order.map((i) => (x as readonly number[])[i]) as unknown as R;
    const [, ...rest] = x.shape;
    const values = order.flatMap((i) => Array.from(copy(slice(x, 0, i, i + 1)).data));
    return tensor(values, [order.length, ...rest]) as unknown as R;
  }

  test("a whole weight is the row so many times, in value and gradient, and 0 leaves it out", () => {
    for (const shape of predictions) {
      const { p, t } = drawPair(row, shape, 3);
      const counts = Array.from({ length: shape[0] }, (_, i) => [2, 0, 1][i % 3]);
      const order = counts.flatMap((count, i) => Array<number>(count).fill(i));
      const [value, cache] = loss.forward(p, t, counts);
      const [expected, repeated] = loss.forward(pick(p, order), pick(t, order));
      expect(value).toBeCloseTo(expected, 12);
      const gradients = copy(loss.backward(cache));
      const sums = new Float64Array(p.size);
      const width = p.size / shape[0];
      for (const [k, g] of copy(loss.backward(repeated)).data.entries())
        sums[order[Math.floor(k / width)] * width + (k % width)] += g;
      expect(Array.from(gradients.data)).toEqual(Array.from(sums, (sum) => expect.closeTo(sum, 12)));
    }
  });

  test("passes the check with weights", () => {
    const { p, t } = drawPair(row, predictions[2], 1);
    const weights = Array.from({ length: predictions[2][0] }, (_, i) => (i + 0.5) / 3);
    const report = gradcheckMap({
      name: `${code} with weights`,
      tensors: { p },
      forward: ({ p }: { p: Tensor }) => {
        const [value, cache] = loss.forward(p, t, weights);
        return [full([], value), cache];
      },
      backward: (dy: Tensor, cache) => ({ p: multiply(loss.backward(cache), dy) }),
    });
    expect(report.verdict, toText(report)).toBe("pass");
  });

  test("is 0, and so is its gradient, where all rows weigh 0, whatever they hold", () => {
    const { p, t } = drawPair(row, predictions[1], 0);
    const [value, cache] = loss.forward(p, t, Array<number>(p.shape[0]).fill(0));
    expect(value).toBe(0);
    expect(copy(loss.backward(cache)).data.every((g) => g === 0)).toBe(true);
  });

  test("refuses weights that are not one from 0 on for each row", () => {
    const { p, t } = drawPair(row, predictions[0], 0);
    for (const wrong of [[-1], [Number.NaN], [1, 1], 1, [[1]], null])
      expect(() => loss.forward(p, t, wrong as never)).toThrow(`${code}: `);
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
