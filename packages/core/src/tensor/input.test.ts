import { expect, test } from "vitest";
import { multiply } from "./arithmetic.ts";
import { tensor } from "./create.ts";
import { mapTensors } from "./input.ts";
import { isTensor, type Tensor } from "./tensor.ts";
import { toArray } from "./to-array.ts";

const double = (x: Tensor) => multiply(x, 2);

test("a function of a tensor is one of an input, of each where there are several", () => {
  const one = mapTensors(tensor([1]), double);
  expect(isTensor(one) && toArray(one)).toEqual([2]);
  const several = mapTensors({ a: tensor([1]), b: tensor([3]) }, double) as { a: Tensor; b: Tensor };
  expect([toArray(several.a), toArray(several.b)]).toEqual([[2], [6]]);
});
