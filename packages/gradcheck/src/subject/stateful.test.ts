import { expect, test } from "vitest";
import { failures, tensorOf } from "../../test/fixtures.ts";
import { gradcheckMap, statefulMap, toText } from "../index.ts";
import type { StatefulObject } from "./stateful.ts";

/** y = gain x, written as an object that keeps its state. */
class Scale {
  gain = Float64Array.of(2, 3);
  gainGradient: number[] | undefined;
  x: number[][] = [];
  constructor(readonly mode: "overwrites" | "accumulates" | "forgets a row") {
    if (mode !== "overwrites") this.gainGradient = [5, 7];
  }
  forward(x: number[][]) {
    this.x = x;
    return x.map((row) => row.map((value, i) => value * this.gain[i]));
  }
  backward(dy: number[][]) {
    const rows = this.mode === "forgets a row" ? dy.slice(1) : dy;
    const first = dy.length - rows.length;
    const sums = [0, 1].map((i) => rows.reduce((sum, row, n) => sum + row[i] * this.x[n + first][i], 0));
    if (this.mode === "accumulates") for (const i of [0, 1]) this.gainGradient![i] += sums[i];
    else this.gainGradient = sums;
    return dy.map((row) => row.map((d, i) => d * this.gain[i]));
  }
}

const mapOf = (scale: Scale, more: { accumulates?: boolean } = {}) =>
  statefulMap({
    name: "Scale",
    input: [
      [0.5, -1],
      [2, 0.25],
    ],
    values: { gain: scale.gain },
    gradients: () => ({ gain: scale.gainGradient }),
    forward: (x) => scale.forward(x),
    backward: (dy) => scale.backward(dy),
    ...more,
  });

test("an object that overwrites its gradients passes, also when it makes their array in backward", () => {
  const report = gradcheckMap(mapOf(new Scale("overwrites")));
  expect(report.verdict).toBe("pass");
  expect(report.counts.passed).toBe(6);
});

test("accumulation is a finding, unless it is declared", () => {
  const kinds = (more?: { accumulates: boolean }) =>
    gradcheckMap(mapOf(new Scale("accumulates"), more)).findings.map(({ kind }) => kind);
  expect(kinds()).toEqual(["accumulates"]);
  expect(kinds({ accumulates: true })).toEqual([]);
});

test("a wrong gradient of an object is found", () => {
  const report = gradcheckMap(mapOf(new Scale("forgets a row")));
  expect(report.tensors.map(({ name, verdict }) => [name, verdict])).toEqual([
    ["input", "pass"],
    ["gain", "fail"],
  ]);
});

test("the arrays of an object are what they were, also after it threw", () => {
  const scale = new Scale("accumulates");
  gradcheckMap(mapOf(scale, { accumulates: true }));
  expect([...scale.gain, ...scale.gainGradient!]).toEqual([2, 3, 5, 7]);
  scale.backward = () => {
    scale.gain.fill(0);
    scale.gainGradient!.fill(0);
    throw new Error("no");
  };
  expect(gradcheckMap(mapOf(scale)).findings.map(({ kind }) => kind)).toEqual(["throws"]);
  expect([...scale.gain, ...scale.gainGradient!]).toEqual([2, 3, 5, 7]);
});

test("unknown options and a parameter called input are refused", () => {
  expect(() => mapOf(new Scale("overwrites"), { acumulates: true } as never)).toThrow(
    'statefulMap: unknown option "acumulates", did you mean "accumulates"?',
  );
});

/** y = x W + b, as a class that keeps everything: nested arrays, a stored input, gradients that add up or not. */
class Dense {
  weights = [
    [0.5, -1, 2],
    [0.25, 3, -0.5],
  ];
  biases = Float64Array.of(0.1, -0.2, 0.3);
  dWeights = [
    [0, 0, 0],
    [0, 0, 0],
  ];
  dBiases = new Float64Array(3);
  calls = 0;
  #input: number[][] = [];

