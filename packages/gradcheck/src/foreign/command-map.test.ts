import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rng, type Tensor, tensor } from "@nudge/core";
import { afterEach, describe, expect, test } from "vitest";
import {
  answering,
  folderOf,
  guideOf,
  hardNumbers,
  helpers,
  pythonWith,
} from "../../test/foreign-subjects.ts";
import { toText } from "../report/text.ts";
import { gradcheckMap } from "../verbs/gradcheck-map.ts";
import { commandMap } from "./command-map.ts";
import type { ForeignMap, ForeignMapOptions } from "./foreign-map.ts";

const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0)) end();
});
function mapOf(command: readonly string[], options?: ForeignMapOptions): ForeignMap {
  const map = commandMap(command, options);
  endings.push(map.close);
  return map;
}
function file(name: string, text: string, others: { readonly [name: string]: string } = {}): string {
  const folder = folderOf({ [name]: text, ...others });
  endings.push(folder.remove);
  return folder.path(name);
}

const pass = () => ({ training: true, rng: rng(1) });
const failures = ({ findings }: ReturnType<typeof gradcheckMap>) =>
  findings.filter(({ severity }) => severity === "failure");

/** Waits until a process has ended. */
async function hasEnded(pid: number): Promise<boolean> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe("a process", () => {
  test("that does not start, or ends at once, is told with what it wrote to standard error", () => {
    expect(() => gradcheckMap(mapOf(["no-such-program-here"]))).toThrow(
      /^gradcheckMap: commandMap\(no-such-program-here\): it cannot be started: spawn .*ENOENT$/,
    );
    const dies = mapOf([process.execPath, "-e", `console.error("no license"); process.exitCode = 3`]);
    for (let times = 0; times < 2; times++)
      expect(() => dies.tensors).toThrow(
        "the process ended with code 3 before it answered; its standard error ends with\nno license",
      );
  });

  test("whose answers are none is refused, until it answers", () => {
    const map = mapOf(
      answering([
        "hello",
        "3",
        '{"nudge":2}',
        '{"error":"not today","type":"Refusal"}',
        '{"nudge":1,"tensors":[]}',
      ]),
    );
    for (const message of [
      'the answer to describe is no line of JSON: "hello"',
      "the answer to describe must be an object, got 3",
      "this package speaks version 1 of the protocol, the subject 2",
      /^commandMap\(.*\): Refusal: not today$/,
      "tensors must be an object, got an array of 0",
    ])
      expect(() => map.tensors).toThrow(message);
    expect(map.tensors.x.shape).toEqual([]);
    expect(map.name).toMatch(/^\S*node/);
  });

  test("that writes more than it is asked for, or without end, is ended", async () => {
    const map = mapOf(answering(["{}\n{}"]));
    expect(() => map.tensors).toThrow('it wrote "{}\\n" to standard output without being asked');
    expect(() => map.tensors).toThrow("without being asked");
    const endless = [
      process.execPath,
      "-e",
      `(function go() { process.stdout.write("x".repeat(2 ** 20), go) })()`,
    ];
    expect(() => mapOf(endless).tensors).toThrow("it wrote");
  });

  test("that dies, or writes what is no answer, during a check is a finding", () => {
    const dying = `let asked = 0; process.stdin.on("data", () => ++asked > 4 && process.kill(process.pid, "SIGKILL"))`;
    const died = failures(gradcheckMap(mapOf(answering([], dying))));
    expect(died.map(({ kind }) => kind)).toEqual(["throws"]);
    expect(died[0].message).toMatch(/threw Error: the process ended by SIGKILL before it answered/);
    const right = '{"nudge":1,"tensors":{"x":{"shape":[],"data":[1]}}}';
    const garbage = failures(gradcheckMap(mapOf(answering([right, "loss 0.3", "loss 0.2"]))));
    expect(garbage.map(({ kind }) => kind)).toEqual(["throws"]);
    expect(garbage[0].message).toContain('the answer to forward is no line of JSON: "loss 0.2"');
  });

  test("that gives no answer is ended when its time is over", () => {
    const map = mapOf([process.execPath, "-e", "setInterval(() => {}, 1000)"], { timeout: 50 });
    expect(() => map.tensors).toThrow("no answer came within 0.05 s");
  });

  test.skipIf(process.platform === "win32")(
    "that ends is not waited for where it leaves others behind",
    async () => {
      const leaves = `
      const { spawn } = require("node:child_process");
      const left = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
      console.error(left.pid);
      process.exit(3);
    `;
      const map = mapOf([process.execPath, "-e", leaves], { timeout: 3000 });
      const message =
        /the process ended with code 3 before it answered; its standard error ends with\n(\d+)$/;
      expect(() => map.tensors).toThrow(message);
      try {
        map.tensors;
      } catch (error) {
        expect(await hasEnded(Number(message.exec((error as Error).message)?.[1]))).toBe(true);
      }
    },
  );

  test("may write null for what it leaves out", () => {
    const none = '"error":null,"type":null,"place":null';
    const error = '{"error":"no","type":null,"place":null}';
    const map = mapOf(
      answering([
        `{"nudge":1,"tensors":{"x":{"shape":[],"data":[1]}},${none}}`,
        error,
        `{"output":{"shape":[],"data":[2]},${none}}`,
      ]),
    );
    expect(() => map.forward(map.tensors, pass())).toThrow(/^no$/);
    expect(map.forward(map.tensors, pass())[0]).toEqual(tensor(2));
  });

  test("that gives one tensor in the place of several by name is told so", () => {
    const x = '{"shape":[1],"data":[1]}';
    const map = mapOf(
      answering([`{"nudge":1,"tensors":${x}}`, `{"nudge":1,"tensors":{"x":${x}}}`, `{"gradients":${x}}`]),
    );
    expect(() => map.tensors).toThrow("tensors must go by name, got one tensor");
    expect(() => map.backward(map.tensors.x, 0, map.tensors)).toThrow(
      "gradients must go by name, got one tensor",
    );
  });

  test("ends with its map, or its answers, whatever it does about it", async () => {
    const stays = "setInterval(() => {}, 1000);";
    const closed = mapOf(answering([], stays));
    const failing = mapOf(
      answering([], `process.on("SIGTERM", () => {}); answers.push(undefined, "{}\\n{}"); ${stays}`),
    );
    const pids = [closed, failing].map(({ tensors }) => tensors.x.data[0]);
    closed.close();
    expect(() => failing.forward(failing.tensors, pass())).toThrow("without being asked");
    for (const pid of pids) expect(await hasEnded(pid)).toBe(true);
  });
});

