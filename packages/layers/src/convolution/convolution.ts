// y_no.. = b_o + Σ_c,k x_nc(.. stride - padding + k dilation) W_ock, for one axis of space or two
import {
  add,
  copy,
  expectShape,
  type Graph,
  type GraphTensor,
  heNormal,
  matmul,
  sum,
  type Tensor,
  tensors,
  transpose,
  type Values,
  zeros,
} from "@nudge/core";
import { checkArguments, count, readOptions } from "@nudge/core/internal";
import { type BiasOptions, readersOfBias } from "../arguments/bias.ts";
import { alongChannels, spaceOf } from "../formulas/channels.ts";
import { inputPattern, type PerAxis, perAxis } from "./space.ts";
import { gather, scatter, type Windows, windowsOf } from "./windows.ts";

/** The options of `conv1d` and `conv2d`; where there are two axes, a list has one number for each. */
export interface ConvolutionOptions extends BiasOptions {
  /** How far the kernel moves from one output to the next: from 1 on. @defaultValue 1 */
  readonly stride?: PerAxis;
  /** How many zeros stand before and behind the input: from 0 on. @defaultValue 0 */
  readonly padding?: PerAxis;
  /** How far the entries of the kernel are apart: from 1 on. @defaultValue 1 */
  readonly dilation?: PerAxis;
}

/** [n, a, b] -> [n, b, a] */
const swap = (x: Tensor) => copy(transpose(x, [0, 2, 1]));

/** The parameters and passes of a convolution over one axis or two. */
export function convolution(
  name: string,
  axes: 1 | 2,
  [inputs, outputs, kernelSize]: readonly [inputs: number, outputs: number, kernel: PerAxis],
  options: ConvolutionOptions | undefined,
) {
  checkArguments(name, count(), { inputs, outputs });
  const kernel = perAxis(axes, 1).read(name, "kernel", kernelSize);
  const { bias, ...movement } = readOptions(name, options, {
    ...readersOfBias(),
    stride: perAxis(axes, 1, 1),
    padding: perAxis(axes, 0, 0),
    dilation: perAxis(axes, 1, 1),
  });
  const window = { kernel, ...movement };
  const parameters = {
    weight: heNormal([outputs, inputs, ...kernel]),
    bias: bias ? zeros([outputs]) : undefined,
  };
  const asMatrix = (weight: Tensor) => tensors.reshape(weight, [outputs, weight.size / outputs]);

  return {
    parameters,

    // A row of `columns` holds all that one output sums over, so that y is a product of matrices.
    forward: (
      x: Tensor,
      { weight, bias }: Values<typeof parameters>,
    ): readonly [y: Tensor, cache: unknown] => {
      expectShape(x, inputPattern(inputs, axes));
      const [n, , ...space] = x.shape;
      const windows = windowsOf(space, window);
      const columns = gather(tensors.reshape(x, [n, inputs, spaceOf(x.shape)]), windows);
      const rows = matmul(columns, transpose(asMatrix(weight)));
      const y = swap(tensors.reshape(bias ? add(rows, bias) : rows, [n, windows.positions, outputs]));
      return [tensors.reshape(y, [n, outputs, ...windows.shape]), { columns, windows, shape: x.shape }];
    },

    // y = X Wᵀ + b with X = gather(x), so as in dense dX = dy W, dW = dyᵀ X and db = Σ dy;   dx = scatter(dX)
    backward: (
      dy: Tensor,
      { columns, windows, shape }: { columns: Tensor; windows: Windows; shape: readonly number[] },
      { weight, bias }: Values<typeof parameters>,
    ) => {
      const [n] = shape;
      const rows = tensors.reshape(swap(tensors.reshape(dy, [n, outputs, windows.positions])), [
        n * windows.positions,
        outputs,
      ]);
      return {
        input: tensors.reshape(
          scatter(matmul(rows, asMatrix(weight)), [n, inputs, spaceOf(shape)], windows),
          shape,
        ),
        weight: tensors.reshape(matmul(transpose(rows), columns), weight.shape),
        bias: bias && sum(rows, 0),
      };
    },

    symbolic: (x: GraphTensor, { weight, bias }: Values<typeof parameters>, graph: Graph) => {
      const y = graph.convolve(x, weight, window);
      return bias ? graph.add(y, alongChannels(bias, y)) : y;
    },
  };
}
