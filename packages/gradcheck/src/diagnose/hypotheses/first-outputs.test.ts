import { add, multiply, square, subtract, sum, type Tensor, tensor, tensors, zeros } from "@nudge/core";
import { expect, test } from "vitest";
import { judged } from "../../../test/evidence.ts";
import { normal, type Subject } from "../../../test/fixtures.ts";
import { firstOutputs } from "./first-outputs.ts";

/** h_t = tanh(w x_t + u h_(t-1) + b), all of them, with the way back through u cut off after some steps. */
function recurrence(steps: number, cut: number): Subject {
  const x = normal([steps, 3], 4);
  return {
    tensors: { w: normal([3]), u: normal([3], 2) },
    forward({ w, u }) {
      const h: Tensor[] = [zeros([3])];
      for (let t = 0; t < steps; t++) h.push(tensors.tanh(add(multiply(w, x.pick(t)), multiply(u, h[t]))));
      return [tensor(h.slice(1).map((one) => Array.from(one.data))), h];
    },
    backward(dy, cache, { w, u }) {
      const h = cache as Tensor[];
      let [dw, du] = [multiply(w, 0), multiply(u, 0)];
      for (let t = 0; t < steps; t++) {
        let d = dy.pick(t);
        for (let s = t; s >= 0 && t - s < cut; s--) {
          const e = multiply(d, subtract(1, square(h[s + 1])));
          [dw, du] = [add(dw, multiply(e, x.pick(s))), add(du, multiply(e, h[s]))];
          d = multiply(e, u);
        }
      }
      return { w: dw, u: du };
    },
  };
}

test("a recurrence that is cut off is right through the first outputs", () => {
  const said = (steps: number, cut: number, name: string) =>
    judged(firstOutputs, recurrence(steps, cut), name);
  expect(said(4, 1, "w")?.kind).toBe("support");
  expect(said(4, 1, "w")?.message).toMatch(
    /^what comes to w through row 0 of the output is right, and wrong through all later/,
  );
  expect(said(6, 2, "w")?.message).toMatch(/^what comes to w through rows 0 and 1 of the output is right/);
  // Nothing comes to u through the first.
  expect(said(5, 1, "u")?.message).toMatch(/^what comes to u through row 1 of the output is right/);
});

test("silent where outputs are wrong here and there", () => {
  const gain = (wrong: readonly number[]): Subject => ({
    tensors: { w: normal([3]), x: normal([5, 3], 2) },
    forward: ({ w, x }) => [multiply(x, w), undefined],
    backward: (dy, _, { w, x }) => ({
      w: sum(multiply(multiply(dy, x), tensor(wrong.map((c) => [c, c, c]))), 0),
      x: multiply(dy, w),
    }),
  });
  expect(judged(firstOutputs, gain([1, 2, 1, 3, 2]), "w")).toBeUndefined();
  expect(judged(firstOutputs, gain([2, 2, 3, 3, 2]), "w")).toBeUndefined();
});

test("silent of entries that each have an output of their own", () => {
  const own: Subject = {
    tensors: { w: normal([5]) },
    forward: ({ w }) => [multiply(w, w), undefined],
    backward: (dy, _, { w }) => ({ w: multiply(multiply(dy, w), tensor([2, 2.1, 2.3, 2.2, 2.4])) }),
  };
  expect(judged(firstOutputs, own, "w")).toBeUndefined();
});
