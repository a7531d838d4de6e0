import { gradcheckFunction } from "@nudge/gradcheck";
import { expect, test } from "vitest";
import { updatingNet, type Weights } from "./updating.ts";

/** y = v tanh(w x), towards a target; a step changes v, and then w: by the old v, or by the new one. */
function pair(inPlace: boolean) {
  let [v, w] = [0.7, -0.4];
  const [x, target, rate] = [1.3, 0.5, 0.25];
  return updatingNet({
    name: "pair",
    rate,
    read: () => ({ v: [v], w: [w] }),
    write(weights: Weights) {
      [v] = weights.v;
      [w] = weights.w;
    },
    loss: () => (v * Math.tanh(w * x) - target) ** 2 / 2,
    step() {
      const hidden = Math.tanh(w * x);
      const error = v * hidden - target;
      const before = v;
      v -= rate * error * hidden;
      w -= rate * error * (inPlace ? v : before) * (1 - hidden ** 2) * x;
    },
  });
}

test("what a step of descent changes is its gradient", () => {
  expect(gradcheckFunction(pair(false)).verdict).toBe("pass");
});

test("a net that goes back through weights which it has changed is found out, in the layers before them", () => {
  const { tensors } = gradcheckFunction(pair(true));
  expect(tensors.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual(["v pass", "w fail"]);
});
