// The nodes of a graph in the operations of ONNX.
// Source: https://onnx.ai/onnx/operators
import type { GraphWindow } from "../../layer/graph.ts";
import { foldFormula, type OperationName } from "../graph/formula.ts";
import type { ModelGraph, Node } from "../graph/node.ts";
import { type Attributes, floatTensor, integerTensor, modelMessage, nodeMessage } from "./messages.ts";
import type { Message } from "./protobuf.ts";

/** Operations that have one of ONNX. */
const names: { readonly [name in OperationName]?: string } = {
  add: "Add",
  subtract: "Sub",
  multiply: "Mul",
  divide: "Div",
  maximum: "Max",
  minimum: "Min",
  abs: "Abs",
  exp: "Exp",
  log: "Log",
  sqrt: "Sqrt",
  tanh: "Tanh",
  sigmoid: "Sigmoid",
  softplus: "Softplus",
};

const reductions = { sum: "ReduceSum", mean: "ReduceMean", max: "ReduceMax" };

const movement = ({ kernel, stride, padding, dilation }: GraphWindow): Attributes => ({
  kernel_shape: kernel,
  strides: stride,
  pads: [...padding, ...padding],
  dilations: dilation,
});

/** A graph as a model of ONNX, in which the batch has any length. */
export function modelOf({ nodes, input, output }: ModelGraph): Message {
  const operations: Message[] = [];
  const initializers: Message[] = [];
  const outputs = new Map<Node, string>();
  const nameOf = (x: Node) => outputs.get(x) as string;

  const node = (operation: string, inputs: readonly string[], attributes: Attributes = {}): string => {
    const name = `v${operations.length}`;
    operations.push(nodeMessage(operation, inputs, name, attributes));
    return name;
  };

  const initializer = (make: (name: string) => Message): string => {
    const name = `w${initializers.length}`;
    initializers.push(make(name));
    return name;
  };
  const number = (value: number) => initializer((name) => floatTensor(name, [], [value]));
  const integers = (values: readonly number[]) => initializer((name) => integerTensor(name, values));

  const apply = (name: OperationName, of: readonly string[]): string => {
    const [x, a, b] = of;
    if (name === "expm1") return node("Sub", [node("Exp", [x]), number(1)]);
    if (name === "erfc") return node("Sub", [number(1), node("Erf", [x])]);
    if (name === "ifPositive") return node("Where", [node("Greater", [x, number(0)]), a, b]);
    return node(names[name] as string, of);
  };

  const write = (y: Node): string => {
    switch (y.kind) {
      case "input":
        return "input";
      case "constant":
        return initializer((name) => floatTensor(name, y.shape, y.values));
      case "map":
        return foldFormula(y.formula, number, (k) => nameOf(y.operands[k]), apply);
      case "matmul":
        return node("MatMul", [nameOf(y.x), nameOf(y.weight)]);
      case "sum":
      case "mean":
      case "max":
        return node(reductions[y.kind], [nameOf(y.x), integers([y.axis])]);
      case "reshape":
        // 0 keeps the length that the axis has: the batch.
        return node("Reshape", [nameOf(y.x), integers([0, ...y.shape.slice(1)])]);
      case "concatenate":
        return node("Concat", y.parts.map(nameOf), { axis: y.axis });
      case "convolve":
        return node("Conv", [nameOf(y.x), nameOf(y.weight)], movement(y.window));
      case "maxPool":
        return node("MaxPool", [nameOf(y.x)], movement(y.window));
      case "averagePool":
        return node("AveragePool", [nameOf(y.x)], {
          ...movement(y.window),
          count_include_pad: y.countPadding ? 1 : 0,
        });
    }
  };

  for (const y of nodes) outputs.set(y, write(y));
  operations.push(nodeMessage("Identity", [nameOf(output)], "output", {}));
  return modelMessage(operations, initializers, input.shape.slice(1), output.shape.slice(1));
}
