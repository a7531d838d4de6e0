// Models that leave the process as bytes come back as they were.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  assignTensors,
  createModel,
  defineLayer,
  fromBytes,
  type Model,
  multiply,
  ones,
  rng,
  sum,
  toArray,
  toBytes,
} from "@nudge/core";
import { leavesOf } from "@nudge/core/internal";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { thinned } from "../../../test/thinned.ts";
import { tampered } from "../../core/test/tampered.ts";
import { pythonWith } from "../../gradcheck/test/foreign-subjects.ts";
import * as layers from "../src/index.ts";
import { losses } from "./loss-table.ts";
import { drawInput, rows } from "./table.ts";

const { batchNorm, dense, relu, sequential } = layers;

const buffersOf = ({ buffers }: Model) => leavesOf(buffers as never);

/** A model of a layer, its buffers as after some training. */
function trained(layer: Parameters<typeof createModel>[0], dtype: "float64" | "float32" = "float64"): Model {
  const model = createModel(layer, { seed: 3, dtype }) as Model;
  const stream = rng(4);
  for (const [, { data }] of buffersOf(model)) for (const k of data.keys()) data[k] = stream.uniform();
  return model;
}

/** Expects the same layer, with the same bits in all parameters and buffers. */
function expectSame(read: Model, written: Model): void {
  expect(`${read.layer}`).toBe(`${written.layer}`);
  expect(read.dtype).toBe(written.dtype);
  expect(read.theta).toEqual(written.theta);
  const values = (model: Model) => buffersOf(model).map(([name, x]) => [name, toArray(x)]);
  expect(values(read)).toEqual(values(written));
}

const withPyTorch = pythonWith("torch");

function maxDifference(model: Model, x: number[][], expected: number[][]): number {
  const predicted = model.predict(x).data;
  return Math.max(...expected.flat().map((y, k) => Math.abs(y - predicted[k])));
}

describe("a model comes back with its layer, parameters and buffers", () => {
  test.each(rows.map((row) => [row.code, row] as const))("%s", (_, row) => {
    const model = trained(row.layer);
    const { model: read, ...rest } = fromBytes(toBytes(model), { layers });
    expectSame(read, model);
    expect(rest).toEqual({});
    const x = drawInput(row, row.inputs[1], 5);
    expect(toArray(read.predict(x as never))).toEqual(toArray(model.predict(x as never)));
  });

  test.each(thinned(rows, 10).map((row) => [row.code, row] as const))("in float32: %s", (_, { layer }) => {
    const model = trained(layer, "float32");
    expectSame(fromBytes(toBytes(model), { layers }).model, model);
  });
});

test.each(losses.map(({ code, loss }) => [code, loss] as const))("a loss comes back: %s", (_, loss) => {
  const { loss: read } = fromBytes(toBytes(createModel(relu()), { loss }), { layers });
  expect(`${read}`).toBe(`${loss}`);
});

test("layers of one's own are made by their factories", () => {
  const scale = defineLayer("scale", (size: number) => ({
    parameters: { gain: ones([size]) },
    forward: (x, { gain }) => [multiply(x, gain), x],
    backward: (dy, x, { gain }) => ({ input: multiply(dy, gain), gain: sum(multiply(dy, x), 0) }),
  }));
  const model = createModel(sequential(scale(2), relu()));
  model.theta.set([3, 4]);
  const bytes = toBytes(model);
  expect(fromBytes(bytes, { layers: { ...layers, scale } }).model.theta).toEqual(model.theta);
  expect(() => fromBytes(bytes, { layers })).toThrow(
    'fromBytes: the file asks for "scale", which is not among the layers given',
  );
});

test("what could not be read again is not written", () => {
  const model = createModel(dense(2, 1));
  model.theta[1] = Number.NaN;
  expect(() => toBytes(model)).toThrow('toBytes: "weight" is NaN at [1, 0]');
});

