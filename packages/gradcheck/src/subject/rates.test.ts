import { defineLayer, type Layer, tensor } from "@nudge/core";
import { expect, test } from "vitest";
import { dense, dropout, huber, sequential } from "../../../layers/src/index.ts";
import { ratesOf } from "./rates.ts";

test("arguments and options between 0 and 1, of layers inside too, each once", () => {
  expect(ratesOf(dropout(0.2))).toEqual([0.2]);
  expect(ratesOf(huber(0.5))).toEqual([0.5]);
  expect(ratesOf(sequential(dense(3, 4), dropout(0.1), sequential(dropout(0.3), dropout(0.1))))).toEqual([
    0.1, 0.3,
  ]);
});

test("layers that are no argument count, entries of tensors and other numbers do not", () => {
  const around = defineLayer("around", (_weights: unknown, ..._others: unknown[]) => ({
    children: [dropout(0.4)] as Layer[],
    forward: (x) => [x, null],
    backward: (dy) => ({ input: dy }),
  }));
  expect(ratesOf(around(tensor([0.7]), 0, 1, -0.5, "0.6", null))).toEqual([0.4]);
});
