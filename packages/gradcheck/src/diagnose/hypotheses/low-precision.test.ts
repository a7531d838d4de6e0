import { map } from "@nudge/core";
import { expect, test } from "vitest";
import { evidenceOf } from "../../../test/evidence.ts";
import { linear, scaled, spoil } from "../../../test/fixtures.ts";
import { lowPrecision } from "./low-precision.ts";

/** As if the sum over the batch was taken in float32: off by a few units of the last place. */
const inSingle = (x: number) => Math.fround(Math.fround(x) * (1 + 8 * 2 ** -23));

test("a gradient computed in float32", () => {
  const found = lowPrecision(
    evidenceOf(
      spoil(linear(), ({ W }) => ({ W: map(W, inSingle) })),
      "W",
    ),
  );
  expect(found?.kind).toBe("low-precision");
});

test("silent when errors are larger than float32 makes them, and for values that are none", () => {
  const far = spoil(linear(), ({ W }) => ({ W: map(W, (x) => Math.fround(1.001 * x)) }));
  expect(lowPrecision(evidenceOf(far, "W"))).toBeUndefined();
  const double = spoil(linear(), ({ W }) => ({ W: scaled(W, 1 + 1e-6) }));
  expect(lowPrecision(evidenceOf(double, "W"))).toBeUndefined();
});