test("tensors that are too large for the precision of a model are refused, and leave it as it was", () => {
  const large = createModel(dense(1, 1, { bias: false }));
  large.theta[0] = 1e300;
  const model = createModel(dense(1, 1, { bias: false }), { seed: 1, dtype: "float32" });
  const before = model.theta.slice();
  expect(() => assignTensors(model, toBytes(large), { names: { weight: "weight" } })).toThrow(
    'assignTensors: tensor "weight": the entry at [0, 0] is too large for float32',
  );
  expect(model.theta).toEqual(before);
});

describe("a file that was made to harm", () => {
  const good = toBytes(trained(sequential(dense(2, 3), batchNorm(3), relu())));

  const about = (change: Parameters<typeof tampered>[1]) => tampered(good, change);
  const made = (call: string, ...args: unknown[]) => ({ call, args });

  test.each<[what: string, file: Uint8Array, message: string]>([
    [
      "no text about a model",
      about(() => "[]"),
      'expected __metadata__ "nudge" to be an object, got an array of 0',
    ],
    ["of a later version", about((it) => ({ ...it, version: 2 })), "expected a file of version 1, got 2"],
    [
      "of another precision",
      about((it) => ({ ...it, dtype: "float16" })),
      'expected float64 or float32, got "float16"',
    ],
    ["with a key that is not known", about((it) => ({ ...it, code: "1" })), 'unknown key "code"'],
    [
      "a loss for a layer",
      about((it) => ({ ...it, layer: made("meanSquaredError") })),
      "expected a layer, got an Object",
    ],
    ["a layer for a loss", about((it) => ({ ...it, loss: made("relu") })), "expected a loss, got an Object"],
    ["a number for a layer", about((it) => ({ ...it, layer: 4 })), "expected a layer, got 4"],
    ["deep", about(() => "[".repeat(1e5)), 'the file: __metadata__ "nudge" is nested deeper than 100'],
    [
      "of fewer tensors",
      about((it) => ({ ...it, layer: made("dense", 2, 3) })),
      'the layer has a tensor "weight", and the file has none',
    ],
    [
      "of more tensors",
      about((it) => ({ ...it, layer: made("sequential", made("dense", 2, 3), made("relu")) })),
      'the file has a tensor "1.gamma"',
    ],
    [
      "of other shapes",
      about((it) => ({
        ...it,
        layer: made("sequential", made("dense", 3, 3), made("batchNorm", 3), made("relu")),
      })),
      'tensor "0.weight": expected F64 [3, 3], got F64 [2, 3]',
    ],
    [
      "of a huge layer",
      about((it) => ({ ...it, layer: made("dense", 16000, 16000) })),
      "a tensor [16000, 16000] is larger than all of the file",
    ],
    [
      "of many large layers",
      about((it) => ({ ...it, layer: made("sequential", ...Array(100).fill(made("batchNorm", 10000))) })),
      "is larger than all of the file",
    ],
  ])("%s", (_, file, message) => {
    expect(() => fromBytes(file, { layers })).toThrow(message.replace("the file: ", ""));
    expect(() => fromBytes(file, { layers })).toThrow(/^fromBytes: /);
  });

  test("whatever bytes are changed or cut off: a clear error, or a model with its tensors", {
    timeout: 1e7,
  }, () => {
    const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 4 }), fc.nat(2 * good.length), (changes, length) => {
        const file = good.slice(0, length);
        for (const [at, value] of changes) file[at] = value;
        try {
          expect(fromBytes(file, { layers }).model.theta.every(Number.isFinite)).toBe(true);
        } catch (error) {
          expect((error as Error).message).toMatch(/^fromBytes: /);
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: process.env.NIGHTLY === undefined ? 1000 : 100_000 },
    );
  });
});

