import {
  add,
  concatenate,
  createModel,
  defineLayer,
  type Layer,
  multiply,
  ones,
  rng,
  slice,
  subtract,
  type Tensor,
  tensor,
  toArray,
} from "@nudge/core";
import { describe, expect, expectTypeOf, test } from "vitest";
import { relu } from "../activations/relu.ts";
import { tanh } from "../activations/tanh.ts";
import { attention } from "../sequences/attention.ts";
import { concat } from "./concat.ts";
import { dense } from "./dense.ts";
import { residual } from "./residual.ts";
import { sequential } from "./sequential.ts";
import { sumOf } from "./sum-of.ts";

// y = x - r for a random r, and r goes into a buffer.
const jitter = defineLayer("jitter", () => ({
  buffers: { last: ones([]) },
  forward: (x: Tensor, _, pass) => {
    const r = pass.rng.uniform();
    return [subtract(x, r), null, { last: tensor(r) }];
  },
  backward: (dy) => ({ input: dy }),
}));

// y = x, and its input has no gradient.
const integers = defineLayer("integers", () => ({
  forward: (x) => [x, null],
  backward: () => ({ input: null }),
}));

const pass = () => ({ training: true, rng: rng(5) });

test("is the composition of its layers, and its gradient the chain rule", () => {
  const [first, second] = [dense(2, 2), relu()];
  const { parameters } = createModel(sequential(first, second), { seed: 3 });
  const x = tensor([
    [1, -2],
    [0.5, 4],
    [-3, 1],
  ]);
  const dy = tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);

  const [hidden, cache] = first.forward(x, parameters[0], pass(), {});
  const [y, cacheOfSecond] = second.forward(hidden, {}, pass(), {});
  const expected = first.backward(second.backward(dy, cacheOfSecond, {}).input!, cache, parameters[0]);

  const both = sequential(first, second);
  const [output, caches] = both.forward(x, parameters, pass(), { 0: {}, 1: {} });
  const gradients = both.backward(dy, caches, parameters);
  expect(toArray(output)).toEqual(toArray(y));
  expect(toArray(gradients.input as Tensor)).toEqual(toArray(expected.input!));
  expect(toArray(gradients[0].weight)).toEqual(toArray(expected.weight));
  expect(toArray(gradients[0].bias)).toEqual(toArray(expected.bias));
});

test("names parameters by the number of the layer, through sequences within", () => {
  const model = createModel(sequential(dense(4, 3), tanh(), sequential(tanh(), dense(3, 2))));
  expect(model.slices.map(({ name }) => name)).toEqual(["0.weight", "0.bias", "2.1.weight", "2.1.bias"]);
  expect(model.parameters[2][1].bias.shape).toEqual([2]);
  expectTypeOf(model.parameters[0].weight).toEqualTypeOf<Tensor>();
});

test("keeps eleven layers in order", () => {
  const scaleBy = defineLayer("scaleBy", (factor: number) => ({
    forward: (x: Tensor) => [subtract(multiply(x, factor), 1), null],
    backward: (dy) => ({ input: multiply(dy, factor) }),
  }));
  const factors = Array.from({ length: 11 }, (_, k) => k + 1);
  const model = createModel(sequential(...factors.map((factor) => scaleBy(factor))));
  expect(toArray(model.predict([[1]]))).toEqual([[factors.reduce((x, factor) => x * factor - 1, 1)]]);
});

test("a layer listed twice has two sets of parameters", () => {
  const layer = dense(2, 2);
  const { parameters } = createModel(sequential(layer, layer), { seed: 1 });
  expect(toArray(parameters[0].weight)).not.toEqual(toArray(parameters[1].weight));
});

test("gives layer k the k-th fork of the stream, whatever stands before it", () => {
  const drawn = (...layers: Layer[]) => {
    const buffers = Object.fromEntries(layers.map((layer, k) => [k, layer.buffers])) as never;
    const parameters = Object.fromEntries(layers.map((_, k) => [k, {}])) as never;
    const [, , after] = sequential(...layers).forward(ones([1]), parameters, pass(), buffers);
    return (after as { [k: number]: { last: Tensor } })[1].last.get();
  };
  const stream = rng(5);
  stream.fork();
  const expected = stream.fork().uniform();
  expect(drawn(jitter(), jitter())).toBe(expected);
  expect(drawn(relu(), jitter())).toBe(expected);
});

