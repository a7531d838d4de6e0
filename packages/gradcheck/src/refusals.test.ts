// Whatever is given in the place of an argument, a public function gives a result, or an error of its own.
import { expect, test } from "vitest";
import { cameOf, holds } from "../../core/test/door.ts";
import { doors, names, right } from "../test/doors.ts";

test("every exported function is called here", () => {
  expect([...new Set(right.map(([name]) => name))].sort()).toEqual(names);
});

test("all take right arguments", async () => {
  for (const [k, [, args]] of right.entries())
    expect(await cameOf(doors[k], args)).toEqual({ outcome: "value" });
});

test.each(doors)("$name", holds);