describe("tensors of another library", () => {
  const names = {
    "0.weight": { from: "fc1.weight", transpose: true },
    "0.bias": "fc1.bias",
    "1.gamma": "norm.weight",
    "1.beta": "norm.bias",
    "1.runningMean": "norm.running_mean",
    "1.runningVariance": "norm.running_var",
  };
  const net = () => createModel(sequential(dense(2, 3), batchNorm(3)), { seed: 1 });

  /** What PyTorch would write of such a net, by plain Python, in float32, and with a count of whole numbers. */
  const program = `
import json, struct, sys
tensors = {"fc1.weight": ([3, 2], [1, 2, 3, 4, 5, 6]), "fc1.bias": ([3], [0.5, 0, -0.5]), "norm.weight": ([3], [1, 2, 3]),
           "norm.bias": ([3], [0, 1, 0]), "norm.running_mean": ([3], [1, 0, 2]), "norm.running_var": ([3], [0.25, 1, 4])}
header, data = {}, b""
for name, (shape, numbers) in tensors.items():
    begin = len(data)
    data += struct.pack("<%df" % len(numbers), *numbers)
    header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [begin, len(data)]}
header["norm.num_batches_tracked"] = {"dtype": "I64", "shape": [], "data_offsets": [len(data), len(data) + 8]}
header = json.dumps(header).encode()
sys.stdout.buffer.write(struct.pack("<Q", len(header)) + header + data + struct.pack("<q", 7))`;
  const { stdout: file } = spawnSync("python3", ["-c", program]);
  const skip = ["norm.num_batches_tracked"];

  describe.skipIf(spawnSync("python3", ["--version"]).status !== 0)("that python3 wrote", () => {
    test("go where they are said to go", () => {
      const model = net();
      assignTensors(model, file, { names, skip });
      const values = Object.fromEntries(
        [...leavesOf(model.parameters as never), ...buffersOf(model)].map(([name, x]) => [name, toArray(x)]),
      );
      expect(values).toEqual({
        "0.weight": [
          [1, 3, 5],
          [2, 4, 6],
        ],
        "0.bias": [0.5, 0, -0.5],
        "1.gamma": [1, 2, 3],
        "1.beta": [0, 1, 0],
        "1.runningMean": [1, 0, 2],
        "1.runningVariance": [0.25, 1, 4],
      });
    });

    test.each<[options: Parameters<typeof assignTensors>[2], message: string]>([
      [
        { names: { ...names, "0.wieght": "fc1.weight" }, skip },
        'the model has no tensor "0.wieght"; did you mean "0.weight"?',
      ],
      [
        { names: { ...names, "0.bias": "fc1.biass" }, skip },
        'the file has no tensor "fc1.biass"; did you mean "fc1.bias"?',
      ],
      [{ names, skip: ["norm.num"] }, 'the file has no tensor "norm.num"'],
      [{ names: { "0.bias": "fc1.bias" }, skip }, 'names must say where "0.weight" [2, 3] comes from'],
      [
        { names: { ...names, "0.weight": "fc1.weight" }, skip },
        '"0.weight" is [2, 3], and "fc1.weight" [3, 2]',
      ],
      [
        { names: { ...names, "1.beta": skip[0] }, skip: ["norm.bias"] },
        'tensor "norm.num_batches_tracked": expected F64, F32, F16, BF16, got "I64"',
      ],
      [
        { names },
        'nothing takes the tensor "norm.num_batches_tracked" of the file: name it in names or skip',
      ],
      [
        { names: { ...names, "0.bias": 3 as never }, skip },
        'names "0.bias": expected options such as { from: ... }, got 3',
      ],
    ])("%#", (options, message) => {
      const model = net();
      const before = model.theta.slice();
      expect(() => assignTensors(model, file, options)).toThrow(`assignTensors: ${message}`);
      expect(model.theta).toEqual(before);
    });
  });
});

/** A net, and where its tensors are in the `state_dict` of the same net of PyTorch. */
const twin = sequential(dense(4, 8), batchNorm(8), layers.tanh(), dense(8, 3));
const ofTwin = {
  names: {
    "0.weight": { from: "0.weight", transpose: true },
    "0.bias": "0.bias",
    "1.gamma": "1.weight",
    "1.beta": "1.bias",
    "1.runningMean": "1.running_mean",
    "1.runningVariance": "1.running_var",
    "3.weight": { from: "3.weight", transpose: true },
    "3.bias": "3.bias",
  },
  skip: ["1.num_batches_tracked"],
};

