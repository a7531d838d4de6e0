import { expect, test } from "vitest";
import { chain, dense } from "../../../test/fixtures.ts";
import {
  createModel,
  defineLayer,
  type Graph,
  type GraphTensor,
  type Layer,
  multiply,
  ones,
  sum,
  type Term,
  toSource,
} from "../../index.ts";

/** y = x gain, which says of itself what it does. */
const scale = defineLayer("scale", (size: number) => ({
  parameters: { gain: ones([size]) },
  forward: (x, { gain }) => [multiply(x, gain), x],
  backward: (dy, x, { gain }) => ({ input: multiply(dy, gain), gain: sum(multiply(dy, x), 0) }),
  symbolic: (x, { gain }, graph) => graph.multiply(x, gain),
}));

/** y = x, which says of itself something else. */
const same = (
  symbolic: (x: GraphTensor, graph: Graph) => GraphTensor,
  name = "same",
  children: readonly Layer[] = [],
) =>
  defineLayer(name, () => ({
    children,
    forward: (x) => [x, undefined],
    backward: (dy) => ({ input: dy }),
    symbolic: (x, _, graph) => symbolic(x, graph),
  }))();

const writing =
  (layer: Layer, input: readonly number[] = [2, 3]) =>
  () =>
    toSource(createModel(layer), { input });

test("a layer that does not say what it does is refused by name, and so is a copy of one that does", () => {
  const message = (name: string, of: string) =>
    `${name}: ${of} has no \`symbolic\`, which says what it does in operations that can be written out`;
  const silent = chain(dense(3, 2)) as unknown as Layer;
  expect(writing(silent, [3])).toThrow(new Error(message("toSource", `${silent}`)));
  const inside = defineLayer("inside", () => ({
    children: [same((x) => x) as unknown as Layer, silent],
    forward: (x) => [x, undefined],
    backward: (dy) => ({ input: dy }),
    symbolic: (x, _, graph) => graph.apply(silent, x, {}, {}),
  }))() as unknown as Layer;
  const around = same((x, graph) => graph.apply(inside, x, {}, {}), "around", [inside]) as unknown as Layer;
  expect(writing(around, [3])).toThrow(new Error(message("toSource", `layer 0.1, ${silent},`)));
  const layer = scale(3) as unknown as Layer;
  expect(writing(layer, [3])).not.toThrow();
  expect("symbolic" in layer).toBe(false);
  expect(writing({ ...layer }, [3])).toThrow(new Error(message("toSource", "scale(3)")));
});

test("the shape of a row is asked for where the layers do not have it, and held against them", () => {
  expect(() => toSource(createModel(scale(3)))).toThrow(
    new Error("toSource: give the shape of a row, as scale(3) takes several: { input: [4] }"),
  );
  expect(writing(scale(3) as unknown as Layer, [4])).toThrow(/^scale\(3\): .*broadcast/);
  expect(writing(scale(3) as unknown as Layer, [])).toThrow("toSource: a row has at least one axis, got []");
  expect(writing(scale(3) as unknown as Layer, [0])).toThrow(/^toSource: input\[0\] must be/);
});

test("what has another shape than the prediction is refused", () => {
  expect(writing(same((x, graph) => graph.sum(x, 1)) as unknown as Layer)).toThrow(
    new Error("toSource: same() gives [1, 1, 3] by `symbolic`, and [1, 2, 3] by forward"),
  );
});

const other = createModel(scale(3), { dtype: "float32" }).parameters.gain;

