// Confirmed in the source of 4.22.0. Files are those of @tensorflow/tfjs-core, or of @tensorflow/tfjs-backend-cpu where it is
// said; a file dist/X.js is made of src/X.ts in the repository tensorflow/tfjs.
import type { Finding } from "../trial.ts";

/** The gradient of what is written, printed, or else the error that it throws. */
const printed = (gradient: string, digits?: number) =>
  [
    'import tf from "@tensorflow/tfjs";',
    'await tf.setBackend("cpu");',
    "try {",
    `  const gradient = ${gradient};`,
    digits === undefined
      ? '  console.log(gradient.dataSync().join(" "));'
      : `  console.log(Array.from(gradient.dataSync(), (g) => g.toFixed(${digits})).join(" "));`,
    "} catch (error) {",
    "  console.log(error.message);",
    "}",
  ].join("\n");

const notSummed = (name: string, input: string) =>
  `Where an operand was broadcast, its gradient must be summed over the axes that were added or repeated, as that of add is. That of ${name} is not, and the engine refuses its shape: ${input} cannot be differentiated at all.`;
const ofOne =
  "The engine hands the upstream gradient of an operation with one output over as a tensor, and of several as an array. Of an input with one part there is one output, and the gradient, which expects an array, throws.";
const unrounded = (name: string) =>
  `With dimRoundingMode "ceil" or "round" the last window may hang over the edge. The gradient of ${name} does not hand the mode on, takes the output to be smaller than it is, and reads the upstream gradient with the wrong strides.`;