  constructor(readonly mode: "overwrites" | "accumulates" | "makes new arrays" = "overwrites") {}

  forward(x: number[][]): number[][] {
    this.calls++;
    this.#input = x;
    return x.map((row) =>
      Array.from(this.biases, (b, j) => row.reduce((sum, v, k) => sum + v * this.weights[k][j], b)),
    );
  }

  backward(dy: number[][]): number[][] {
    if (this.mode === "makes new arrays") this.dWeights = this.dWeights.map((row) => [...row]);
    if (this.mode !== "accumulates") {
      for (const row of this.dWeights) row.fill(0);
      this.dBiases.fill(0);
    }
    dy.forEach((row, i) => {
      row.forEach((d, j) => {
        this.dBiases[j] += d;
        this.#input[i].forEach((v, k) => {
          this.dWeights[k][j] += v * d;
        });
      });
    });
    return dy.map((row) => this.weights.map((w) => row.reduce((sum, d, j) => sum + d * w[j], 0)));
  }
}

const input = [
  [1, 2],
  [-0.5, 0.3],
];

const described = (layer: Dense, more: Partial<StatefulObject<number[][], number[][]>> = {}) =>
  statefulMap({
    name: "Dense",
    input,
    values: { weights: layer.weights, biases: layer.biases },
    gradients: () => ({ weights: layer.dWeights, biases: layer.dBiases }),
    forward: (x) => layer.forward(x),
    backward: (dy) => layer.backward(dy),
    ...more,
  });

test.each(["overwrites", "accumulates", "makes new arrays"] as const)(
  "an object that %s its gradients is checked by its input and its values",
  (mode) => {
    const report = gradcheckMap(described(new Dense(mode), { accumulates: mode === "accumulates" }));
    expect(report.verdict, toText(report)).toBe("pass");
    expect(failures(report)).toEqual([]);
    expect(report.subject).toBe("Dense");
    expect(report.tensors.map(({ name, shape }) => [name, shape])).toEqual([
      ["input", [2, 2]],
      ["weights", [2, 3]],
      ["biases", [3]],
    ]);
    expect(report.counts).toMatchObject({ entries: 13, passed: 13 });
  },
);

test.each(["overwrites", "accumulates"] as const)(
  "an object that %s its gradients is afterwards what it was",
  (mode) => {
    const layer = new Dense(mode);
    layer.dWeights[1][2] = 7;
    layer.dBiases[0] = -0;
    const before = structuredClone([layer.weights, layer.biases, layer.dWeights, layer.dBiases]);
    const map = described(layer, { accumulates: mode === "accumulates" });
    gradcheckMap(map, { points: 2 });
    expect([layer.weights, layer.biases, layer.dWeights, layer.dBiases]).toEqual(before);
    expect(input).toEqual([
      [1, 2],
      [-0.5, 0.3],
    ]);
  },
);

test("an object is afterwards what it was when a pass throws half way", () => {
  for (const pass of ["forward", "backward"] as const) {
    for (const at of [1, 2, 5]) {
      const layer = new Dense();
      layer.dBiases[1] = 5;
      const before = structuredClone([layer.weights, layer.biases, layer.dWeights, layer.dBiases]);
      let calls = 0;
      const fragile = (arrays: number[][]) => {
        if (++calls >= at) {
          layer.weights[0][0] = 99;
          layer.dBiases[1] = 99;
          throw new Error("on purpose");
        }
        return layer[pass](arrays);
      };
      const report = gradcheckMap(described(layer, { [pass]: fragile }));
      if (calls >= at) expect(report.verdict).not.toBe("pass");
      expect([layer.weights, layer.biases, layer.dWeights, layer.dBiases]).toEqual(before);
    }
  }
});

