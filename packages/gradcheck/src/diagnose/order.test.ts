import { expect, test } from "vitest";
import { evidenceOf, squareLinear } from "../../test/evidence.ts";
import { normal, spoil } from "../../test/fixtures.ts";
import { judge } from "./judge.ts";
import { rounds } from "./order.ts";

const other = spoil(squareLinear(), () => ({
  x: normal([4, 4], 6),
  W: normal([4, 4], 7),
  b: normal([4], 8),
}));
const evidence = ["x", "W", "b"].map((name) => evidenceOf(other, name));

test.each(rounds.flat().map((hypothesis) => [hypothesis.name, hypothesis] as const))(
  "%s is silent for other values",
  (_, hypothesis) => {
    expect(evidence.map((one) => judge(hypothesis, one))).toEqual([undefined, undefined, undefined]);
  },
);
