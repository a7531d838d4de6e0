import { describe, expect, test } from "vitest";
import { chain, dense, split, squareLayer } from "../../test/fixtures.ts";
import { defineLayer, expectShape, type Output, ones, rng, tensor, toArray, zeros } from "../index.ts";

const pass = { training: true, rng: rng(0) };

test("a layer has a name, arguments, trees and both passes", () => {
  const layer = dense(2, 1);
  const values = { weight: tensor([[2], [3]]), bias: tensor([1]) };
  const [y, cache] = layer.forward(tensor([[1, 1]]), values, pass, {});
  expect(toArray(y)).toEqual([[6]]);
  const { input, weight, bias } = layer.backward(tensor([[10]]), cache, values);
  expect([input!, weight, bias].map(toArray)).toEqual([[[20, 30]], [[10], [10]], [10]]);
  expect(layer.name).toBe("dense");
  expect(layer.args).toEqual([2, 1]);
  expect(Object.keys(layer.parameters)).toEqual(["weight", "bias"]);
});

test("a layer without parameters, buffers and children has empty ones", () => {
  expect(squareLayer()).toMatchObject({ parameters: {}, buffers: {}, children: [] });
});

test("a layer prints as the code that makes it, the layers inside as themselves", () => {
  const normalize = defineLayer("normalize", (_size: number, _options: { epsilon?: number } = {}) => ({
    forward: (x) => [x, undefined],
    backward: (dy) => ({ input: dy }),
  }));
  const layer = chain(dense(4, 32), normalize(32, { epsilon: 1e-5 }), squareLayer());
  expect(`${layer}`).toBe("chain(dense(4, 32), normalize(32, { epsilon: 0.00001 }), square())");
});

test('a parameter called "input" is refused when the layer is made', () => {
  const build = () => ({
    parameters: { input: ones([1]) },
    forward: () => [zeros([1]), undefined] as const,
    backward: () => ({ input: zeros([1]) }),
  });
  // @ts-expect-error the compiler refuses it as well
  const odd = defineLayer("odd", build);
  expect(odd).toThrow(/^odd\(\): a parameter may not be called "input"/);
});

test("errors in both passes begin with the innermost layer", () => {
  const values = { "0": {}, "1": { weight: ones([4, 3]), bias: zeros([3]) } };
  const forward = () =>
    chain(squareLayer(), dense(4, 3)).forward(ones([32, 5]), values, pass, { 0: {}, 1: {} });
  expect(forward).toThrow(new Error("dense(4, 3): expected input [n, 4], got [32, 5]"));

  const strict = defineLayer("strict", () => ({
    forward: (x) => [x, undefined],
    backward: (dy) => {
      expectShape(dy, ["n", 4], "gradient");
      return { input: dy };
    },
  }));
  const backward = () => chain(strict()).backward(ones([2, 3]), [undefined], { 0: {} });
  expect(backward).toThrow(new Error("strict(): expected gradient [n, 4], got [2, 3]"));
});

test("a backward pass refuses what is no gradient", () => {
  const backward = () => dense(2, 1).backward([[1]] as never, undefined as never, {} as never);
  const rule = "dense(2, 1): expected the gradient of the output as a tensor, got an array of 1";
  expect(backward).toThrow(new Error(rule));
});

describe("a gradient of another shape than the output", () => {
  const layer = squareLayer();
  const [, cache] = layer.forward(ones([2, 3]), {}, pass, {});

  test.each([[[1, 3]], [[2, 1]], [[]], [[1, 2, 3]]])("is refused: %j", (shape) => {
    const rule = `square(): expected gradient of the output [2, 3], got [${shape.join(", ")}]`;
    expect(() => layer.backward(ones(shape), cache, {})).toThrow(new Error(rule));
  });

  test("is no error where a cache comes with outputs of several shapes", () => {
    const kept = {};
    const keeping = defineLayer("keeping", () => ({
      forward: (x) => [x, kept],
      backward: (dy) => ({ input: dy }),
    }))();
    for (const n of [2, 3, 2]) keeping.forward(ones([n]), {}, pass, {});
    expect(keeping.backward(ones([3]), kept, {}).input!.shape).toEqual([3]);
  });
});

