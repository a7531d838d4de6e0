import { type NestedArray, rng } from "@nudge/core";
import { gradcheckMap, tapeMap } from "@nudge/gradcheck";
import { type Operand, ones, ties, toDrawn, within, zeros } from "../operands.ts";
import type { Library, Trial } from "../trial.ts";

/** A tensor of js-pytorch, as far as it is used here. */
type Value = {
  readonly data: NestedArray;
  readonly grad: NestedArray;
  backward(): void;
} & { readonly [method in (typeof functions)[number] | "sub" | "sum"]: (...given: unknown[]) => Value };
type Module = { mode: string; forward(...given: unknown[]): Value } & Record<string, unknown>;
interface Torch {
  tensor(data: unknown, requiresGrad: boolean): Value;
  readonly nn: Readonly<Record<string, new (...given: unknown[]) => Module>>;
}

const functions = [
  "add",
  "at",
  "div",
  "exp",
  "log",
  "masked_fill",
  "matmul",
  "mean",
  "mul",
  "neg",
  "pow",
  "reshape",
  "sqrt",
  "transpose",
  "variance",
] as const;

const seeds = [1, 2];

export const jsPytorch: Library = {
  name: "js-pytorch",
  packages: { "js-pytorch": "0.7.2" },
  async open(load) {
    const { torch } = (await load("js-pytorch")) as { torch: Torch };

    /** f of drawn operands and parameters, at each seed. */
    const at = (
      op: string,
      how: string,
      operands: Readonly<Record<string, Operand>>,
      f: (variables: Readonly<Record<string, Value>>) => Value,
      parameters: Readonly<Record<string, Operand>> = {},
    ): Trial[] =>
      seeds.map((seed) => ({
        op,
        at: [
          ...Object.entries(operands).map(([name, operand]) => `${name} ${toDrawn(operand).text}`),
          how,
          `seed ${seed}`,
        ]
          .filter((part) => part !== "")
          .join(", "),
        check() {
          const random = rng(seed);
          const tensors = Object.fromEntries(
            Object.entries({ ...operands, ...parameters }).map(([name, operand]) => [
              name,
              toDrawn(operand).draw(random),
            ]),
          );
          const map = tapeMap({
            name: op,
            tensors,
            forward: f,
            variable: (x) => torch.tensor(x, true),
            numbers: (y) => y.data,
            gradients(g, xs, dy) {
              g(...xs)
                .mul(torch.tensor(dy.data, false))
                .backward();
              return xs.map(({ grad }) => grad);
            },
          });
          return gradcheckMap(map, { seed });
        },
      }));

    /** x.op(...given) of one tensor. */
    const of = (op: keyof Value, x: Operand, ...given: unknown[]) =>
      at(op, given.map((one) => JSON.stringify(one)).join(", "), { x }, ({ x }) =>
        (x[op] as (...given: unknown[]) => Value)(...given),
      );
    /** a.op(b) of two. */
    const pair = (op: keyof Value, a: Operand, b: Operand) =>
      at(op, "", { a, b }, ({ a, b }) => (a[op] as (other: Value) => Value)(b));

    /** A layer whose parameters, by their path in it, are operands as well. */
    const layer = (
      name: string,
      sizes: readonly unknown[],
      parameters: Readonly<Record<string, Operand>>,
      inputs: Readonly<Record<string, Operand>>,
      { rest = [], mode = "eval" }: { rest?: readonly Value[]; mode?: string } = {},
    ) =>
      at(
        `nn.${name}`,
        `${name}(${sizes.join(", ")})`,
        inputs,
        (variables) => {
          const module = new torch.nn[name](...sizes);
          module.mode = mode;
          for (const path of Object.keys(parameters)) {
            const keys = path.split(".");
            const holder = keys.slice(0, -1).reduce((part, key) => part[key] as Module, module);
            holder[keys[keys.length - 1]] = variables[path];
          }
          return module.forward(...Object.keys(inputs).map((input) => variables[input]), ...rest);
        },
        parameters,
      );
    const values = (data: unknown) => torch.tensor(data, false);
    const mask = values([
      [1, 0, 1],
      [0, 0, 1],
    ]);
    const isOff = (entry: number) => entry === 0;
    const attention = (prefix: string, size: number) =>
      Object.fromEntries(
        ["Wk", "Wq", "Wv", "residual_proj"].flatMap((part) => [
          [`${prefix}${part}.W`, [size, size]],
          [`${prefix}${part}.b`, [size]],
        ]),
      );
    const block = {
      ...attention("att.", 2),
      "ln1.gamma": [2],
      "ln1.beta": [2],
      "ln2.gamma": [2],
      "ln2.beta": [2],
      "fcc.l1.W": [2, 4],
      "fcc.l1.b": [4],
      "fcc.l2.W": [4, 2],
      "fcc.l2.b": [2],
    };

    return [
      ...["add", "sub", "mul", "div"].flatMap((name) => {
        const op = name as keyof Value;
        const other = (shape: readonly number[]) => (op === "div" ? within(0.5, 2, shape) : shape);
        return [
          ...pair(op, [2, 3], other([2, 3])),
          ...pair(op, [3, 3], other([3, 3])),
          ...pair(op, [2, 3], other([3])),
          ...pair(op, [3], other([2, 3])),
          ...pair(op, [3, 3], other([3])),
          ...pair(op, [2, 2, 3], other([2, 3])),
          ...pair(op, [2, 3], ones([2, 3])),
          ...of(op, [2, 3], 3),
        ];
      }),
      ...["neg", "exp"].flatMap((op) => [[4], [2, 3], [3, 3]].flatMap((x) => of(op as keyof Value, x))),
      ...["log", "sqrt"].flatMap((op) =>
        [[4], [2, 3]].flatMap((shape) => of(op as keyof Value, within(0.3, 3, shape))),
      ),
      ...[1, 2, 3, 4].flatMap((n) => of("pow", [2, 3], n)),
      ...of("pow", ones([2, 3]), 3),
      ...pair("matmul", [2, 3], [3, 4]),
      ...pair("matmul", [3, 3], [3, 3]),
      ...pair("matmul", [1, 3], [3, 1]),
      ...pair("matmul", [2, 3, 4], [2, 4, 5]),
      ...pair("matmul", [2, 3, 4], [4, 5]),
      ...pair("matmul", [3, 4], [2, 4, 5]),
      ...["sum", "mean", "variance"].flatMap((name) => {
        const op = name as keyof Value;
        return [
          ...of(op, [4]),
          ...[0, 1, -1].flatMap((dim) => [...of(op, [2, 3], dim), ...of(op, [3, 3], dim)]),
          ...[0, 1, 2].flatMap((dim) => of(op, [2, 3, 4], dim)),
          ...[0, 1].flatMap((dim) => of(op, [2, 3], dim, true)),
        ];
      }),
      ...of("transpose", [2, 3], 0, 1),
      ...of("transpose", [2, 3, 4], 1, 2),
      ...of("transpose", [2, 3, 4], -2, -1),
      ...of("reshape", [2, 6], [3, 4]),
      ...of("reshape", [2, 6], [12]),
      ...of("at", [4, 3], [0, 2]),
      ...of("at", [4, 3], [1, 1, 3]),
      ...of("at", [4, 3], [0, 2, 3], [1, 1, 0]),
      ...of("at", [4, 3], [1, 1, 0], [2, 2, 0]),
      ...at("masked_fill", "with 5", { x: [2, 3] }, ({ x }) => x.masked_fill(mask, isOff, 5)),
      ...at("a result used twice", "exp(x) exp(x)", { x: [2, 3] }, ({ x }) => {
        const y = x.exp();
        return y.mul(y);
      }),
      ...at("a result that is not used", "3 exp(x), beside 2 exp(x)", { x: [2, 3] }, ({ x }) => {
        const y = x.exp();
        y.mul(2);
        return y.mul(3);
      }),
      ...layer("Linear", [3, 4], { W: [3, 4], b: [4] }, { x: [2, 3] }),
      ...layer("Linear", [3, 3], { W: [3, 3], b: [3] }, { x: [3, 3] }),
      ...layer("Linear", [3, 4], { W: [3, 4], b: [4] }, { x: [2, 2, 3] }),
      ...layer("ReLU", [], {}, { x: [2, 3] }),
      ...layer("ReLU", [], {}, { x: zeros([2, 3]) }),
      ...layer("Softmax", [], {}, { x: [2, 3] }),
      ...layer("Softmax", [], {}, { x: [3, 3] }),
      ...layer("Softmax", [], {}, { x: ties([2, 3]) }),
      ...layer("Dropout", [0.4], {}, { x: [2, 3] }),
      ...layer("LayerNorm", [3], { gamma: [3], beta: [3] }, { x: [2, 3] }),
      ...layer("LayerNorm", [3], { gamma: [3], beta: [3] }, { x: [3, 3] }),
      ...layer("CrossEntropyLoss", [], {}, { z: [4, 3] }, { rest: [values([0, 2, 1, 1])] }),
      ...layer("CrossEntropyLoss", [], {}, { z: [3, 3] }, { rest: [values([0, 2, 1])] }),
      ...layer("MSELoss", [], {}, { z: [4, 3], y: [4, 3] }),
      ...layer("MSELoss", [], {}, { z: [3, 3], y: [3, 3] }),
      ...layer(
        "Embedding",
        [5, 3],
        { E: [5, 3] },
        {},
        {
          rest: [
            values([
              [1, 3, 1],
              [0, 0, 4],
            ]),
          ],
        },
      ),
      ...layer("PositionalEmbedding", [5, 3], { E: [5, 3] }, {}, { rest: [values([[1, 3, 1]])] }),
      ...layer("MultiHeadSelfAttention", [4, 4, 2, 3], attention("", 4), { x: [2, 3, 4] }),
      ...layer(
        "FullyConnected",
        [2, 3],
        { "l1.W": [2, 4], "l1.b": [4], "l2.W": [4, 3], "l2.b": [3] },
        { x: [5, 2] },
      ),
      ...layer("Block", [2, 2, 1, 3], block, { x: [2, 3, 2] }),
    ];
  },
};
