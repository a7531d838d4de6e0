// Functions of single entries: steep, flat, fast, or on a scale of their own.
import { map, tensor } from "@nudge/core";
import { logistic, pointwise, sine, softplus } from "../../corpus/bases/pointwise.ts";
import { entry, off, trap } from "./trap.ts";

const powers = (exponent: number) =>
  pointwise(
    (x) => x ** exponent,
    (x) => exponent * x ** (exponent - 1),
  );

export const steep = [
  trap("x^8", { data: "*X[8]{-2,2}", ...powers(8) }, { "off by 1e-5": off("X", 1e-5) }),
  trap("x² at 1e150", { data: "*X[6]{1e149,1e150}", ...powers(2) }, { "off by 1e-5": off("X", 1e-5) }),
  trap("1/x near 0", { data: "*X[6]{1e-7,1e-4}", ...powers(-1) }, { "X[3] is 0": entry("X", [3]) }),
  trap("√x at 1e-300", { data: "*X[6]{1e-301,1e-300}", ...powers(0.5) }, { "off by 1e-5": off("X", 1e-5) }),
  trap(
    "√x from 1e-300 to 1",
    {
      data: "*X[6]",
      change: () => ({ X: tensor([1e-300, 1e-200, 1e-100, 1e-30, 1e-8, 1]) }),
      ...powers(0.5),
    },
    { "X[5] off": (right) => ({ X: map(right.X, (g) => (g < 1 ? g * 1.0001 : g)) }) },
  ),
  trap(
    "exp down to its underflow",
    { data: "*X[8]{-760,-690}", ...pointwise(Math.exp, Math.exp) },
    {},
    { undecidable: true },
  ),
  trap(
    "exp up to 1e300",
    { data: "*X[8]{1,690}", ...pointwise(Math.exp, Math.exp) },
    { "off by 1e-5": off("X", 1e-5) },
  ),
  trap("sin 1e6 x", { data: "*X[8]", ...sine(1e6) }, { "off by 1e-5": off("X", 1e-5) }),
  trap(
    "sines of times of 1e5",
    { data: "*X[6]{9e4,1e5}", ...sine(50) },
    { "off by 1e-3": off("X", 1e-3), "X[2] is 0": entry("X", [2]) },
  ),
  trap("squared sines of times of 1e5", {
    data: "*X[4]{9e4,1e5}",
    ...pointwise(
      (x) => Math.sin(50 * x) ** 2,
      (x) => 50 * Math.sin(100 * x),
    ),
  }),
  trap(
    "log1p of 1e-12",
    {
      data: "*X[6]{-1e-12,1e-12}",
      ...pointwise(Math.log1p, (x) => 1 / (1 + x)),
    },
    { "X[2] is 0": entry("X", [2]), "off by 1e-5": off("X", 1e-5) },
  ),
  trap("expm1 of 1e-12", { data: "*X[6]{-1e-12,1e-12}", ...pointwise(Math.expm1, Math.exp) }),
  trap(
    "softplus far to the left",
    { ...softplus, data: "*X[8]{-50,50}" },
    { "off by 1e-5": off("X", 1e-5) },
    { undecidable: true },
  ),
  trap("sigmoid from -800 to 800", { ...logistic, data: "*X[4,5]{-800,800}" }, {}, { undecidable: true }),
  trap(
    "tail of a Gaussian",
    {
      data: "*X[8]{-30,30}",
      ...pointwise(
        (x) => Math.exp((-x * x) / 2),
        (x, y) => -x * y,
      ),
    },
    { "X[0] is 0": entry("X", [0]) },
  ),
  trap(
    "x log x near 0",
    {
      data: "*X[6]{1e-9,1e-6}",
      ...pointwise(
        (x) => x * Math.log(x),
        (x) => 1 + Math.log(x),
      ),
    },
    { "off by 1e-5": off("X", 1e-5) },
  ),
];
