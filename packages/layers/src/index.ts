export { dense } from "./dense.ts";
export { meanSquaredError } from "./mean-squared-error.ts";
export { relu } from "./relu.ts";
export { type ParametersOf, sequential } from "./sequential.ts";
export { sigmoid } from "./sigmoid.ts";
export { softmaxCrossEntropy } from "./softmax-cross-entropy.ts";
export { tanh } from "./tanh.ts";
