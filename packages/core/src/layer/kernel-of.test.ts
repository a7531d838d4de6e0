import { expect, test } from "vitest";
import { chain, dense, meanSquaredError } from "../../test/fixtures.ts";
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

test("nor is anything put into a layer once made", () => {
  const layer = chain(dense(2, 3), dense(3, 2));
  for (const part of [layer.args, layer.children, layer.parameters, layer.buffers, dense(2, 3).parameters])
    expect(Object.isFrozen(part)).toBe(true);
});

test("what is known of a layer is not known of a copy, nor a property of either", () => {
  const layer = same() as unknown as Layer;
  expect(kernelOf(layer)).toMatchObject({ kind: "elementwise" });
  expect(kernelOf({ ...layer })).toBeUndefined();
  expect("kernel" in layer).toBe(false);
});