test("returns the buffers of every layer, those that changed and those that did not", () => {
  const kept = { 0: { last: tensor(7) }, 1: {} };
  const [, , after] = sequential(jitter(), relu()).forward(ones([1]), { 0: {}, 1: {} }, pass(), kept);
  expect(after).toEqual({ 0: { last: tensor(rng(5).fork().uniform()) }, 1: {} });
  expect(kept[0].last.get()).toBe(7);
});

test("the first layer may have no input gradient, a later one may not", () => {
  const backward = (...layers: Layer[]) => {
    const empty = Object.fromEntries(layers.map((_, k) => [k, {}])) as never;
    const layer = sequential(...layers);
    const [y, cache] = layer.forward(ones([1]), empty, pass(), empty);
    return layer.backward(y, cache, empty).input;
  };
  expect(backward(integers(), relu())).toBeNull();
  expect(() => backward(relu(), integers())).toThrow(
    "sequential(relu(), integers()): layer 1, integers(), gives no input gradient",
  );
});

test("an error inside names the layer that threw", () => {
  const model = createModel(sequential(dense(4, 3), dense(4, 2)));
  expect(() => model.predict([[1, 2, 3, 4]])).toThrow("dense(4, 2): expected input [n, 4], got [1, 3]");
});

test("refuses no layers, and what is no layer", () => {
  expect(() => sequential()).toThrow("sequential: expected at least one layer, got none");
  const bad = (value: unknown) => () => sequential(dense(2, 2), value as Layer);
  expect(bad(relu)).toThrow('sequential: layer 1 must be a layer, got a function: are its "()" missing?');
  expect(bad(undefined)).toThrow("sequential: layer 1 must be a layer, got undefined");
  expect(bad([relu()])).toThrow(
    "sequential: layer 1 must be a layer, got an array of 1: did you mean sequential(relu())?",
  );
});

test("prints as the code that makes it", () => {
  expect(`${sequential(dense(4, 32), relu(), sequential(dense(32, 3)))}`).toBe(
    "sequential(dense(4, 32), relu(), sequential(dense(32, 3)))",
  );
});