test.each([
  ["longer", (w: number[]) => w.push(7)],
  ["shorter", (w: number[]) => w.pop()],
])("an array that a pass makes %s is what it was afterwards, and one that it replaces", (_, change) => {
  const layer = { w: [2, 3], dw: [0, 0] };
  const map = statefulMap({
    input: [0.5, -1],
    values: { w: layer.w },
    gradients: () => ({ w: layer.dw }),
    forward: (x) => {
      const y = x.map((v, i) => v * layer.w[i]);
      change(layer.w);
      return y;
    },
    backward: (dy) => {
      layer.dw = dy.map((d, i) => d * [0.5, -1][i]);
      return dy;
    },
  });
  expect(gradcheckMap(map).tensors.map(({ verdict }) => verdict)).toEqual(["fail", "pass"]);
  expect(layer).toEqual({ w: [2, 3], dw: [0, 0] });
});

test.each<[string, string, (number | undefined)[]]>([
  ["without entries", "overwritten", []],
  ["of nothing", "overwritten", [undefined, undefined]],
  ["without entries", "pushed to", []],
])("gradients may be an array %s at first, that is %s by backward", (_, how, first) => {
  const scale = { w: [2, 3], dw: [...first] as number[], x: [] as number[] };
  const map = statefulMap({
    input: [0.5, -1],
    values: { w: scale.w },
    gradients: () => ({ w: scale.dw }),
    forward: (x) => {
      scale.x = x;
      return x.map((v, i) => v * scale.w[i]);
    },
    backward: (dy) => {
      if (how === "pushed to") scale.dw.length = 0;
      for (const [i, d] of dy.entries()) scale.dw[i] = d * scale.x[i];
      return dy.map((d, i) => d * scale.w[i]);
    },
  });
  const report = gradcheckMap(map);
  expect(report.verdict, toText(report)).toBe("pass");
  expect(scale.dw).toEqual(first);
});

test("forward is called before every backward", () => {
  const layer = new Dense();
  const order: string[] = [];
  gradcheckMap(
    described(layer, {
      forward: (x) => {
        order.push("forward");
        return layer.forward(x);
      },
      backward: (dy) => {
        order.push("backward");
        return layer.backward(dy);
      },
    }),
  );
  const backwards = order.flatMap((pass, i) => (pass === "backward" ? [i] : []));
  expect(backwards.length).toBeGreaterThan(1);
  for (const i of backwards) expect(order[i - 1]).toBe("forward");
});

test("a wrong gradient is found where it is", () => {
  class Wrong extends Dense {
    override backward(dy: number[][]): number[][] {
      const dx = super.backward(dy);
      this.dWeights[1][2] *= 1.001;
      return dx;
    }
  }
  const report = gradcheckMap(described(new Wrong()));
  expect(report.counts).toMatchObject({ entries: 13, passed: 12, wrong: 1 });
  expect(tensorOf(report, "weights").worst[0].index).toEqual([1, 2]);
});

test("a float32 array keeps its type, and a number may be the output", () => {
  const weights = Float32Array.of(0.5, -0.25);
  const gradient = new Float32Array(2);
  let input = new Float64Array(2);
  const report = gradcheckMap(
    statefulMap({
      input: Float32Array.of(1, 3),
      values: { weights },
      gradients: () => ({ weights: gradient }),
      forward: (x) => {
        expect(x).toBeInstanceOf(Float64Array);
        input = x.slice();
        return Math.fround(input[0] * weights[0] + input[1] * weights[1]);
      },
      backward: (dy) => {
        expect(typeof dy).toBe("number");
        gradient.set(input.map((v) => v * dy));
        return weights.map((w) => w * dy);
      },
    }),
  );
  expect(report.verdict, toText(report)).toBe("pass");
  expect(Array.from(weights)).toEqual([0.5, -0.25]);
});

test("a value without a gradient is a finding", () => {
  const layer = new Dense();
  const report = gradcheckMap(described(layer, { gradients: () => ({ weights: layer.dWeights }) }));
  expect(failures(report)).toEqual(["missing"]);
});

