import { gradcheckFunction } from "@nudge/gradcheck";
import type { Library, Trial } from "../trial.ts";

interface Node {
  compile(): Compiled;
}
interface Compiled {
  evaluate(scope: Readonly<Record<string, number>>): unknown;
}
interface Math {
  parse(text: string): Node;
  derivative(node: Node, variable: string): Node;
}

/** Of one number, and where each is tried. */
const functions: Readonly<Record<string, readonly number[]>> = {
  abs: [-1.5, 0.7, 1],
  acos: [-0.5, 0, 0.3],
  acosh: [1.3, 2],
  acot: [-2, 0.5, 1],
  acoth: [-2, 1.5, 3],
  acsc: [-2, 1.5, 3],
  acsch: [-2, 0.5, 1],
  asec: [-2, 1.5, 3],
  asech: [0.3, 0.6],
  asin: [-0.5, 0, 0.3],
  asinh: [-2, 0, 1],
  atan: [-2, 0, 1],
  atanh: [-0.5, 0, 0.3],
  cbrt: [-2, 0.5, 1],
  cos: [-2, 0, 1],
  cosh: [-2, 0, 1],
  cot: [-2, 0.5, 1],
  coth: [-2, 0.5, 1],
  csc: [-2, 0.5, 1],
  csch: [-2, 0.5, 1],
  exp: [-2, 0, 1],
  log: [0.3, 1, 2],
  log10: [0.3, 1, 2],
  sec: [-1, 0, 1],
  sech: [-1, 0, 1],
  sin: [-2, 0, 1],
  sinh: [-2, 0, 1],
  sqrt: [0.3, 1, 2],
  tan: [-1, 0, 1],
  tanh: [-2, 0, 1],
};

/** Expressions of x and y, by what is tried in them. */
const expressions: Readonly<Record<string, readonly string[]>> = {
  "+": ["x + y", "x + x", "x + 3 + y + x", "+x"],
  "-": ["x - y", "x - x * y", "-x", "-(x - 2 y)", "2 - x"],
  "*": ["x * y", "x * x", "2 x y x", "x * 3 * y"],
  "/": ["x / y", "x / x ^ 2", "1 / x", "x / 3", "(x + y) / (x y + 9)"],
  "^": [
    "x ^ 2",
    "x ^ 3",
    "x ^ -2",
    "x ^ 1",
    "x ^ 0",
    "2 ^ y",
    "(x ^ 2 + 1) ^ y",
    "(x y) ^ 2",
    "(x ^ 2) ^ 1.5",
  ],
  pow: ["pow(x, 2)", "pow(x, 3)", "pow(2, y)", "pow(x ^ 2 + 1, y)"],
  nthRoot: ["nthRoot(x ^ 2 + 1, 3)", "nthRoot(x ^ 2 + 1, 4)", "nthRoot(x ^ 2)", "nthRoot(x, 3)"],
  "log with a base": ["log(x ^ 2 + 1, 3)", "log(x ^ 2 + 2, y ^ 2 + 2)", "log(5, y ^ 2 + 2)"],
  parentheses: ["((x))", "(x) (y)", "3 (x + (y - 1)) ^ 2"],
  chains: [
    "sin(cos(x y))",
    "exp(-x ^ 2 / 2)",
    "log(1 + exp(x + y))",
    "sqrt(x ^ 2 + y ^ 2)",
    "1 / (1 + exp(-x))",
  ],
};

const points = [
  { x: 1.3, y: -0.6 },
  { x: -2, y: 1.7 },
  { x: 1, y: 1 },
];

export const mathjs: Library = {
  name: "mathjs",
  packages: { mathjs: "15.2.0" },
  async open(load) {
    const math = (await load("mathjs")) as Math;
    const at = (op: string, text: string, theta: Readonly<Record<string, number>>): Trial => ({
      op,
      at: [text, ...Object.entries(theta).map(([name, value]) => `${name} = ${value}`)].join(", "),
      check() {
        const node = math.parse(text);
        const value = node.compile();
        const slopes = Object.keys(theta).map(
          (name) => [name, math.derivative(node, name).compile()] as const,
        );
        // A complex number is no slope of a real function.
        const number = (result: unknown) => (typeof result === "number" ? result : Number.NaN);
        return gradcheckFunction({
          name: text,
          theta,
          value: (theta) => number(value.evaluate(theta)),
          gradient: (theta) =>
            Object.fromEntries(slopes.map(([name, slope]) => [name, number(slope.evaluate(theta))])),
        });
      },
    });
    return [
      ...Object.entries(functions).flatMap(([f, xs]) =>
        xs.flatMap((x) => [at(f, `${f}(x)`, { x }), at(f, `${f}(x + sin(y) / 10)`, { x, y: 0.7 })]),
      ),
      ...Object.entries(expressions).flatMap(([op, texts]) =>
        texts.flatMap((text) => points.map((point) => at(op, text, point))),
      ),
      at("^ of 0", "x ^ 2", { x: 0 }),
      at("^ of 0", "(x + 1) ^ x", { x: 0 }),
      at("abs of 0", "abs(x)", { x: 0 }),
    ];
  },
};