describe.skipIf(withPyTorch === undefined)("a net in PyTorch", () => {
  /** Reads and writes safetensors by the specification, for what is on both sides the same net. */
  const net = `
import json, struct, sys, torch
torch.manual_seed(5)
net = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.BatchNorm1d(8), torch.nn.Tanh(), torch.nn.Linear(8, 3)).double()
x = torch.linspace(-2, 2, 20, dtype=torch.float64).reshape(5, 4)
net(x)
net.eval()

def write(state):
    header, data = {}, b""
    for name, x in state.items():
        letter, dtype = {torch.float64: ("d", "F64"), torch.int64: ("q", "I64")}[x.dtype]
        begin = len(data)
        data += struct.pack("<%d%s" % (x.numel(), letter), *x.reshape(-1).tolist())
        header[name] = {"dtype": dtype, "shape": list(x.shape), "data_offsets": [begin, len(data)]}
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data

def read(file):
    n, = struct.unpack("<Q", file[:8])
    header = json.loads(file[8:8 + n])
    return {name: torch.tensor(struct.unpack("<%dd" % ((e["data_offsets"][1] - e["data_offsets"][0]) // 8),
            file[8 + n + e["data_offsets"][0]:8 + n + e["data_offsets"][1]]), dtype=torch.float64).reshape(e["shape"])
            for name, e in header.items() if name != "__metadata__"}
`;
  const x = Array.from({ length: 5 }, (_, i) =>
    Array.from({ length: 4 }, (_, j) => -2 + (4 * (4 * i + j)) / 19),
  );

  test("and the one here predict the same, with weights from there, and with weights from here", () => {
    const model = trained(twin);
    const program = `
state, predicted = write(net.state_dict()), net(x).tolist()
ours = read(sys.stdin.buffer.read())
names = {"0.bias": "0.bias", "1.weight": "1.gamma", "1.bias": "1.beta", "1.running_mean": "1.runningMean", "1.running_var": "1.runningVariance", "3.bias": "3.bias"}
state_of_ours = {theirs: ours[name] for theirs, name in names.items()}
state_of_ours.update({name: ours[name].T for name in ["0.weight", "3.weight"]}, **{"1.num_batches_tracked": torch.tensor(1)})
net.load_state_dict(state_of_ours)
print(json.dumps({"state": state.hex(), "predicted": predicted, "with_ours": net(x).tolist()}))`;
    const { stdout } = spawnSync(withPyTorch!, ["-c", net + program], {
      input: toBytes(model),
      encoding: "utf8",
    });
    const { state, predicted, with_ours: withOurs } = JSON.parse(stdout);
    expect(maxDifference(model, x, withOurs)).toBeLessThan(1e-14);
    assignTensors(model, Buffer.from(state, "hex"), ofTwin);
    expect(maxDifference(model, x, predicted)).toBeLessThan(1e-14);
  });
});

describe("files that are kept", () => {
  const kept = (name: string) => readFileSync(join(import.meta.dirname, "golden", name));

  test("a net of PyTorch predicts here what it predicts there", () => {
    const { input, output } = JSON.parse(kept("pytorch-net.json").toString());
    const model = createModel(twin);
    assignTensors(model, kept("pytorch.safetensors"), ofTwin);
    expect(maxDifference(model, input, output)).toBeLessThan(1e-14);
  });

  test("a checkpoint of the first version is read, and written to the same bytes", () => {
    const file = kept("checkpoint.safetensors");
    const { checkpoint, transforms, classes } = fromBytes(file, { layers });
    expect([checkpoint!.epoch, classes, `${checkpoint!.loss}`]).toEqual([
      2,
      ["low", "high"],
      "softmaxCrossEntropy()",
    ]);
    expect(Buffer.from(toBytes(checkpoint!, { transforms: transforms! }))).toEqual(file);
  });
});
