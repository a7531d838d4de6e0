// A layer of your own, checked; then the same with a bug in it, and what the check says about that.
import { defineLayer, mean, multiply, ones, sum } from "@nudge/core";
import { gradcheck, toText } from "@nudge/gradcheck";

// y = x gain      x: [n, size]   gain: [size]   ->   y: [n, size]
const scale = defineLayer("scale", (size: number) => ({
  parameters: { gain: ones([size]) },
  forward: (x, { gain }) => [multiply(x, gain), x],

  // y_ij = x_ij gain_j:   dx_ij = dy_ij gain_j,   dgain_j = Σ_i dy_ij x_ij
  backward: (dy, x, { gain }) => ({
    input: multiply(dy, gain),
    gain: sum(multiply(dy, x), 0),
  }),
}));

// The bug: a mean over the batch in the place of the sum.
const scaleWithBug = defineLayer("scaleWithBug", (size: number) => ({
  parameters: { gain: ones([size]) },
  forward: (x, { gain }) => [multiply(x, gain), x],
  backward: (dy, x, { gain }) => ({
    input: multiply(dy, gain),
    gain: mean(multiply(dy, x), 0),
  }),
}));

console.log(`The layer as it should be:\n\n${toText(gradcheck(scale(3), { input: [4, 3], seed: 7 }))}`);
console.log(`\nWith the bug:\n\n${toText(gradcheck(scaleWithBug(3), { input: [4, 3], seed: 7 }))}`);