/** y = gain x + h, of two inputs, whose arrays are made anew by every pass. */
class Blend {
  gain = [2, -3];
  dGain: number[] = [];
  last: { x: number[]; h: number[] } = { x: [], h: [] };
  constructor(readonly slip: 1 | 2 = 1) {}
  forward(given: { x: number[]; h: number[] }) {
    this.last = given;
    this.gain = [...this.gain];
    return given.x.map((v, i) => this.gain[i] * v * given.h[i]);
  }
  backward(dy: number[]) {
    const { x, h } = this.last;
    this.dGain = dy.map((d, i) => d * x[i] * h[i]);
    return {
      x: dy.map((d, i) => d * this.gain[i] * h[i]),
      h: dy.map((d, i) => d * this.gain[i] * x[i] * this.slip),
    };
  }
}

const blended = (blend: Blend) =>
  statefulMap({
    input: { x: [0.5, -1], h: [1.5, 2] },
    values: () => ({ gain: blend.gain }),
    gradients: () => ({ gain: blend.dGain }),
    forward: (given) => blend.forward(given),
    backward: (dy) => blend.backward(dy),
  });

test("inputs go by name, and an object may replace its arrays", () => {
  const blend = new Blend();
  const report = gradcheckMap(blended(blend));
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.tensors.map(({ name }) => name)).toEqual(["x", "h", "gain"]);
  expect(blend.gain).toEqual([2, -3]);
  const wrong = gradcheckMap(blended(new Blend(2)));
  expect(wrong.tensors.map(({ verdict }) => verdict)).toEqual(["pass", "fail", "pass"]);
});

test("an object without an input, with outputs by name", () => {
  const angle = [0.7];
  let dAngle = [0];
  const rotation = (slip: number) =>
    statefulMap({
      values: { angle },
      gradients: () => ({ angle: dAngle }),
      forward: () => ({ cos: Math.cos(angle[0]), sin: Math.sin(angle[0]) }),
      backward: ({ cos, sin }) => {
        dAngle = [slip * sin * Math.cos(angle[0]) - cos * Math.sin(angle[0])];
      },
    });
  expect(gradcheckMap(rotation(1)).verdict).toBe("pass");
  expect(gradcheckMap(rotation(0)).verdict).toBe("fail");
});

test("forward gets the pass: in evaluation nothing is dropped", () => {
  const modes = new Set<boolean>();
  let kept: number[] = [];
  const map = statefulMap({
    input: [1, 2],
    values: {},
    gradients: () => ({}),
    forward: (x, pass) => {
      modes.add(pass.training);
      kept = x;
      return x.map((v) => v * v);
    },
    backward: (dy) => dy.map((d, i) => 2 * d * kept[i]),
  });
  expect(gradcheckMap(map).verdict).toBe("pass");
  expect([...modes].sort()).toEqual([false, true]);
});

/** Dropout as other libraries write it: a mask from Math.random in every pass forward. */
const dropping = (replayRandom: boolean, slip = 1) => {
  let mask: number[] = [];
  return statefulMap({
    input: [1, 2, 3, 4, 5, 6],
    values: {},
    gradients: () => ({}),
    forward: (x) => {
      mask = x.map(() => (Math.random() < 0.5 ? 0 : 2));
      return x.map((v, i) => v * mask[i]);
    },
    backward: (dy) => dy.map((d, i) => d * mask[i] * slip),
    replayRandom,
  });
};