describe("outputs by name", () => {
  const layer = split(2);
  const parameters = { gain: tensor([3, 5]) };
  const [outputs, cache] = layer.forward(tensor([[1, 2]]), parameters, pass, {});
  const backward = (gradients: unknown) => layer.backward(gradients as typeof outputs, cache, parameters);

  test("come out under their names, and backward takes a gradient under each", () => {
    expect(toArray(outputs.hidden)).toEqual([[3, 10]]);
    expect(toArray(outputs.cell)).toEqual([[1, 4]]);
    // d/dx (3 x + 10 x²) at 1, and d/dx (5 x + 100 x²) at 2
    const { input, gain } = backward({ cell: tensor([[10, 100]]), hidden: tensor([[1, 1]]) });
    expect(toArray(input!)).toEqual([[23, 405]]);
    expect(toArray(gain)).toEqual([1, 2]);
  });

  const named = "split(2): expected the gradients of the outputs { hidden, cell }, got";
  test.each<[unknown, string]>([
    [ones([1, 2]), `${named} a tensor [1, 2]`],
    [{ hidden: ones([1, 2]) }, `${named} { hidden }`],
    [{ hidden: ones([1, 2]), memory: ones([1, 2]) }, `${named} { hidden, memory }`],
    [{ ...outputs, memory: ones([1, 2]) }, `${named} { hidden, cell, memory }`],
    [null, `${named} null`],
    [{ ...outputs, cell: ones([2]) }, "split(2): expected gradient of the output cell [1, 2], got [2]"],
    [{ ...outputs, hidden: null }, "split(2): expected gradient of the output hidden [1, 2], got null"],
  ])("gradients of other names and shapes are refused: %#", (gradients, message) => {
    expect(() => backward(gradients)).toThrow(new Error(message));
  });

  test("gradients by name are refused where the output is one tensor", () => {
    const [, cache] = squareLayer().forward(ones([2]), {}, pass, {});
    const rule = "square(): expected the gradient of the output as a tensor, got { hidden, cell }";
    expect(() => squareLayer().backward(outputs as never, cache, {})).not.toThrow("of the outputs");
    const one = squareLayer();
    const [, ownCache] = one.forward(ones([2]), {}, pass, {});
    expect(() => one.backward(outputs as never, ownCache, {})).toThrow(new Error(rule));
  });

  test("a cache with outputs of other shapes or names says nothing", () => {
    const kept = {};
    const keeping = defineLayer("keeping", () => ({
      forward: (x) => [(x.shape[0] > 2 ? { a: x } : { a: x, b: x }) as Output, kept],
      backward: () => ({ input: null }),
    }))();
    keeping.forward(ones([1]), {}, pass, {});
    expect(() => keeping.backward({ a: ones([1]) } as never, kept, {})).toThrow("{ a, b }");
    keeping.forward(ones([3]), {}, pass, {});
    expect(keeping.backward({ a: ones([7]) } as never, kept, {})).toEqual({ input: null });
  });

  const giving = (output: unknown) =>
    defineLayer("giving", () => ({ forward: () => [output, null], backward: () => ({}) }) as never)();
  test.each<[unknown, string]>([
    [undefined, "the output of forward, got undefined"],
    [[1, 2], "the output of forward, got an array of 2"],
    [{}, "the output of forward, got an Object"],
    [{ hidden: ones([1]), cell: [1, 2] }, "the output cell of forward, got an array of 2"],
    [{ hidden: { data: ones([1]) } }, "the output hidden of forward, got an Object"],
  ])("what is no tensor is refused by its name: %#", (output, words) => {
    const forward = () => giving(output).forward(ones([1]), {} as never, pass, {} as never);
    expect(forward).toThrow(new TypeError(`giving(): expected a tensor as ${words}`));
  });
});

test("an error in a factory begins with the factory's name, in its place or before that of another", () => {
  const refusing = (who: string) =>
    defineLayer("block", (size: number) => {
      throw new Error(`${who}size must be above 0, got ${size}`);
    });
  expect(() => refusing("")(0)).toThrow(new Error("block: size must be above 0, got 0"));
  expect(() => refusing("block: ")(0)).toThrow(new Error("block: size must be above 0, got 0"));
  expect(() => refusing("dense: ")(0)).toThrow(new Error("block: dense: size must be above 0, got 0"));
});

test("a layer whose tensors would not fit into memory is refused at once", () => {
  expect(() => dense(1, 2 ** 50)).toThrow(
    /^dense: heNormal: a tensor has up to 2\^28 entries, got \[1, 1125\d+\]$/,
  );
});

test("a name that a terminal would obey is refused", () => {
  const rule = 'defineLayer: name must be a string without control characters, got "\\u009b31m"';
  expect(() => defineLayer("\x9b31m", () => ({}) as never)).toThrow(new Error(rule));
});

test("a surrogate that is no function is refused where the layer is made", () => {
  const layer = defineLayer("steps", () => ({
    forward: (x) => [x, null],
    backward: (dy) => ({ input: dy }),
    surrogate: 5 as never,
  }));
  expect(() => layer()).toThrow(new Error("steps(): surrogate must be a function, got 5"));
});
