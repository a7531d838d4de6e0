// Initializers that keep the variance of signals from layer to layer: the entries have mean 0, and a variance set by
// the number of inputs that a unit sums (fan_in) and, for Glorot's, of units that an input reaches (fan_out).
//
//     dense weight        [inputs, outputs]             fan_in = inputs      fan_out = outputs
//     convolution weight  [outputs, inputs, ...kernel]  fan_in = inputs · k  fan_out = outputs · k, k entries in a kernel
//     vector              [length]                      fan_in = length      fan_out = length

import { checkShape } from "../arguments/check-shape.ts";
import { refusal } from "../arguments/refusal.ts";
import { sizeOf } from "../arguments/shape.ts";
import { fresh } from "../tensor/fresh.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Rng } from "./rng.ts";

/**
 * For weights before relu: normal entries.
 *
 *     mean 0, standard deviation √(2 / fan_in)
 *
 * Before a leaky relu, give its `slope`: 2 / (1 + slope²) in the place of 2.
 *
 * Source: He, Zhang, Ren and Sun, Delving deep into rectifiers, 2015.
 * @throws if the shape has no axis, or is not made of whole numbers, or if the slope is not finite.
 * @example
 * import { heNormal, rng } from "@nudge/core";
 * const weight = heNormal([784, 32])(rng(0));
 * console.log(weight.get(0, 0).toFixed(4)); // 0.0168
 */
export function heNormal(shape: readonly number[], slope = 0): (rng: Rng) => Tensor {
  const { fanIn } = fans("heNormal", shape);
  checkNumber("heNormal", "slope", slope);
  return normal(shape, Math.sqrt(2 / (1 + slope * slope) / fanIn));
}

/**
 * For weights before relu: uniform entries.
 *
 *     in [-limit, limit), limit = √(6 / fan_in)
 *
 * Before a leaky relu, give its `slope`: 6 / (1 + slope²) in the place of 6.
 *
 * Source: He, Zhang, Ren and Sun, Delving deep into rectifiers, 2015.
 * @throws if the shape has no axis, or is not made of whole numbers, or if the slope is not finite.
 * @example
 * import { heUniform, rng } from "@nudge/core";
 * const weight = heUniform([784, 32])(rng(0));
 * console.log(weight.get(0, 0).toFixed(4)); // -0.0678
 */
export function heUniform(shape: readonly number[], slope = 0): (rng: Rng) => Tensor {
  const { fanIn } = fans("heUniform", shape);
  checkNumber("heUniform", "slope", slope);
  return uniform(shape, Math.sqrt(6 / (1 + slope * slope) / fanIn));
}

/**
 * For weights before tanh, sigmoid or softmax: normal entries.
 *
 *     mean 0, standard deviation gain √(2 / (fan_in + fan_out))
 *
 * Source: Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010.
 * @throws if the shape has no axis, or is not made of whole numbers, or if the gain is not finite.
 * @example
 * import { glorotNormal, rng } from "@nudge/core";
 * const weight = glorotNormal([784, 32])(rng(0));
 * console.log(weight.get(0, 0).toFixed(4)); // 0.0165
 */
export function glorotNormal(shape: readonly number[], gain = 1): (rng: Rng) => Tensor {
  const { fanIn, fanOut } = fans("glorotNormal", shape);
  checkNumber("glorotNormal", "gain", gain);
  return normal(shape, gain * Math.sqrt(2 / (fanIn + fanOut)));
}

/**
 * For weights before tanh, sigmoid or softmax: uniform entries.
 *
 *     in [-limit, limit), limit = gain √(6 / (fan_in + fan_out))
 *
 * Source: Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010.
 * @throws if the shape has no axis, or is not made of whole numbers, or if the gain is not finite.
 * @example
 * import { glorotUniform, rng } from "@nudge/core";
 * const weight = glorotUniform([784, 32])(rng(0));
 * console.log(weight.get(0, 0).toFixed(4)); // -0.0664
 */
export function glorotUniform(shape: readonly number[], gain = 1): (rng: Rng) => Tensor {
  const { fanIn, fanOut } = fans("glorotUniform", shape);
  checkNumber("glorotUniform", "gain", gain);
  return uniform(shape, gain * Math.sqrt(6 / (fanIn + fanOut)));
}

/**
 * For weights before selu, or before no activation: normal entries.
 *
 *     mean 0, standard deviation √(1 / fan_in)
 *
 * Source: LeCun, Bottou, Orr and Müller, Efficient backprop, 1998.
 * @throws if the shape has no axis, or is not made of whole numbers.
 * @example
 * import { lecunNormal, rng } from "@nudge/core";
 * const weight = lecunNormal([784, 32])(rng(0));
 * console.log(weight.get(0, 0).toFixed(4)); // 0.0119
 */
export function lecunNormal(shape: readonly number[]): (rng: Rng) => Tensor {
  const { fanIn } = fans("lecunNormal", shape);
  return normal(shape, Math.sqrt(1 / fanIn));
}

/**
 * For weights before selu, or before no activation: uniform entries.
 *
 *     in [-limit, limit), limit = √(3 / fan_in)
 *
 * Source: LeCun, Bottou, Orr and Müller, Efficient backprop, 1998.
 * @throws if the shape has no axis, or is not made of whole numbers.
 * @example
 * import { lecunUniform, rng } from "@nudge/core";
 * const weight = lecunUniform([784, 32])(rng(0));
 * console.log(weight.get(0, 0).toFixed(4)); // -0.0479
 */
export function lecunUniform(shape: readonly number[]): (rng: Rng) => Tensor {
  const { fanIn } = fans("lecunUniform", shape);
  return uniform(shape, Math.sqrt(3 / fanIn));
}

function fans(name: string, shape: readonly number[]): { fanIn: number; fanOut: number } {
  checkShape(name, shape);
  if (shape.length === 0) throw new Error(`${name}: expected a shape with at least one axis, got []`);
  const [first, second = first, ...kernel] = shape;
  if (kernel.length === 0) return { fanIn: first, fanOut: second };
  return { fanIn: second * sizeOf(kernel), fanOut: first * sizeOf(kernel) };
}

function checkNumber(name: string, what: string, value: number): void {
  if (!Number.isFinite(value)) throw refusal(name, `expected a finite ${what}`, value);
}

function normal(shape: readonly number[], deviation: number): (rng: Rng) => Tensor {
  return (rng) => drawn(shape, () => deviation * rng.normal());
}

function uniform(shape: readonly number[], limit: number): (rng: Rng) => Tensor {
  return (rng) => drawn(shape, () => limit * (2 * rng.uniform() - 1));
}

function drawn(shape: readonly number[], draw: () => number): Tensor {
  const x = fresh(shape, "float64");
  for (let i = 0; i < x.data.length; i++) x.data[i] = draw();
  return x;
}
