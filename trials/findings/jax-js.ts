// Confirmed in the source of 0.1.25: what is bundled in @jax-js/jax/dist, and the file of the repository ekzhang/jax-js that its
// comments name.
import type { Finding } from "../trial.ts";

/** The gradient of the sum of what is written, printed, or else the error that it throws. */
const printed = (f: string, x: string, compiled = false) =>
  [
    "globalThis.Float16Array ??= class {}; // Node 20 has none",
    'const jax = await import("@jax-js/jax");',
    'await jax.init("wasm");',
    'jax.defaultDevice("wasm");',
    "const { numpy: np } = jax;",
    `const gradient = jax.grad((x) => np.sum(${f}));`,
    "try {",
    `  console.log(${compiled ? "jax.jit(gradient)" : "gradient"}(np.array(${x})).js().flat().map((g) => Math.round(g * 1e4) / 1e4).join(" "));`,
    "} catch (error) {",
    "  console.log(error.message);",
    "}",
  ].join("\n");

const compiledRoutine = (name: string) =>
  `${name} is a routine whose input must be an array that is stored, and jit hands it an expression that is yet to be computed: it throws of its own doing, where the same gradient without jit is right.`;

export const jaxJs: readonly Finding[] = [
  {
    op: "numpy.power",
    kind: "bug",
    cause:
      "x^2 has the gradient 2 x, 0 at 0, and x^1 has 1. They are computed as exp(2 log |x|), whose gradient at 0 is 0 × ∞ = NaN.",
    source: "dist/index.js:8354 (src/library/numpy.ts)",
    reproduction: printed("np.power(x, 2)", "[0, 3]"),
    expected: "0 6",
  },
  {
    op: "numpy.linalg.norm",
    kind: "bug",
    cause:
      "An entry of 0 beside others has the gradient 0. The norm of a vector goes through power, whose gradient at 0 is NaN, for ord 2 too.",
    source: "dist/index.js:5860 (src/library/numpy-linalg.ts), dist/index.js:8354",
    reproduction: printed("np.linalg.norm(x, { ord: 2 })", "[0, 3]"),
    expected: "0 1",
  },
  {
    op: "numpy.prod",
    kind: "bug",
    cause:
      "The gradient of a product by one factor is the product of the others. It is computed as the product divided by the factor: 0 × ∞ = NaN where the factor is 0.",
    source: "dist/index.js:4226 (src/frontend/jvp.ts)",
    reproduction: printed("np.prod(x)", "[2, 0, 3]"),
    expected: "0 6 0",
  },
  {
    op: "numpy.cumprod",
    kind: "bug",
    cause:
      "The gradient of a product by one factor is the product of the others. It is computed as the product divided by the factor: 0 × ∞ = NaN where the factor is 0.",
    source: "dist/index.js:4226 (src/frontend/jvp.ts)",
    reproduction: printed("np.cumprod(x)", "[2, 0, 3]"),
    expected: "1 8 0",
  },
  {
    op: "numpy.sinc",
    kind: "by design",
    cause:
      "The gradient at 0 is 0; it is NaN, as the documentation of the function says: a rule of its own would be needed there.",
    source: "dist/index.js:8096 (src/library/numpy.ts)",
    reproduction: printed("np.sinc(x)", "[0]"),
    expected: "0",
  },
  {
    op: "numpy.take",
    kind: "bug",
    cause:
      "A negative index reads entry 0 in forward, where NumPy and JAX count from the end, and backward gives what comes from it to no entry: the gradient is not that of what was computed.",
    source: "dist/backend-CnjgxpXq.js:1717",
    reproduction: printed('np.take(x, np.array([-1, 0], { dtype: "int32" }))', "[1, 2, 3, 4]"),
    expected: "2 0 0 0",
  },
  {
    op: "jit of numpy.take",
    kind: "bug",
    cause: compiledRoutine("The scatter of its gradient"),
    source: "dist/index.js:1999 (src/frontend/jit.ts)",
    reproduction: printed('np.take(x, np.array([0, 2, 2], { dtype: "int32" }))', "[1, 2, 3]", true),
    expected: "1 0 2",
  },
  {
    op: "jit of numpy.linalg.inv",
    kind: "bug",
    cause: compiledRoutine("The triangular solve in forward"),
    source: "dist/index.js:1999 (src/frontend/jit.ts)",
    reproduction: printed("np.linalg.inv(x)", "[[2, 0], [0, 4]]", true),
    expected: "-0.25 -0.125 -0.125 -0.0625",
  },
];