test.each<[string, (x: GraphTensor, graph: Graph) => GraphTensor, string]>([
  [
    "the batch is mixed",
    (x, graph) => graph.sum(x, 0),
    "axis 0 is the batch, and rows are computed each by itself",
  ],
  [
    "the batch is mixed from the back",
    (x, graph) => graph.max(x, -3),
    "axis -3 is the batch, and rows are computed each by itself",
  ],
  ["there is no such axis", (x, graph) => graph.mean(x, 3), "axis: [1, 2, 3] has no axis 3"],
  [
    "the batch is stretched",
    (x, graph) => graph.add(x, ones([2, 2, 3])),
    "expected operands that keep the batch, got [1, 2, 3] and [2, 2, 3]",
  ],
  [
    "the batch meets another axis",
    (x, graph) => graph.add(x, graph.reshape(x, [1, 6])),
    "map: cannot broadcast [1, 2, 3] with [1, 6]: 3 against 6",
  ],
  ["there is no tensor", (_, graph) => graph.add(1, 2), "expected a tensor of the graph among the operands"],
  [
    "there are parameters alone, which would be no batch",
    (_, graph) => graph.add(ones([1, 2, 3]), 2),
    "expected a tensor of the graph among the operands",
  ],
  [
    "a formula is as long as text that no computer holds",
    (x, graph) => graph.map((m, v) => Array.from({ length: 60 }).reduce<Term>((y) => m.multiply(y, y), v), x),
    `expected a formula of at most 10000 operations, got ${2 ** 60}`,
  ],
  ["nothing is joined", (_, graph) => graph.concatenate([], 1), "expected tensors to join, got none"],
  [
    "what is joined has other axes",
    (x, graph) => graph.concatenate([x, graph.reshape(x, [1, 6])], 2),
    "cannot join [1, 2, 3] and [1, 6]",
  ],
  [
    "there are too few operands",
    (x, graph) => (graph.add as (x: GraphTensor) => GraphTensor)(x),
    "add takes 2 operands, got 1",
  ],
  [
    "an operand is text",
    (x, graph) => graph.add(x, "1; exit()" as never),
    'expected a tensor of the graph, got "1; exit()"',
  ],
  [
    "a term is text",
    (x, graph) => graph.map((m, v) => m.add(v, "1; exit()" as never), x),
    'expected a number, or a term of the formula, got "1; exit()"',
  ],
  [
    "a term is made up",
    (x, graph) => graph.map(() => ({ operation: "exit", of: [] }), x),
    "expected a number, or a term of the formula, got an Object",
  ],
  [
    "a formula leaves an entry out",
    (x, graph) => graph.map((m, v) => m.add(v, 1), x, graph.sum(x, 1)),
    "expected a formula that takes all of its entries, 2, got one that takes 1",
  ],
  ["nothing is given", () => undefined as never, "expected a tensor of the graph, got undefined"],
  ["a tensor is made up", () => ({ shape: [1, 2, 3] }), "expected a tensor of the graph, got an Object"],
  ["the precision is another", (x, graph) => graph.add(x, other), "mixed float64 and float32"],
  ["sizes do not fit", (x, graph) => graph.matmul(x, ones([2, 2])), "cannot multiply [1, 2, 3] by [2, 2]"],
  [
    "a weight is no matrix",
    (x, graph) => graph.matmul(x, ones([3])),
    "expected a weight [in, out], got a tensor [3]",
  ],
  ["entries are lost", (x, graph) => graph.reshape(x, [1, 5]), "cannot make [1, 5] of [1, 2, 3]"],
  ["the batch is lost", (x, graph) => graph.reshape(x, [6]), "cannot make [6] of [1, 2, 3]"],
  [
    "parts differ",
    (x, graph) => graph.concatenate([x, graph.sum(x, 1)], 2),
    "cannot join [1, 2, 3] and [1, 1, 3]",
  ],
  [
    "a window is text",
    (x, graph) =>
      graph.maxPool(x, { kernel: [2], stride: ["1; exit()" as never], padding: [0], dilation: [1] }),
    "expected a window with a number for each axis of space of [1, 2, 3]",
  ],
  [
    "a window never moves",
    (x, graph) => graph.averagePool(x, { kernel: [2], stride: [0], padding: [0], dilation: [1] }, true),
    "expected a window with a number for each axis of space of [1, 2, 3]",
  ],
  [
    "a window is larger than the input",
    (x, graph) => graph.maxPool(x, { kernel: [3], stride: [2], padding: [0], dilation: [2] }),
    "a window that reaches over 5 does not fit into [1, 2, 3]",
  ],
  [
    "a kernel does not fit",
    (x, graph) =>
      graph.convolve(x, ones([1, 3, 2]), { kernel: [2], stride: [1], padding: [0], dilation: [1] }),
    "cannot convolve [1, 2, 3] with [1, 3, 2]",
  ],
])("where %s, it is said in the name of the layer", (_, symbolic, message) => {
  expect(writing(same(symbolic) as unknown as Layer)).toThrow(new Error(`same(): ${message}`));
});

test("no text of the model stands in the program", () => {
  const name = "`; exit(); //*/ exit();";
  const layer = same((x, graph) => graph.add(x, 0), name) as unknown as Layer;
  for (const language of ["javascript", "c"] as const)
    expect(toSource(createModel(layer), { input: [3], language })).not.toContain("exit");
});

test("a number beside a tensor of float32 is rounded first, as in the operations on tensors", () => {
  const tenth = defineLayer("tenth", () => ({
    forward: (x) => [multiply(x, 0.1), undefined],
    backward: (dy) => ({ input: multiply(dy, 0.1) }),
    symbolic: (x, _, graph) => graph.multiply(x, 0.1),
  }));
  const model = createModel(tenth(), { dtype: "float32" });
  const row = Array.from({ length: 100 }, (_, k) => 1 + k / 7);
  const text = toSource(model, { input: [100] });
  const predict = new Function(text.replace("export function", "return function"))();
  expect(predict(row)).toEqual(model.predict(row).data);
});

test("in float32 a formula rounds once, and operations one after another each", () => {
  const formula = same((x, graph) =>
    graph.map((m, v) => m.subtract(m.add(v, 1e8), 1e8), x),
  ) as unknown as Layer;
  const steps = same((x, graph) => graph.subtract(graph.add(x, 1e8), 1e8)) as unknown as Layer;
  const results = [formula, steps].map((layer) => {
    const text = toSource(createModel(layer, { dtype: "float32" }), { input: [1] });
    const predict = new Function(text.replace("export function", "return function"))();
    return predict([1])[0];
  });
  expect(results).toEqual([1, 0]);
});
