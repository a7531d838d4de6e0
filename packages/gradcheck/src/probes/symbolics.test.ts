import {
  add,
  createModel,
  defineLayer,
  type Graph,
  type GraphTensor,
  type GraphWindow,
  type Layer,
  map,
  sum,
  type Tensor,
  tensor,
  zeros,
} from "@nudge/core";
import { expect, test } from "vitest";
import { batchNorm, dense, meanSquaredError, residual, sequential } from "../../../layers/src/index.ts";
import { gradcheck, toText } from "../index.ts";
import { isFailure } from "../words/findings.ts";

/** y = x³, which says of itself what it is given. */
const cubed = (symbolic: (x: GraphTensor, graph: Graph) => GraphTensor) =>
  defineLayer("cubed", () => ({
    forward: (x) => [map(x, (v) => v * v * v), x],
    backward: (dy, x) => ({ input: map(dy, x, (d, v) => d * 3 * v * v) }),
    symbolic: (x, _, graph) => symbolic(x, graph),
  }))() as unknown as Layer;

const power = (x: GraphTensor, graph: Graph) => graph.map((m, v) => m.multiply(m.multiply(v, v), v), x);

const inNet = (layer: Layer) =>
  gradcheck(createModel(sequential(dense(2, 3), layer, dense(3, 1)) as Layer), {
    input: [4, 2],
    target: zeros([4, 1]),
    loss: meanSquaredError(),
  });

test("a layer that says what forward does is no finding", () => {
  for (const report of [inNet(cubed(power)), gradcheck(cubed(power), { input: [2, 3] })]) {
    expect(report.verdict, toText(report)).toBe("pass");
    expect(report.findings).toEqual([]);
  }
});

test.each<[string, (x: GraphTensor, graph: Graph) => GraphTensor]>([
  ["a factor", (x, graph) => graph.multiply(power(x, graph), 1.0001)],
  ["a sign", (x, graph) => graph.abs(power(x, graph))],
  ["another power", (x, graph) => graph.multiply(x, x)],
  ["what is no number", (x, graph) => graph.divide(power(x, graph), 0)],
])("one that says something else is named, with both values and their index: %s", (_, symbolic) => {
  for (const report of [inNet(cubed(symbolic)), gradcheck(cubed(symbolic), { input: [4, 3] })]) {
    expect(report.verdict, toText(report)).toBe("fail");
    expect(report.findings).toMatchObject([{ kind: "declaration", severity: "failure" }]);
    expect(report.findings[0].message).toMatch(
      /^cubed\(\): its `symbolic` gives \S+ where forward gives \S+, at y\[[0-3], [0-2]\]: it is written out/,
    );
  }
});

test("the values and the index are those of the first entry that differs", () => {
  const positive = cubed((x, graph) =>
    graph.map((m, v) => m.ifPositive(v, m.multiply(m.multiply(v, v), v), 7), x),
  );
  const [{ message }] = gradcheck(positive, {
    input: [
      [1, 2],
      [3, -2],
    ],
  }).findings;
  expect(message).toMatch(/^cubed\(\): its `symbolic` gives 7 where forward gives -8, at y\[1, 1\]:/);
});

test("another shape is named", () => {
  const [{ message }] = gradcheck(
    cubed((x, graph) => graph.sum(power(x, graph), 1)),
    { input: [2, 3] },
  ).findings;
  expect(message).toMatch(/^cubed\(\): its `symbolic` gives \[1, 1\] where forward gives \[1, 3\]:/);
});

test("a layer inside of another is found through that", () => {
  const wrong = residual(cubed((x, graph) => graph.add(power(x, graph), 1))) as unknown as Layer;
  const [{ message }] = inNet(wrong).findings;
  expect(message).toMatch(/^residual\(cubed\(\)\): its `symbolic` gives/);
});

test("it is of evaluation: running statistics, not those of the batch", () => {
  const norm = batchNorm(3);
  const model = createModel(norm);
  const { runningMean } = model.buffers as { readonly runningMean: Tensor };
  runningMean.set(0, 5);
  const report = gradcheck(model, { input: [4, 3], target: zeros([4, 3]), loss: meanSquaredError() });
  expect(report.findings.filter(isFailure)).toEqual([]);
  expect(runningMean.get(0)).toBe(5);
});

/** Windows over one axis: the sum, the mean and the greatest of two entries that are not neighbours, with padding. */
test.each<
  [string, (x: number[]) => number, (x: GraphTensor, graph: Graph, window: GraphWindow) => GraphTensor]
>([
  ["convolve", ([a, b]) => a + 2 * b, (x, graph, window) => graph.convolve(x, tensor([[[1, 2]]]), window)],
  ["averagePool", ([a, b]) => (a + b) / 2, (x, graph, window) => graph.averagePool(x, window, true)],
  ["maxPool", ([a, b]) => Math.max(a, b), (x, graph, window) => graph.maxPool(x, window)],
])("windows are held to forward too: %s", (name, formula, symbolic) => {
  const layer = (dilation: number) =>
    defineLayer(name, () => ({
      forward: (x: Tensor) => {
        const row = (n: number) => [0, 1, 2].map((p) => formula([x.get(n, 0, p), x.get(n, 0, p + 2)]));
        return [tensor(Array.from({ length: x.shape[0] }, (_, n) => [row(n)])), x.shape];
      },
      backward: () => ({ input: null }),
      symbolic: (x: GraphTensor, _: object, graph: Graph) =>
        symbolic(x, graph, { kernel: [2], stride: [1], padding: [0], dilation: [dilation] }),
    }))() as unknown as Layer;
  const said = (dilation: number) =>
    gradcheck(layer(dilation), { input: [2, 1, 5] })
      .findings.map(({ message }) => message)
      .join();
  expect(said(2)).not.toContain("symbolic");
  expect(said(1)).toContain(`${name}(): its \`symbolic\` gives [1, 1, 4] where forward gives [1, 1, 3]`);
});

test("of what cannot be written out nothing is said here", () => {
  const silent = defineLayer("silent", () => ({
    forward: (x) => [add(x, 1), undefined],
    backward: (dy) => ({ input: dy }),
  }))() as unknown as Layer;
  const around = defineLayer("around", () => ({
    children: [silent],
    forward: (x) => [add(x, 1), undefined],
    backward: (dy) => ({ input: dy }),
    symbolic: (x, _, graph) => graph.apply(silent, x, {}, {}),
  }))() as unknown as Layer;
  expect(gradcheck(around, { input: [2, 3] }).findings).toEqual([]);
});

test("buffers and parameters that it writes to are copies", () => {
  const writes = defineLayer("writes", () => ({
    parameters: { gain: tensor([1]) },
    buffers: { seen: tensor([1]) },
    forward: (x, { gain }) => [map(x, gain, (v, g) => v * g), x],
    backward: (dy, x, { gain }) => ({
      input: map(dy, gain, (d, g) => d * g),
      gain: tensor([sum(map(dy, x, (d, v) => d * v))]),
    }),
    symbolic: (x, { gain }, graph, { seen }) => {
      const y = graph.multiply(x, tensor([gain.get(0)]));
      gain.set(0, 9);
      seen.set(0, 9);
      return y;
    },
  }))() as unknown as Layer;
  const model = createModel(writes);
  const given = { input: [4, 2], target: zeros([4, 2]), loss: meanSquaredError() };
  expect(gradcheck(model, given).verdict).toBe("pass");
  expect([...model.theta]).toEqual([1]);
});
