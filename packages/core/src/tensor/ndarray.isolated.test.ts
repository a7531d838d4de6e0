import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

test("where code may be compiled, tensors are views of ndarray", async () => {
  const { zeros } = await import("./fill.ts");
  const { View } = await import("./view.ts");
  expect(zeros([2])).not.toBeInstanceOf(View);
});

test("where that is forbidden, tensors are views of ours, and it is tried once", async () => {
  const tried = vi.fn(() => {
    throw new EvalError("Refused to evaluate a string as JavaScript");
  });
  vi.stubGlobal("Function", tried);
  const { zeros } = await import("./fill.ts");
  const { View } = await import("./view.ts");
  expect(zeros([2])).toBeInstanceOf(View);
  expect(zeros([3, 4]).transpose(1, 0).shape).toEqual([4, 3]);
  expect(tried).toHaveBeenCalledTimes(1);
});
