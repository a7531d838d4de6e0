import { expect, test } from "vitest";
import { sigmoid, softplus } from "./scalar.ts";

test("sigmoid and softplus hold in both tails", () => {
  expect([sigmoid(-745), sigmoid(0), sigmoid(1000)]).toEqual([Math.exp(-745), 0.5, 1]);
  expect([softplus(-700), softplus(0), softplus(1e300)]).toEqual([Math.exp(-700), Math.LN2, 1e300]);
});
