import { rng, type Tensor, tensor, toArray } from "@nudge/core";
import { afterEach, expect, test } from "vitest";
import { guideOf, hardNumbers, moduleOf } from "../../test/foreign-subjects.ts";
import { gradcheckMap } from "../verbs/gradcheck-map.ts";
import type { ForeignMap, ForeignMapOptions } from "./foreign-map.ts";
import { workerMap } from "./worker-map.ts";

const streamOf = () => rng(1);

const open: ForeignMap[] = [];
afterEach(() => {
  for (const map of open.splice(0)) map.close();
});
function mapOf(code: string, options?: ForeignMapOptions): ForeignMap {
  const map = workerMap(moduleOf(code), options);
  open.push(map);
  return map;
}

const thrownBy = (code: string) => {
  const { findings, verdict } = gradcheckMap(mapOf(code));
  expect(verdict).toBe("fail");
  return findings
    .filter(({ severity }) => severity === "failure")
    .map(({ kind, message }) => `${kind}: ${message}`);
};

const square = (forward: string, backward: string) => `
  export const name = "square";
  export const tensors = { x: [1, 2, 3] };
  export const forward = ({ x }, pass) => { ${forward} };
  export const backward = (dy, x, tensors) => { ${backward} };
`;
const right = square("return [x.map((v) => v * v), x]", "return { x: dy.map((d, i) => 2 * d * x[i]) }");

test("passes may be asynchronous, and one worker serves all checks", () => {
  const map = mapOf(`
    let started = 0;
    export const tensors = { x: [[1, 2], [3, 4]] };
    const later = () => new Promise((resolve) => setTimeout(resolve, 0));
    export async function forward({ x }) { await later(); return [x.map((row) => row.map((v) => v * v)), x]; }
    export async function backward(dy, x) { await later(); return { x: dy.map((row, i) => row.map((d, j) => 2 * d * x[i][j])) }; }
    started++;
  `);
  for (const seed of [1, 2]) {
    const report = gradcheckMap(map, { seed });
    expect(report).toMatchObject({ verdict: "pass", subject: "module" });
    expect(report.tensors).toMatchObject([{ name: "x", shape: [2, 2], counts: { passed: 4 } }]);
  }
});

test("a wrong gradient is explained as that of a layer here", () => {
  const map = mapOf(right.replace("2 * d", "-2 * d"));
  const report = gradcheckMap(map);
  expect(report).toMatchObject({ verdict: "fail", subject: "square" });
  expect(report.tensors[0].diagnoses[0].kind).toBe("sign");
});

test("the module of the guide has the mistake that it shows", () => {
  const { js } = guideOf("Passes that are asynchronous");
  const report = gradcheckMap(mapOf(js));
  expect(report).toMatchObject({ verdict: "fail", subject: "softplus", counts: { wrong: 3 } });
  expect(
    gradcheckMap(mapOf(js.replace("Math.exp(v))) };", "Math.exp(v) / (1 + Math.exp(v)))) };"))).verdict,
  ).toBe("pass");
});

