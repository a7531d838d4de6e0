// What is true of every layer.
import {
  add,
  cast,
  copy,
  type Dtype,
  type Input,
  isTensor,
  type Layer,
  map,
  multiply,
  rng,
  slice,
  type Tensor,
  toArray,
  transpose,
  zeros,
} from "@nudge/core";
import { initialize, leavesOf, mapTree, type Tree } from "@nudge/core/internal";
import { describe, expect, test } from "vitest";
import { thinned } from "../../../test/thinned.ts";
import { gradcheck, toText } from "../../gradcheck/src/index.ts";
import * as nudge from "../src/index.ts";
import { losses } from "./loss-table.ts";
import { drawInput, isShape, type Row, rows, type Shapes, type TensorLayer } from "./table.ts";

const training = { training: true, rng: rng(0) };
const evaluation = { training: false, rng: rng(0) };
const freshPass = (pass: typeof training) => ({ ...pass, rng: pass.rng.clone() });

const treeOf = (input: Input): Tree<Tensor> => (isTensor(input) ? { input } : { input });
const inputOf = (tree: Tree<Tensor>) => tree.input as Input;

/** A layer at an input: its parameters and buffers as they start, in the precision of the input. */
function start(row: Row, shapes: Shapes, { seed = 1, dtype = "float64" as Dtype } = {}) {
  const inPrecision = (tree: Tree<Tensor>) => mapTree<Tensor>(tree, (x) => cast(x, dtype));
  const layer: TensorLayer = row.layer;
  const parameters = inPrecision(initialize(layer.parameters, rng(seed)) as Tree<Tensor>) as never;
  const buffers = inPrecision(initialize(layer.buffers, rng(seed)) as Tree<Tensor>) as never;
  const input = inputOf(inPrecision(treeOf(drawInput(row, shapes, seed))));
  return { layer, parameters, buffers, input };
}

const normalLike = (x: Tensor, seed: number) => {
  const stream = rng(seed);
  return map(x, () => stream.normal());
};

/** All numbers of gradients, in order; none of an input that has no gradient. */
const numbers = (gradients: unknown) => {
  const { input, ...own } = gradients as Tree<Tensor>;
  const all = leavesOf(input === null ? own : ({ input, ...own } as Tree<Tensor>));
  return all.flatMap(([, x]) => Array.from(copy(x).data));
};

/** A layer and all those inside it. */
const within = (outer: Layer): readonly Layer[] => [outer, ...outer.children.flatMap(within)];

const shapeOf = ([name, x]: readonly [string, Tensor]) => [name, x.shape];

function expectClose(actual: readonly number[], expected: readonly number[]) {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(actual[i] - value)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(value)));
  });
}