describe("outputs by name", () => {
  // sum = a + b, product = a b      a, b: the halves of x
  const halves = defineLayer("halves", () => ({
    forward: (x) => {
      const size = x.shape[1] / 2;
      return [{ a: slice(x, 1, 0, size), b: slice(x, 1, size, 2 * size) }, null];
    },
    backward: ({ a, b }) => ({ input: concatenate([a, b], 1) }),
  }));
  const combine = defineLayer("combine", () => ({
    forward: ({ a, b }: { a: Tensor; b: Tensor }) => [
      { sum: add(a, b), product: multiply(a, b) },
      { a, b },
    ],
    backward: ({ sum, product }, { a, b }) => ({
      input: { a: add(sum, multiply(product, b)), b: add(sum, multiply(product, a)) },
    }),
  }));
  const difference = defineLayer("difference", () => ({
    forward: ({ sum, product }: { sum: Tensor; product: Tensor }) => [subtract(sum, product), null],
    backward: (dy) => ({ input: { sum: dy, product: multiply(dy, -1) } }),
  }));
  const run = (layer: Layer, x: Tensor) => {
    const { parameters } = createModel(layer);
    const [y, cache] = layer.forward(x, parameters, pass(), {});
    return { y, backward: (dy: unknown) => layer.backward(dy as Tensor, cache, parameters).input };
  };

  test("are the inputs of these names of the next layer, and their gradients come back", () => {
    const { y, backward } = run(sequential(halves(), combine(), difference()), tensor([[2, 3, 5, 7]]));
    // y = a + b - a b at (2, 5) and (3, 7):   dy/da = 1 - b,   dy/db = 1 - a
    expect(toArray(y as Tensor)).toEqual([[-3, -11]]);
    expect(toArray(backward(tensor([[1, 10]])) as Tensor)).toEqual([[-4, -60, -1, -20]]);
  });

  test("of the last layer are those of the sequence", () => {
    const { y, backward } = run(sequential(halves(), combine()), tensor([[2, 5]]));
    expect(Object.entries(y).map(([name, x]) => [name, toArray(x)])).toEqual([
      ["sum", [[7]]],
      ["product", [[10]]],
    ]);
    expect(toArray(backward({ product: tensor([[1]]), sum: tensor([[100]]) }) as Tensor)).toEqual([
      [105, 102],
    ]);
    expect(() => backward({ sum: tensor([[1]]) })).toThrow(
      new Error(
        "sequential(halves(), combine()): expected the gradients of the outputs { sum, product }, got { sum }",
      ),
    );
  });

  test("that were whole numbers to the next layer get a gradient of 0", () => {
    const scaleBy = defineLayer("scaleBy", () => ({
      forward: ({ a, b }: { a: Tensor; b: Tensor }) => [multiply(a, b), b],
      backward: (dy, b) => ({ input: { a: multiply(dy, b), b: null } }),
    }));
    const { backward } = run(sequential(halves(), scaleBy()), tensor([[2, 5]]));
    expect(toArray(backward(tensor([[1]])) as Tensor)).toEqual([[5, 0]]);
    const deaf = defineLayer("deaf", () => ({
      forward: ({ a }: { a: Tensor; b: Tensor }) => [a, null],
      backward: () => ({ input: { a: null, b: null } }),
    }));
    const { backward: none } = run(sequential(halves(), deaf()), tensor([[2, 5]]));
    expect(() => none(tensor([[1]]))).toThrow(
      "sequential(halves(), deaf()): layer 1, deaf(), gives no input gradient",
    );
  });

  test("that the next layer does not take are refused with both layers and the names", () => {
    const forward = (...layers: Layer[]) => {
      const layer = sequential(...layers);
      return () => run(layer, tensor([[2, 5]]));
    };
    expect(forward(halves(), difference())).toThrow(
      new Error("difference(): expected { sum, product }, got the outputs { a, b } of halves()"),
    );
    expect(forward(halves(), dense(1, 2))).toThrow(
      new Error("dense(1, 2): expected one tensor, got the outputs { a, b } of halves()"),
    );
    expect(forward(dense(2, 2), sequential(combine(), difference()))).toThrow(
      new Error("sequential(combine(), difference()): expected { a, b }, got the one output of dense(2, 2)"),
    );
    expect(forward(halves(), attention())).toThrow(
      new Error(
        "attention(): expected input { query, key, value }, got { a, b }; what came is the outputs { a, b } of halves()",
      ),
    );
  });

  test("of which the next layer gives back some are refused too", () => {
    const first = defineLayer("first", () => ({
      forward: ({ a }: { a: Tensor }) => [a, null],
      backward: (dy) => ({ input: { a: dy } }),
    }));
    const { backward } = run(sequential(halves(), first()), tensor([[2, 5]]));
    expect(() => backward(tensor([[1]]))).toThrow(
      new Error(
        "sequential(halves(), first()): layer 1, first(), must give the gradients of { a, b }, the outputs of layer 0, halves(), got { a }",
      ),
    );
  });

  test("are what branches side by side take, each some of them", () => {
    const [both, alone] = ["a", "b"].map((name) =>
      defineLayer(`twice_${name}`, () => ({
        forward: (input: { readonly [name: string]: Tensor }) => [multiply(2, input[name]), null],
        backward: (dy) => ({ input: { [name]: multiply(2, dy) } }),
      }))(),
    );
    const { y, backward } = run(sequential(halves(), concat(both, alone, both)), tensor([[2, 5]]));
    expect(toArray(y as Tensor)).toEqual([[4, 10, 4]]);
    expect(toArray(backward(tensor([[1, 10, 100]])) as Tensor)).toEqual([[202, 20]]);
    const added = run(sequential(halves(), sumOf(both, alone)), tensor([[2, 5]]));
    expect(toArray(added.y as Tensor)).toEqual([[14]]);
    expect(toArray(added.backward(tensor([[1]])) as Tensor)).toEqual([[2, 2]]);
  });

  test("have no shortcut past a layer", () => {
    expect(() => run(sequential(halves(), residual(combine())), tensor([[2, 5]]))).toThrow(
      new Error("residual(combine()): expected one tensor, got the outputs { a, b } of halves()"),
    );
  });

  test.each([
    ["concat", () => concat(relu(), halves()), 1],
    ["sumOf", () => sumOf(relu(), halves()), 1],
    ["residual", () => residual(halves()), 0],
  ] as const)("%s has no use for them", (name, make, k) => {
    const layer = make();
    expect(() => run(layer, tensor([[2, 5]]))).toThrow(
      new Error(`${layer}: expected one output of layer ${k}, halves(), got { a, b }`),
    );
    expect(`${layer}`).toMatch(`${name}(`);
  });
});
