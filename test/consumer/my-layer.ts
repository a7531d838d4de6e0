// A layer with a mistake in it, as a user writes one who has the checker and nothing else.
import { defineLayer, mean, multiply, ones } from "@nudge/core";
import { defineCheck } from "@nudge/gradcheck";
import { dense } from "@nudge/layers";

// y = x gain      x: [n, size]  gain: [size]  ->  y: [n, size]
export const scale = defineLayer("scale", (size: number) => ({
  parameters: { gain: ones([size]) },
  forward: (x, { gain }) => [multiply(x, gain), x],
  backward: (dy, x, { gain }) => ({ input: multiply(dy, gain), gain: mean(multiply(dy, x), 0) }),
}));

export const checks = [
  defineCheck("scale, four rows", scale(3), { input: [4, 3] }),
  defineCheck("dense", dense(4, 3), { input: [8, 4] }),
];
