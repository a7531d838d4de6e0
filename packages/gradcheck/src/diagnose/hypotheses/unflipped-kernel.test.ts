import { type Tensor, zeros } from "@nudge/core";
import { expect, test } from "vitest";
import { judged, valuesAt } from "../../../test/evidence.ts";
import { normal, type Subject } from "../../../test/fixtures.ts";
import { unflippedKernel } from "./unflipped-kernel.ts";

/** y_t = Σ_k w_k x_(t+k), with the gradient of x by way of `tap`. */
const convolution = (tap: (k: number) => number, stride = 1): Subject => ({
  tensors: { x: normal([8]), w: normal([3], 2) },
  forward: ({ x, w }) => [
    valuesAt([6], (t) => [0, 1, 2].reduce((y, k) => y + w.get(k) * x.get(t + k), 0)),
    undefined,
  ],
  backward: (dy, _, { x, w }) => {
    const [dx, dw]: Tensor[] = [zeros([8]), zeros([3])];
    for (let t = 0; t < 6; t++) {
      for (let k = 0; k < 3; k++) {
        const to = Math.min(7, stride * t + k);
        dx.set(to, dx.get(to) + dy.get(t) * w.get(tap(k)));
        dw.set(k, dw.get(k) + dy.get(t) * x.get(t + k));
      }
    }
    return { x: dx, w: dw };
  },
});

test("a kernel that is not turned round", () => {
  const found = judged(
    unflippedKernel,
    convolution((k) => 2 - k),
    "x",
  );
  expect(found?.kind).toBe("permuted");
  expect(found?.message).toContain("in reverse order along axis 0");
});

test("silent for a stride that is not there", () => {
  expect(
    judged(
      unflippedKernel,
      convolution((k) => k, 2),
      "x",
    ),
  ).toBeUndefined();
});