test("values come in the kind in which the module gave its own", () => {
  const map = mapOf(`
    class View {
      constructor(data, shape, stride, offset) { Object.assign(this, { data, shape, stride, offset }); }
      at(i, j) { return this.data[this.offset + i * this.stride[0] + j * this.stride[1]]; }
    }
    export const tensors = {
      number: 3,
      rows: [[1, 2, 3], [4, 5, 6]],
      typed: Float64Array.of(1, 2),
      plain: { shape: [1, 2], data: Float64Array.of(7, 8) },
      listed: { shape: [1, 2], data: [9, 10] },
      view: new View(Float64Array.of(0, 1, 4, 2, 5, 3, 6), [2, 3], [1, 2], 1),
    };
    export const forward = ({ number, rows, typed, plain, listed, view }) => {
      const kinds = [typeof number, Array.isArray(listed.data), Array.isArray(rows[1]), typed instanceof Float64Array, plain.data instanceof Float64Array, view instanceof View];
      if (kinds.join() !== "number,true,true,true,true,true") throw new TypeError(kinds.join());
      return [[[number, rows[1][2], typed[1], plain.data[1]], [view.at(0, 0), view.at(0, 2), view.at(1, 0), listed.data[1]]], 0];
    };
    export const backward = (dy, cache, { rows }) => ({
      number: dy[0][0], rows: rows.map((row, i) => row.map((_, j) => (i === 1 && j === 2 ? dy[0][1] : 0))),
      typed: Float64Array.of(0, dy[0][2]), plain: { shape: [1, 2], data: Float64Array.of(0, dy[0][3]) },
      listed: { shape: [1, 2], data: [0, dy[1][3]] },
      view: new View(Float64Array.of(dy[1][0], dy[1][2], 0, 0, dy[1][1], 0), [2, 3], [1, 2], 0),
    });
  `);
  expect(toArray(map.tensors.view)).toEqual([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const [output] = map.forward(map.tensors, { training: true, rng: streamOf() });
  expect(toArray(output as Tensor)).toEqual([
    [3, 6, 2, 8],
    [1, 3, 4, 10],
  ]);
  expect(gradcheckMap(map).verdict).toBe("pass");
});

test("all numbers come and go as the same bits, and many of them in parts", () => {
  const map = mapOf(`
    export const tensors = { x: [1] };
    export const forward = ({ x }) => [x, x.map((v) => Object.is(v, -0))];
    export const backward = (dy, cache) => ({ x: cache.map(Number) });
  `);
  const numbers = hardNumbers();
  const x = tensor(Float64Array.from({ length: 40_000 }, (_, i) => numbers[i % numbers.length]));
  const [y, cache] = map.forward({ x }, { training: true, rng: streamOf() });
  expect((y as Tensor).data.every((value, i) => Object.is(value, x.data[i]))).toBe(true);
  const negative = map.backward(y, cache, { x }).x as Tensor;
  expect(negative.data.every((is, i) => is === Number(Object.is(x.data[i], -0)))).toBe(true);
});

test("outputs may have names", () => {
  const layer = (dx: string) => `
    export const tensors = { x: [1, 2] };
    export const forward = ({ x }) => [{ first: x[0] ** 2, all: x }, x];
    export const backward = ({ first, all }, x) => ({ x: [${dx} + all[0], all[1]] });
  `;
  expect(gradcheckMap(mapOf(layer("2 * x[0] * first"))).verdict).toBe("pass");
  const { verdict, tensors } = gradcheckMap(mapOf(layer("0")));
  expect(verdict).toBe("fail");
  expect(tensors[0].counts).toMatchObject({ wrong: 1, passed: 1 });
});

test("a random pass draws from its seed, which says when it is the same pass", () => {
  const dropout = (seed: string) => `
    export const tensors = { x: [1, 2, 3, 4] };
    export const forward = ({ x }, { training, seed }) => {
      const mask = x.map((_, i) => (training && ((${seed}) >>> i) % 2 ? 0 : 2));
      return [x.map((v, i) => v * mask[i]), mask];
    };
    export const backward = (dy, mask) => ({ x: dy.map((d, i) => d * mask[i]) });
  `;
  expect(gradcheckMap(mapOf(dropout("seed"))).verdict).toBe("pass");
  const { findings } = gradcheckMap(mapOf(dropout("Math.random() * 16")));
  expect(findings.map(({ kind }) => kind)).toContain("nondeterministic-forward");
});

test("what the module keeps between passes is found, as here", () => {
  const { findings } = gradcheckMap(
    mapOf(
      `let last; ${square("last = x; return [x.map((v) => v * v), 0]", "return { x: dy.map((d, i) => 2 * d * last[i]) }")}`,
    ),
  );
  expect(findings.map(({ kind }) => kind)).toContain("stale");
});

test("an exception is a finding with its message and its place", () => {
  expect(thrownBy(square(`throw new RangeError("on purpose")`, ""))[0]).toMatch(
    /^throws: forward threw RangeError: on purpose \(.*:4:\d+\); at the given point$/,
  );
  expect(thrownBy(square("return [x, x]", `return Promise.reject("a word")`))).toEqual([
    "throws: backward threw Error: a word; at the given point",
  ]);
});

test("what forward gives instead of an output is told, and the worker goes on", () => {
  const map = mapOf(`
    export const tensors = { kind: 0 };
    const given = [undefined, [1, 2, 3], [[[1, 2], [3]], 0], ["many", 0], [undefined, 0], [7, 0]];
    export const forward = ({ kind }) => given[kind];
    export const backward = () => ({});
  `);
  const forward = (kind: number) => map.forward({ kind: tensor(kind) }, { training: true, rng: streamOf() });
  const messages = [
    "it must return [output, cache], got undefined",
    "it must return [output, cache], got an array of 3",
    "output has 3 numbers, which do not fill its shape [2, 2]",
    "output.data[0] must be a number",
    "output must be an object, got undefined",
  ];
  for (const [kind, message] of messages.entries()) expect(() => forward(kind)).toThrow(message);
  expect(toArray(forward(messages.length)[0] as Tensor)).toBe(7);
});

test.each([
  ["process.exit(3)", "it called process.exit(3)"],
  [
    `setTimeout(() => { throw new Error("later") }); return new Promise(() => {})`,
    "outside of its passes it threw Error: later",
  ],
])("a worker that ends by itself is told: %s", (forward, message) => {
  expect(thrownBy(square(forward, ""))[0]).toBe(
    `throws: forward threw Error: ${message}; at the given point`,
  );
});

test("gradients that are missing or have another shape are findings", () => {
  expect(thrownBy(square("return [x, x]", "return {}"))[0]).toMatch(/^missing: /);
  expect(
    thrownBy(square("return [x, x]", "return { x: 1, z: 2 }")).map((text) => text.split(":")[0]),
  ).toEqual(["shape", "extra"]);
  expect(thrownBy(square("return [x, x]", "return 3"))[0]).toMatch(/^throws: backward threw/);
});

test.each([
  ["export const x = ;", /^gradcheckMap: workerMap\(module\): Unexpected token ';'$/],
  ["throw new Error('at once')", /^gradcheckMap: workerMap\(module\): at once$/],
  ["export const tensors = {}", /^gradcheckMap: workerMap\(module\): it exports no function forward$/],
  [
    "export const forward = () => 0, backward = () => 0",
    /^gradcheckMap: workerMap\(module\): it exports no tensors by name$/,
  ],
  [right.replace("{ x: [1, 2, 3] }", "[1, 2, 3]"), /: it exports no tensors by name$/],
  [right.replace("[1, 2, 3]", "['a']"), /^gradcheckMap: workerMap\(module\): tensors\.x\.data\[0\] must be/],
])("a module that is no subject is refused: %s", (code, message) => {
  const map = mapOf(code);
  expect(() => gradcheckMap(map)).toThrow(message);
});

test("what gives no answer is ended when its time is over, and answers no more", () => {
  for (const code of ["await new Promise(() => {})", "for (;;);"]) {
    const map = mapOf(code, { timeout: 50 });
    for (let times = 0; times < 2; times++)
      expect(() => gradcheckMap(map)).toThrow(
        "gradcheckMap: workerMap(module): no answer came within 0.05 s",
      );
  }
});

test("what was closed answers no more", () => {
  const map = mapOf(right);
  expect(gradcheckMap(map).verdict).toBe("pass");
  map[Symbol.dispose]();
  map.close();
  expect(() => map.forward(map.tensors, { training: true, rng: streamOf() })).toThrow("it was closed");
  const unused = mapOf(right);
  unused.close();
  expect(() => unused.ready).toThrow("workerMap(module): it was closed");
});

test("addresses and options are read like all others", () => {
  expect(() => workerMap("subject.js")).toThrow(
    'workerMap: expected the address of a module, such as new URL("./subject.js", import.meta.url), got "subject.js"',
  );
  expect(() => workerMap(new Array(1e9) as never)).toThrow("got an array of 1000000000");
  expect(() => mapOf(right, { timeout: 0 })).toThrow("workerMap(module): timeout must be above 0, got 0");
  expect(() => mapOf(right, { timeouts: 1 } as never)).toThrow('did you mean "timeout"?');
});
