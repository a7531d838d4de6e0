import { expect, test } from "vitest";
import { dense, meanSquaredError } from "../../test/fixtures.ts";
import { adam, defineLayer, type Layer, type Loss, type Optimizer, sgd } from "../index.ts";
import { kernelOf } from "./kernel-of.ts";

const same = defineLayer("same", () => ({
  forward: (x) => [x, undefined],
  backward: (dy) => ({ input: dy }),
  kernel: { kind: "elementwise", keeps: "input", forward: (x) => x, backward: (dy) => dy },
}));

test.each<[string, Layer | Loss | Optimizer]>([
  ["a layer", dense(2, 3) as unknown as Layer],
  ["a loss", meanSquaredError() as Loss],
  ["an optimizer", adam()],
  ["an optimizer with a kernel", sgd()],
])("%s is frozen once made", (_, made) => {
  expect(Object.isFrozen(made)).toBe(true);
});

test("what is known of a layer is not known of a copy, nor a property of either", () => {
  const layer = same() as unknown as Layer;
  expect(kernelOf(layer)).toMatchObject({ kind: "elementwise" });
  expect(kernelOf({ ...layer })).toBeUndefined();
  expect("kernel" in layer).toBe(false);
});