export const tfjsCore: readonly Finding[] = [
  {
    op: "abs",
    kind: "bug",
    cause:
      "The gradient of |z| is z / |z|. That of the complex absolute value is the one of real numbers: the sign of the real part.",
    source: "dist/gradients/ComplexAbs_grad.js:22",
    since: "3.0.0 or earlier, not 2.0.0",
    reproduction: printed("tf.grad((z) => tf.abs(z))(tf.complex([3], [4]))"),
    expected: "0.6 0.8",
  },
  {
    op: "cast",
    kind: "bug",
    cause:
      "A number rounded to an integer does not move with it, and the gradient is 0, as that of floor and round is; it is passed on as if nothing was rounded, whatever the type.",
    source: "dist/gradients/Cast_grad.js:21",
    since: "1.0.0 or earlier",
    reproduction: printed('tf.grad((x) => tf.cast(tf.cast(x, "int32"), "float32"))(tf.tensor([0.3, 1.7]))'),
    expected: "0 0",
  },
  {
    op: "floorDiv",
    kind: "bug",
    cause:
      "⌊a / b⌋ is flat between its jumps, and the gradient is 0, as that of floor is. It is that of a / b, line by line, so that a - b ⌊a / b⌋ has another gradient than mod(a, b).",
    source: "dist/gradients/FloorDiv_grad.js:33",
    since: "1.0.0 or earlier",
    reproduction: printed("tf.grad((a) => tf.floorDiv(a, 4))(tf.tensor([1, 7.5]))"),
    expected: "0 0",
  },
  {
    op: "maximum",
    kind: "bug",
    cause: notSummed("maximum", "maximum(a, b) of other shapes"),
    source: "dist/gradients/Maximum_grad.js:27",
    since: "1.0.0 or earlier",
    reproduction: printed("tf.grad((b) => tf.maximum([[1, 5]], b))(tf.tensor([3, 4]))"),
    expected: "1 0",
  },
  {
    op: "minimum",
    kind: "bug",
    cause: notSummed("minimum", "minimum(a, b) of other shapes"),
    source: "dist/gradients/Minimum_grad.js:27",
    since: "1.0.0 or earlier",
    reproduction: printed("tf.grad((b) => tf.minimum([[1, 5]], b))(tf.tensor([3, 4]))"),
    expected: "0 1",
  },
  {
    op: "squaredDifference",
    kind: "bug",
    cause: notSummed("(a - b)²", "squaredDifference(a, b) of other shapes"),
    source: "dist/gradients/SquaredDifference_grad.js:27",
    since: "1.0.0 or earlier",
    reproduction: printed("tf.grad((b) => tf.squaredDifference([[1], [2]], b))(tf.tensor([3]))"),
    expected: "6",
  },
  {
    op: "pow",
    kind: "bug",
    cause: "x^0 is 1 everywhere, and the gradient is 0. At x = 0 it is computed as 0 × 0^-1 = 0 × ∞ = NaN.",
    source: "dist/gradients/Pow_grad.js:41",
    since: "1.0.0 or earlier",
    reproduction: printed("tf.grad((x) => tf.pow(x, 0))(tf.tensor([0, 2]))"),
    expected: "0 0",
  },
  {
    op: "matMul",
    kind: "bug",
    cause: notSummed("matMul", "a product of batches with one matrix"),
    source: "dist/gradients/BatchMatMul_grad.js:27",
    since: "3.0.0 or earlier, not 2.0.0",
    reproduction: printed("tf.grad((b) => tf.matMul(tf.ones([2, 1, 2]), b))(tf.tensor([[3], [4]]))"),
    expected: "2 2",
  },
  {
    op: "fused.matMul",
    kind: "bug",
    cause: notSummed("fused.matMul", "a product of batches with one matrix"),
    source: "dist/ops/fused/mat_mul.js:100",
    since: "4.0.0 or earlier, not 3.0.0",
    reproduction: printed(
      "tf.grad((b) => tf.fused.matMul({ a: tf.ones([2, 1, 2]), b }))(tf.tensor([[3], [4]]))",
    ),
    expected: "2 2",
  },
  {
    op: "max",
    kind: "bug",
    cause:
      "Where k entries are the largest, all of them moved by h move the maximum by h: what they get must add up to the upstream gradient, 1 / k each or 1 for one of them. Each gets all of it, k times too much together.",
    source: "dist/gradients/min_max_grad_util.js:34",
    since: "1.0.0 or earlier",
    reproduction: printed("tf.grad((x) => tf.max(x))(tf.tensor([3, 3]))"),
    expected: "0.5 0.5",
  },
  {
    op: "min",
    kind: "bug",
    cause:
      "Where k entries are the smallest, all of them moved by h move the minimum by h: what they get must add up to the upstream gradient, 1 / k each or 1 for one of them. Each gets all of it, k times too much together.",
    source: "dist/gradients/min_max_grad_util.js:34",
    since: "1.0.0 or earlier",
    reproduction: printed("tf.grad((x) => tf.min(x))(tf.tensor([3, 3]))"),
    expected: "0.5 0.5",
  },
  {
    op: "prod",
    kind: "bug",
    cause:
      "A negative axis counts from the end, in forward and in the gradients of sum, mean and max. That of prod takes it as it is, and throws.",
    source: "dist/gradients/Prod_grad.js:44",
    since: "4.0.0 or earlier, not 3.0.0",
    reproduction: printed("tf.grad((x) => tf.prod(x, -1))(tf.tensor([[2, 3], [4, 5]]))"),
    expected: "3 2 5 4",
  },
  {
    op: "euclideanNorm",
    kind: "by design",
    cause:
      "At x = 0 the norm has a kink, where 0 is a subgradient. It is differentiated as the square root of a sum of squares, whose gradient is ∞ × 0 = NaN there, by the chain rule and without a special case.",
    source: "dist/ops/norm.js:117",
    since: "4.0.0 or earlier, not 3.0.0",
    reproduction: printed("tf.grad((x) => tf.euclideanNorm(x))(tf.tensor([0, 0]))"),
    expected: "0 0",
  },
  {
    op: "cumsum",
    kind: "bug",
    cause:
      "The gradient of a cumulative sum is one of the upstream gradient in the other direction, along the same axis. Along any axis but the last it is then transposed as if it had been computed with that axis last: a wrong shape throws, and equal lengths give the transposed gradient in silence.",
    source: "dist/gradients/Cumsum_grad.js:32",
    since: "3.0.0 or earlier, not 2.0.0",
    reproduction: printed(
      "tf.grads((x) => tf.cumsum(x, 0))([tf.tensor([[1, 1], [1, 1]])], tf.tensor([[1, 2], [3, 4]]))[0]",
    ),
    expected: "4 6 3 4",
  },
  {
    op: "mirrorPad",
    kind: "bug",
    cause:
      "Every entry that is mirrored stands in the output more than once, and what comes back from all its places adds up. Only the middle is cut out, as after padding with a constant.",
    source: "dist/gradients/MirrorPad_grad.js:28",
    since: "3.0.0 or earlier, not 2.0.0",
    reproduction: printed('tf.grad((x) => tf.mirrorPad(x, [[1, 1]], "reflect"))(tf.tensor([1, 2, 3]))'),
    expected: "1 3 1",
  },
  {
    op: "unstack",
    kind: "bug",
    cause: ofOne,
    source: "dist/engine.js:796, dist/gradients/Unpack_grad.js:24",
    since: "1.0.0 or earlier",
    reproduction: printed("tf.grad((x) => tf.unstack(x)[0])(tf.tensor([[1, 2]]))"),
    expected: "1 1",
  },
  {
    op: "split",
    kind: "bug",
    cause: ofOne,
    source: "dist/engine.js:796, dist/gradients/SplitV_grad.js:23",
    since: "1.0.0 or earlier",
    reproduction: printed("tf.grad((x) => tf.split(x, 1)[0])(tf.tensor([[1, 2]]))"),
    expected: "1 1",
  },
  {
    op: "linalg.bandPart",
    kind: "bug",
    cause: `It is made of unstack, and cannot be differentiated of one matrix. ${ofOne}`,
    source: "dist/ops/linalg/band_part.js:107, dist/engine.js:796, dist/gradients/Unpack_grad.js:24",
    since: "2.0.0 or earlier, not 1.0.0",
    reproduction: printed("tf.grad((x) => tf.linalg.bandPart(x, 0, 0))(tf.tensor([[1, 2], [3, 4]]))"),
    expected: "1 0 0 1",
  },
  {
    op: "gather",
    kind: "bug",
    cause:
      "Forward takes any number of batch dimensions, the gradient none or one: with two it scatters as if there were none, and throws.",
    source: "dist/gradients/GatherV2_grad.js:53",
    since: "3.0.0 or earlier, not 2.0.0",
    reproduction: printed(
      "tf.grad((x) => tf.gather(x, [[[1]], [[0]]], 2, 2))(tf.tensor([[[1, 2]], [[3, 4]]]))",
    ),
    expected: "0 1 1 0",
  },
  {
    op: "avgPool",
    kind: "bug",
    cause:
      "Forward divides by the number of entries in a window that are inside the image, the gradient by the size of the window: wrong wherever padding is. It also leaves out dimRoundingMode, and takes the output to be smaller than it is.",
    source: "dist/kernels/AvgPoolGrad.js:37 of the backend, dist/gradients/AvgPool_grad.js:25",
    since: "1.0.0 or earlier",
    reproduction: printed('tf.grad((x) => tf.avgPool(x, 2, 1, "same"))(tf.ones([1, 1, 1, 1]))'),
    expected: "1",
  },
  {
    op: "avgPool3d",
    kind: "bug",
    cause:
      "Forward divides by the number of entries in a window that are inside the volume, the gradient by the size of the window: wrong wherever padding is.",
    source: "dist/kernels/AvgPool3DGrad.js:41 of the backend",
    since: "2.0.0 or earlier",
    reproduction: printed('tf.grad((x) => tf.avgPool3d(x, 2, 1, "same"))(tf.ones([1, 1, 1, 1, 1]))'),
    expected: "1",
  },
  {
    op: "maxPool",
    kind: "bug",
    cause: unrounded("maxPool"),
    source: "dist/gradients/MaxPool_grad.js:27",
    since: "3.0.0 or earlier, not 2.0.0",
    reproduction: printed(
      'tf.grad((x) => tf.maxPool(x, 2, 2, 0, "ceil"))(tf.range(1, 10).reshape([1, 3, 3, 1]))',
    ),
    expected: "0 0 0 0 1 1 0 1 1",
  },
  {
    op: "conv2d",
    kind: "bug",
    cause: unrounded("conv2d"),
    source: "dist/gradients/Conv2D_grad.js:31",
    since: "3.0.0 or earlier, not 2.0.0",
    reproduction: printed(
      'tf.grad((x) => tf.conv2d(x, tf.ones([2, 2, 1, 1]), 2, 0, "NHWC", 1, "ceil"))(tf.ones([1, 3, 3, 1]))',
    ),
    expected: "1 1 1 1 1 1 1 1 1",
  },
  {
    op: "fused.conv2d",
    kind: "bug",
    cause: unrounded("fused.conv2d"),
    source: "dist/ops/fused/conv2d.js:183",
    since: "3.0.0 or earlier, not 2.0.0",
    reproduction: printed(
      'tf.grad((x) => tf.fused.conv2d({ x, filter: tf.ones([2, 2, 1, 1]), strides: 2, pad: 0, dimRoundingMode: "ceil" }))(tf.ones([1, 3, 3, 1]))',
    ),
    expected: "1 1 1 1 1 1 1 1 1",
  },
  {
    op: "batchNorm",
    kind: "bug",
    cause:
      "A scale may be left out, and the gradient then takes 1; but the engine is told to save it, and throws where there is none. And of a mean that broadcasts with the rank of x, as [1, 3] with [2, 3] does, the gradient is not summed.",
    source: "dist/gradients/FusedBatchNorm_grad.js:29 and 56",
    since: "1.0.0 or earlier",
    reproduction: printed(
      "tf.grad((x) => tf.batchNorm(x, [0], [1], [0], undefined, 3))(tf.tensor([[1], [2]]))",
      4,
    ),
    expected: "0.5000 0.5000",
  },
  {
    op: "image.resizeBilinear",
    kind: "bug",
    cause:
      "The gradient does not look at halfPixelCenters, and gives back what comes from the pixels that are read without it. And its shape has width and height exchanged: of an image that is not square it throws.",
    source: "dist/kernels/ResizeBilinearGrad.js:22 and 82 of the backend",
    since: "1.0.0 or earlier",
    reproduction: printed(
      "tf.grad((x) => tf.image.resizeBilinear(x, [1, 1], false, true))(tf.ones([1, 2, 2, 1]))",
    ),
    expected: "0.25 0.25 0.25 0.25",
  },
  {
    op: "image.resizeNearestNeighbor",
    kind: "bug",
    cause:
      "The gradient does not look at halfPixelCenters, and gives to other pixels than were read. And it finds its place in the upstream gradient by the stride of the input's batch: of all images but the first it reads the wrong one.",
    source: "dist/kernels/ResizeNearestNeighborGrad.js:22 and 70 of the backend",
    since: "1.0.0 or earlier",
    reproduction: printed(
      "tf.grads((x) => tf.image.resizeNearestNeighbor(x, [2, 1]))([tf.ones([2, 1, 1, 1])], tf.tensor([1, 2, 3, 4], [2, 2, 1, 1]))[0]",
    ),
    expected: "3 7",
  },
  {
    op: "losses.computeWeightedLoss",
    kind: "bug",
    cause:
      "Reduced by SUM_BY_NONZERO_WEIGHTS, as losses are unless told otherwise, it is linear in the weights between zeros. It counts them by notEqual, which has no gradient, not even 0, as greaterEqual has: the weights cannot be differentiated.",
    source: "dist/ops/losses/compute_weighted_loss.js:53",
    since: "1.0.0 or earlier",
    reproduction: printed("tf.grad((w) => tf.losses.computeWeightedLoss([3, 5], w))(tf.tensor([1, 1]))"),
    expected: "1.5 2.5",
  },
  {
    op: "losses.softmaxCrossEntropy",
    kind: "bug",
    cause:
      "-Σ labels × log softmax(logits) has the gradient -log softmax(logits) by the labels, which are differentiated where they come from another net, as in distillation. Theirs is labels - softmax(logits), that of the logits with its sign changed.",
    source: "dist/ops/losses/softmax_cross_entropy.js:83",
    since: "1.0.0 or earlier",
    reproduction: printed(
      "tf.grad((labels) => tf.losses.softmaxCrossEntropy(labels, [[0, 0]]))(tf.tensor([[1, 0]]))",
      4,
    ),
    expected: "0.6931 0.6931",
  },
];