describe.each(rows)("$code", (row) => {
  const { code, layer, inputs, refuses } = row;

  test.each(["both", "evaluation"] as const)(
    "passes the check at three shapes and seeds, modes: %s",
    (modes) => {
      // A seed of its own for each shape, and in the nightly run all with all.
      const each = inputs.flatMap((shapes, k) => [0, 1, 2].map((s) => ({ shapes, seed: (k + s) % 3 })));
      for (const { shapes, seed } of thinned(each, 3)) {
        const input = drawInput(row, shapes, seed);
        const report = gradcheck(layer, { input, seed, modes });
        expect(report.verdict, toText(report)).toBe("pass");
        const { passed, skipped, unmeasurable, entries } = report.counts;
        expect(passed + skipped + unmeasurable, toText(report)).toBe(entries);
        expect(unmeasurable, toText(report)).toBeLessThan(entries / 10);
      }
    },
  );

  test("prints as the code that makes it", () => {
    expect(`${layer}`).toBe(code);
  });

  test("refuses other input, and says so with its name", () => {
    const { parameters, buffers } = start(row, inputs[0]);
    const forward = (input: unknown) => () => layer.forward(input as Input, parameters, training, buffers);
    if (refuses) {
      const [shapes, message] = refuses;
      expect(forward(drawInput(row, shapes, 0))).toThrow(new Error(`${code}: ${message}`));
    }
    // Of layers that hold layers, the innermost one says it.
    const names = within(layer).map((culprit) => `${culprit}: `);
    for (const input of [[[1, 2]], undefined, {}]) {
      const thrown = messageOf(forward(input));
      expect(
        names.some((name) => thrown.startsWith(name)),
        thrown,
      ).toBe(true);
      expect(thrown).toMatch(/expected/);
    }
  });

  test("keeps float32", () => {
    const { parameters, buffers, input } = start(row, inputs[1], { dtype: "float32" });
    const [y, cache, after] = layer.forward(input, parameters, freshPass(training), buffers);
    const { input: dx, ...own } = layer.backward(y, cache, parameters);
    const tensors = [
      ["y", y],
      ...leavesOf((after ?? {}) as Tree<Tensor>),
      ...leavesOf(own as Tree<Tensor>),
      ...(dx === null ? [] : leavesOf(treeOf(dx as Input))),
    ] as const;
    for (const [name, x] of tensors) expect(x.dtype, name).toBe("float32");
  });

  test("treats every example by itself in evaluation, also when it is the only one", () => {
    const { parameters, buffers, input } = start(row, inputs[2]);
    const first = inputOf(mapTree<Tensor>(treeOf(input), (x) => slice(x, 0, 0, 1)));
    const [all] = layer.forward(input, parameters, evaluation, buffers);
    const [alone] = layer.forward(first, parameters, evaluation, buffers);
    expect(toArray(alone)).toEqual(toArray(slice(all, 0, 0, 1)));
  });

  test("gives nothing for an empty batch, and gradients of 0", () => {
    const none = isShape(inputs[1])
      ? inputs[1].with(0, 0)
      : Object.fromEntries(Object.entries(inputs[1]).map(([name, shape]) => [name, shape.with(0, 0)]));
    const { parameters, buffers, input } = start(row, none);
    const [y, cache] = layer.forward(input, parameters, evaluation, buffers);
    expect(y.shape[0]).toBe(0);
    const { input: dx, ...own } = layer.backward(y, cache, parameters);
    if (dx !== null)
      expect(leavesOf(treeOf(dx as Input)).map(shapeOf)).toEqual(leavesOf(treeOf(input)).map(shapeOf));
    expect(leavesOf(own as Tree<Tensor>).map(shapeOf)).toEqual(leavesOf(parameters).map(shapeOf));
    expect(numbers(own).every((g) => g === 0)).toBe(true);
  });

  test("refuses axes without entries, or gives what is finite", () => {
    const withShape = (x: Tensor, axis: number) => zeros(x.shape.with(axis, 0));
    const { parameters, buffers, input } = start(row, inputs[1]);
    const prefixes = within(layer).map((culprit) => `${culprit}: expected `);
    for (const [path, x] of leavesOf(treeOf(input)))
      for (let axis = 1; axis < x.dimension; axis++) {
        const hollow = isTensor(input)
          ? withShape(x, axis)
          : { ...input, [path.replace("input.", "")]: withShape(x, axis) };
        const at = `${path} without entries along axis ${axis}`;
        let y: Tensor;
        try {
          [y] = layer.forward(hollow as Input, parameters, evaluation, buffers);
        } catch (error) {
          const { message } = error as Error;
          expect(
            prefixes.some((prefix) => message.startsWith(prefix)),
            `${at}: ${message}`,
          ).toBe(true);
          continue;
        }
        expect(copy(y).data.every(Number.isFinite), at).toBe(true);
      }
  });

  test("is linear in the upstream gradient", () => {
    const { parameters, buffers, input } = start(row, inputs[1]);
    const [y, cache] = layer.forward(input, parameters, freshPass(training), buffers);
    const [a, b] = [normalLike(y, 1), normalLike(y, 2)];
    const back = (dy: Tensor) => numbers(layer.backward(dy, cache, parameters));
    const [da, db] = [back(a), back(b)];
    expectClose(
      back(add(multiply(a, 3), multiply(b, -0.5))),
      da.map((value, i) => 3 * value - 0.5 * db[i]),
    );
  });

  test("takes views of any layout", () => {
    const { parameters, buffers, input } = start(row, inputs[2]);
    const view = <T extends Tensor>(x: T) => transpose(copy(transpose(x)));
    const both = (look: (x: Tensor) => Tensor) => {
      const trees = [treeOf(input), parameters, buffers].map((tree) =>
        mapTree<Tensor>(tree as Tree<Tensor>, look),
      );
      const [x, values, kept] = [inputOf(trees[0]), trees[1] as never, trees[2] as never];
      const [y, cache] = layer.forward(x, values, freshPass(training), kept);
      return [...copy(y).data, ...numbers(layer.backward(look(normalLike(y, 1)), cache, values))];
    };
    expect(both(view)).toEqual(both(copy));
  });
});

function messageOf(f: () => unknown): string {
  try {
    f();
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing was thrown";
}

test("batchNorm refuses a batch of one in training, where nothing varies", () => {
  const layer = nudge.batchNorm(3);
  const model = {
    parameters: initialize(layer.parameters, rng(0)),
    buffers: initialize(layer.buffers, rng(0)),
  };
  const x = drawInput({} as Row, [1, 3], 0) as Tensor;
  expect(() => layer.forward(x, model.parameters, training, model.buffers)).toThrow(
    new Error("batchNorm(3): expected more than one value of each feature in training, got a batch of one"),
  );
});

test("every layer and loss is in its table", () => {
  const listed = [...rows.map(({ layer }) => layer.name), ...losses.map(({ loss }) => loss.name)];
  expect(new Set(listed)).toEqual(new Set(Object.keys(nudge)));
});
