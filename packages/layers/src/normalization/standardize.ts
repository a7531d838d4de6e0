// x̂ = (x - μ) / s by rows, with μ the mean of a row and s = √(variance + ε)      x: [rows, size]   ->   x̂: as x
import {
  add,
  divide,
  type Graph,
  type GraphTensor,
  mean,
  multiply,
  sqrt,
  square,
  subtract,
  type Tensor,
} from "@nudge/core";

const meanOfRows = (x: Tensor) => mean(x, 1, { keepDims: true });

/** Rows of mean 0 and variance 1, with what they were divided by. The variance is the biased one, a mean of squares. */
export function standardize(x: Tensor, epsilon: number) {
  const average = meanOfRows(x);
  const centered = subtract(x, average);
  const variance = meanOfRows(square(centered));
  const deviation = sqrt(add(variance, epsilon));
  return { standard: divide(centered, deviation), deviation, average, variance };
}

/** The same of a tensor in a graph, over its last axis. */
export function standardizeSymbolic(x: GraphTensor, epsilon: number, graph: Graph): GraphTensor {
  const centered = graph.subtract(x, graph.mean(x, -1));
  const variance = graph.mean(graph.multiply(centered, centered), -1);
  return graph.divide(centered, graph.sqrt(graph.add(variance, epsilon)));
}

// With D rows, ds/dx_k = (x_k - μ) / (D s) = x̂_k / D and dμ/dx_k = 1 / D:
//   dx̂_i/dx_k = ([i = k] - 1/D - x̂_i x̂_k / D) / s
// so that for h = dL/dx̂:   dx_k = (h_k - mean h - x̂_k mean(h x̂)) / s
export function standardizeBackward(
  h: Tensor,
  { standard, deviation }: { standard: Tensor; deviation: Tensor },
): Tensor {
  const projected = multiply(standard, meanOfRows(multiply(h, standard)));
  return divide(subtract(subtract(h, meanOfRows(h)), projected), deviation);
}