test("commands are lists of words", () => {
  for (const command of ["python3 layer.py", [], [1], new Array(1e9)])
    expect(() => commandMap(command as never)).toThrow(
      'commandMap: expected the words of a command, such as ["python3", "layer.py"], got ',
    );
});

const python = pythonWith();

describe.skipIf(python === undefined)("Python", () => {
  const layer = (text: string) => [
    python ?? "",
    file(
      "layer.py",
      `import random, sys\nsys.path.insert(0, ${JSON.stringify(helpers)})\nimport nudge\n${text}`,
    ),
  ];

  test("keeps what a pass needs, draws from its seed, and may print", () => {
    const map = mapOf(
      layer(`
def forward(t, training, seed):
    print("printed")
    draw = random.Random(seed)
    mask = [2.0 * (draw.random() < 0.5) if training else 1.0 for _ in t["x"][0]]
    return [[v * m * t["gain"] for v, m in zip(row, mask)] for row in t["x"]], (t["x"], mask)

def backward(dy, cache, t):
    x, mask = cache
    dx = [[d * m * t["gain"] for d, m in zip(row, mask)] for row in dy]
    gain = sum(d * v * m for row, values in zip(dy, x) for d, v, m in zip(row, values, mask))
    return {"x": dx, "gain": gain}

nudge.serve({"x": [[1, 2, 3], [4, 5, 6]], "gain": 0.5}, forward, backward, name="dropout")
`),
    );
    const report = gradcheckMap(map);
    expect(report).toMatchObject({ verdict: "pass", subject: "dropout" });
    expect(report.tensors).toMatchObject([{ shape: [2, 3] }, { shape: [] }]);
  });

  test("carries all numbers as the same bits, several outputs by name, and errors with their line", () => {
    const map = mapOf(
      layer(`
def forward(t, training, seed):
    if t["x"][0] == 7:
        1 / 0
    if t["x"][0] == 9:
        return [9]
    return {"x": t["x"], "count": len(t["x"])}, None

def backward(dy, cache, t):
    return {"x": dy["x"], "größe": None}

sys.stdin.reconfigure(encoding="latin-1")  # as on Windows
nudge.serve({"x": [1.0], "größe": [3]}, forward, backward)
`),
    );
    const x = tensor(hardNumbers());
    const [output, cache] = map.forward({ ...map.tensors, x }, pass());
    const named = output as { readonly [name: string]: Tensor };
    expect(named.count.data[0]).toBe(x.size);
    for (const [i, value] of x.data.entries()) expect(named.x.data[i]).toBe(value);
    const gradients = map.backward(output, cache, map.tensors);
    expect(gradients.größe).toBeNull();
    for (const [i, value] of x.data.entries()) expect((gradients.x as Tensor).data[i]).toBe(value);

    const throwing = (x: number[]) => map.forward({ ...map.tensors, x: tensor(x) }, pass());
    expect(() => throwing([7])).toThrow(
      expect.objectContaining({ name: "ZeroDivisionError", message: "division by zero (layer.py:7)" }),
    );
    expect(() => throwing([9])).toThrow("not enough values to unpack");
    expect(throwing([8])).toBeDefined();
  });

  test("that ends with an error says so", () => {
    expect(() => mapOf(layer("nudge.serv()")).tensors).toThrow(
      /the process ended with code 1[\s\S]*AttributeError: .*serv/,
    );
  });
});

