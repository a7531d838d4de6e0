import { gradcheckFunction } from "@nudge/gradcheck";
import { expect, test } from "vitest";
import { updatingNet, type Weights } from "./updating.ts";

/** y = v tanh(w x), towards a target; a step changes v, and then w: by the old v, or by the new one, times a factor. */
function pair(inPlace: boolean, rate: number | "vanishing", factor = 1) {
  let [v, w] = [0.7, -0.4];
  const [x, target] = [1.3, 0.5];
  return updatingNet({
    name: "pair",
    rate,
    read: () => ({ v: [v], w: [w] }),
    write(weights: Weights) {
      [v] = weights.v;
      [w] = weights.w;
    },
    loss: () => (v * Math.tanh(w * x) - target) ** 2 / 2,
    step(rate) {
      const hidden = Math.tanh(w * x);
      const error = v * hidden - target;
      const before = v;
      v -= rate * error * hidden;
      w -= factor * rate * error * (inPlace ? v : before) * (1 - hidden ** 2) * x;
    },
  });
}

test("what a step of descent changes is its gradient", () => {
  expect(gradcheckFunction(pair(false, 0.25)).verdict).toBe("pass");
});

test("a net that goes back through weights which it has changed is found out, in the layers before them", () => {
  const { tensors } = gradcheckFunction(pair(true, 0.25));
  expect(tensors.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual(["v pass", "w fail"]);
});

test("in the limit of small steps it is right, unless something else is wrong", () => {
  expect(gradcheckFunction(pair(true, "vanishing")).verdict).toBe("pass");
  const { tensors } = gradcheckFunction(pair(true, "vanishing", 2));
  expect(tensors.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual(["v pass", "w fail"]);
});
