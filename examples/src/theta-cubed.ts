// Why gradients are checked with a two-sided difference: f(θ) = θ³ at θ = 1, where the derivative is 3.
// After Andrew Ng, Deep Learning Specialization, course 2 week 1: Numerical approximation of gradients.

const f = (theta: number) => theta * theta * theta;
const g = (theta: number) => 3 * theta * theta;
const twoSided = (theta: number, epsilon: number) =>
  (f(theta + epsilon) - f(theta - epsilon)) / (2 * epsilon);
const oneSided = (theta: number, epsilon: number) => (f(theta + epsilon) - f(theta)) / epsilon;

const theta = 1;
console.log(`f(θ) = θ³ at θ = ${theta}, nudged by ε = 0.01:

  g(θ) = 3θ²                        ${g(theta)}
  two-sided  (f(θ+ε) - f(θ-ε))/2ε   ${twoSided(theta, 0.01).toFixed(4)}
  one-sided  (f(θ+ε) - f(θ))/ε      ${oneSided(theta, 0.01).toFixed(4)}

How far they are off as ε shrinks:

  ε       two-sided   one-sided`);

const rows = Array.from({ length: 12 }, (_, k) => {
  const epsilon = Number(`1e-${k + 1}`);
  const error = (estimate: typeof twoSided) => Math.abs(estimate(theta, epsilon) - g(theta));
  return { epsilon, two: error(twoSided), one: error(oneSided) };
});
const smallest = {
  two: Math.min(...rows.map(({ two }) => two)),
  one: Math.min(...rows.map(({ one }) => one)),
};

for (const { epsilon, two, one } of rows) {
  const cells = [epsilon.toExponential(0), two.toExponential(1), one.toExponential(1)];
  const note =
    two === smallest.two
      ? "<- two-sided at its best"
      : one === smallest.one
        ? "<- one-sided at its best"
        : "";
  console.log(`  ${cells[0].padEnd(8)}${cells[1].padEnd(12)}${cells[2].padEnd(10)}${note}`.trimEnd());
}

console.log(`
With each ε ten times smaller, the two-sided error falls a hundred times, O(ε²), and the one-sided ten times, O(ε),
until rounding takes over: it costs about 1e-16/ε, which grows as ε shrinks.`);