test("what is drawn from Math.random can be replayed", () => {
  const { random } = Math;
  expect(failures(gradcheckMap(dropping(false)))).toEqual(["nondeterministic-forward"]);
  const report = gradcheckMap(dropping(true));
  expect(report.verdict, toText(report)).toBe("pass");
  expect(gradcheckMap(dropping(true, 2)).verdict).toBe("fail");
  expect(Math.random).toBe(random);
  const broken = statefulMap({
    input: [1],
    values: {},
    gradients: () => ({}),
    forward: () => {
      throw new Error(`no ${Math.random()}`);
    },
    backward: (dy: number[]) => dy,
    replayRandom: true,
  });
  expect(failures(gradcheckMap(broken))).toEqual(["throws"]);
  expect(Math.random).toBe(random);
});

test.each([
  ["with a gradient", 1],
  ["without one", 0],
])("a copy of a value, which forward does not read, is a finding: %s", (_, factor) => {
  const scale = new Scale("overwrites");
  const map = statefulMap({
    input: [[0.5, -1]],
    values: { gain: [...scale.gain] },
    gradients: () => ({ gain: scale.gainGradient?.map((g) => factor * g) ?? [0, 0] }),
    forward: (x) => scale.forward(x),
    backward: (dy) => scale.backward(dy),
  });
  for (const method of ["full", "bisect"] as const) {
    const report = gradcheckMap(map, { method });
    expect(failures(report)).toEqual(["ignores-values"]);
    expect(report.findings[0].message).toMatch(/^forward does not read values\.gain: /);
    expect(report.counts).toMatchObject({ wrong: 0, passed: 2, inconclusive: 2 });
  }
});

test.each([
  [{ values: { gain: 3 } }, "values.gain must be an array of the object's own, to be written to, got 3"],
  [{ values: { gain: [[1, 2], [3]] } }, /^statefulMap: values\.gain: .*row/],
  [
    { values: () => ({ gain: "3" }) },
    'values.gain must be an array of the object\'s own, to be written to, got "3"',
  ],
  [{ values: async () => ({}) }, "statefulMap: values must be arrays by name, got a Promise"],
  [{ name: 3 }, "name must be a string, got 3"],
  [{ values: 3 }, "values must be arrays by name, or a function that gives them, got 3"],
  [{ input: "x" }, 'input must be numbers, or several by name, got "x"'],
  [{ input: { gain: [1] } }, "an input and a value are both called gain"],
])("%o is refused", (wrong, message) => {
  const gain = [1, 2];
  const right = {
    input: [1, 2],
    values: { gain },
    gradients: () => ({ gain }),
    forward: (x: number[]) => x,
    backward: (dy: number[]) => dy,
  };
  expect(() => statefulMap({ ...right, ...wrong } as never)).toThrow(message);
});

test.each([
  [
    "a promise",
    { forward: async () => [1, 2] },
    "it must return numbers, or several outputs by name, got a Promise",
  ],
  [
    "a promise of gradients",
    { gradients: async () => ({}) },
    "gradients() must be arrays by name, got a Promise",
  ],
  ["a number as a gradient", { gradients: () => ({ gain: 3 }) }, "gradients().gain must be an array"],
  [
    "gradients of two inputs without names",
    { backward: () => [1, 2] },
    "it must return the gradients of its inputs by name, as in { x, h }",
  ],
])("%s is a finding", (_, wrong, message) => {
  const report = gradcheckMap({
    ...statefulMap({
      input: { x: [1, 2], h: [3, 4] },
      values: { gain: [1, 2] },
      gradients: () => ({}),
      forward: ({ x }: { x: number[] }) => x,
      backward: (dy: number[]) => ({ x: dy, h: dy }),
      ...wrong,
    } as never),
  });
  expect(failures(report)).toEqual(["throws"]);
  expect(report.findings[0].message).toContain(message);
});

test("an input may be called what every object has", () => {
  const map = statefulMap({
    input: { constructor: [1, 2] },
    values: {},
    gradients: () => ({}),
    forward: ({ constructor: x }) => x.map((v) => 3 * v),
    backward: (dy) => ({ constructor: dy.map((d) => 3 * d) }),
  });
  expect(gradcheckMap(map).verdict).toBe("pass");
});