const withNumPy = pythonWith("numpy");

test.skipIf(withNumPy === undefined)(
  "NumPy: arrays come as arrays, and a mean in the place of a sum is explained",
  () => {
    const map = mapOf([
      withNumPy ?? "",
      file(
        "layer.py",
        `import sys
sys.path.insert(0, ${JSON.stringify(helpers)})
import nudge, numpy as np

def forward(t, training, seed):
    return t["x"] @ t["weight"] + t["bias"], t["x"]

def backward(dy, x, t):
    return {"x": dy @ t["weight"].T, "weight": x.T @ dy, "bias": dy.mean(axis=0)}

draw = np.random.default_rng(1)
nudge.serve({"x": draw.normal(size=(4, 3)), "weight": draw.normal(size=(3, 2)), "bias": np.zeros(2)}, forward, backward)
`,
      ),
    ]);
    const { tensors } = gradcheckMap(map);
    expect(tensors.map(({ name, verdict }) => [name, verdict])).toEqual([
      ["x", "pass"],
      ["weight", "pass"],
      ["bias", "fail"],
    ]);
    expect(tensors[2].diagnoses[0].message).toBe("backprop = 0.25 × numeric in every entry: 1/4 = 1/batch");
  },
);

const withPyTorch = pythonWith("torch");

test.skipIf(withPyTorch === undefined)(
  "PyTorch: the mistake in an autograd.Function is explained as the guide shows it",
  () => {
    const { python, text } = guideOf("Another language");
    const map = mapOf([
      withPyTorch ?? "",
      file("layer.py", python, { "nudge.py": readFileSync(join(helpers, "nudge.py"), "utf8") }),
    ]);
    // Rounding depends on the machine, and the measurements of a suspect on that.
    const masked = (screen: string) => screen.replaceAll(/\d\.\d+e-\d+|\d+ (?:ms|evaluations)/g, "<n>");
    expect(masked(`${toText(gradcheckMap(map))}\n`)).toBe(masked(text));
  },
);

/** A C compiler; undefined where there is none. */
const compiler = ["cc", "gcc", "clang"].find((name) =>
  (process.env.PATH ?? "").split(":").some((folder) => existsSync(`${folder}/${name}`)),
);

test.skipIf(compiler === undefined)("C: numbers, shapes and gradients", () => {
  const { length } = hardNumbers();
  const source = file(
    "layer.c",
    `#include "nudge.h"
static double x[${length}] = {1, 2}, gain[1] = {3}, unused[1];
static nudge_tensor tensors[] = {{"x", 1, {${length}}, x}, {"gain", 0, {0}, gain}, {"none", 2, {0, 3}, unused}};
static void forward(double *const *t, double *y, const nudge_pass *pass) {
  for (int i = 0; i < ${length}; i++) y[i] = pass->training ? t[0][i] * t[1][0] : pass->seed;
}
static void backward(double *const *t, const double *dy, double *const *gradients, const nudge_pass *pass) {
  (void)pass;
  for (int i = 0; i < ${length}; i++) {
    gradients[0][i] = dy[i] * t[1][0];
    gradients[1][0] += dy[i] * t[0][i];
  }
}
int main(void) {
  return nudge_serve("gain", tensors, 3, (nudge_tensor){"y", 1, {${length}}, NULL}, forward, backward);
}
`,
  );
  const program = source.replace(/\.c$/, "");
  const warnings = ["-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic"];
  execFileSync(compiler ?? "", [...warnings, "-I", helpers, source, "-o", program, "-lm"]);
  const map = mapOf([program]);
  expect(Object.entries(map.tensors).map(([name, { shape }]) => [name, shape])).toEqual([
    ["x", [length]],
    ["gain", []],
    ["none", [0, 3]],
  ]);
  const x = tensor(hardNumbers());
  const one = { ...map.tensors, x, gain: tensor(1) };
  const [y, cache] = map.forward(one, pass());
  for (const [i, value] of x.data.entries()) expect((y as Tensor).data[i]).toBe(value);
  expect((map.backward(y, cache, one).x as Tensor).data[0]).toBe(x.data[0]);
  const [seeds] = map.forward(one, { training: false, rng: rng(1) });
  expect((seeds as Tensor).data[0]).toBe(rng(1).integer(2 ** 32));
  expect(gradcheckMap(map, { skip: ["none"], method: "bisect" }).tensors[1].verdict).toBe("pass");
});
