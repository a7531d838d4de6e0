import { map, matmul, multiply, ones, sum, type Tensor, tensor, toArray, transpose } from "@nudge/core";
import { expect, expectTypeOf, test } from "vitest";
import { failures, tensorOf } from "../../test/fixtures.ts";
import { gradcheckMap, tapeMap, toText } from "../index.ts";

/** A number that knows how it was made, in the manner of micrograd. */
class Value {
  grad = 0;
  constructor(
    readonly data: number,
    readonly parents: readonly (readonly [Value, number])[] = [],
  ) {}
  backward(): void {
    const order: Value[] = [];
    const visit = (value: Value) => {
      if (order.includes(value)) return;
      for (const [parent] of value.parents) visit(parent);
      order.push(value);
    };
    visit(this);
    this.grad = 1;
    for (const { grad, parents } of order.reverse())
      for (const [parent, slope] of parents) parent.grad += grad * slope;
  }
}
const plus = (a: Value, b: Value) =>
  new Value(a.data + b.data, [
    [a, 1],
    [b, 1],
  ]);
const times = (a: Value, b: Value) =>
  new Value(a.data * b.data, [
    [a, b.data],
    [b, a.data],
  ]);
const tanhOf = (a: Value, slope = (y: number) => 1 - y * y) => {
  const y = Math.tanh(a.data);
  return new Value(y, [[a, slope(y)]]);
};

const scalars = {
  scalar: (x: number) => new Value(x),
  number: ({ data }: Value) => data,
  derivatives(output: Value, variables: Value[]) {
    output.backward();
    return variables.map(({ grad }) => grad);
  },
};

const neurons = (activation = tanhOf) =>
  tapeMap({
    ...scalars,
    name: "neurons",
    tensors: {
      w: [
        [0.5, -1, 2],
        [1, 0.25, -0.5],
      ],
      x: [1, 2, -1],
      b: Float64Array.of(0.1, -0.2),
      gain: 1.5,
    },
    forward({ w, x, b, gain }) {
      expectTypeOf(w).toEqualTypeOf<Value[][]>();
      expectTypeOf(b).toEqualTypeOf<Value[]>();
      expectTypeOf(gain).toEqualTypeOf<Value>();
      return w.map((row, k) => {
        const sums = row.map((one, i) => times(one, x[i])).reduce(plus, b[k]);
        return times(gain, activation(sums));
      });
    },
  });

test("single numbers on a tape: right, and with a derivative at the wrong place", () => {
  const right = gradcheckMap(neurons());
  expect(right.verdict, toText(right)).toBe("pass");
  expect(right.counts).toMatchObject({ entries: 12, passed: 12 });
  const wrong = gradcheckMap(neurons((a) => tanhOf(a, (y) => 1 - y)));
  expect(wrong.tensors.map(({ name, verdict }) => [name, verdict])).toEqual([
    ["w", "fail"],
    ["x", "fail"],
    ["b", "fail"],
    ["gain", "pass"],
  ]);
});

test("one output alone, and a tensor for the numbers", () => {
  const map = tapeMap({
    ...scalars,
    tensors: { x: tensor([[2], [3]]), unused: [1, 2] },
    forward: ({ x }) => {
      const [[a], [b]] = x as Value[][];
      return times(a, times(a, b));
    },
  });
  const report = gradcheckMap(map, { upstream: tensor(-0.5, []) });
  expect(failures(report)).toEqual([]);
  expect(tensorOf(report, "x").entries?.analytic).toEqual([-6, -2]);
});

/** Tensors that know how they were made, in the manner of PyTorch. */
class Variable {
  grad: Tensor | undefined;
  constructor(
    readonly value: Tensor,
    readonly back: (dy: Tensor) => void = () => {},
  ) {}
  backward(dy = ones([...this.value.shape])): void {
    this.grad = dy;
    this.back(dy);
  }
}
const product = (x: Variable, w: Variable, slip = 1) =>
  new Variable(matmul(x.value, w.value), (dy) => {
    x.backward(matmul(dy, transpose(w.value)));
    w.backward(multiply(matmul(transpose(x.value), dy), slip));
  });
const total = (x: Variable) =>
  new Variable(tensor(sum(x.value)), (dy) => x.backward(multiply(ones([...x.value.shape]), dy.data[0])));

const variables = {
  variable: (values: number | number[][]) => new Variable(tensor(values)),
  numbers: ({ value }: Variable) => toArray(value) as number | number[][],
  gradients(f: (...variables: Variable[]) => Variable, variables: Variable[], upstream: Variable) {
    f(...variables).backward(upstream.value);
    return variables.map(({ grad }) => grad);
  },
};
const tensors = {
  x: [
    [1, -2],
    [0.5, 3],
    [-1, 0.25],
  ],
  w: [[2], [-0.5]],
};

test("tensors on a tape: an upstream gradient goes in, gradients come out", () => {
  const of = (slip: number) =>
    gradcheckMap(tapeMap({ ...variables, tensors, forward: ({ x, w }) => product(x, w, slip) }));
  expect(of(1).verdict, toText(of(1))).toBe("pass");
  expect(tensorOf(of(2), "w").diagnoses[0]).toMatchObject({ kind: "factor", factor: 2 });
  expect(tensorOf(of(2), "x").verdict).toBe("pass");
});

test("a library that starts from one number gets no upstream gradient to ignore", () => {
  const map = tapeMap({
    ...variables,
    tensors: { ...tensors, spare: [[1]] },
    forward: ({ x, w }) => total(product(x, w)),
    gradients(f, variables) {
      f(...variables).backward();
      return variables.map(({ grad }) => grad);
    },
  });
  const report = gradcheckMap(map);
  expect(failures(report), toText(report)).toEqual([]);
  expect(tensorOf(report, "w").verdict).toBe("pass");
  expect(Math.abs(tensorOf(report, "spare").entries?.analytic[0] ?? 1)).toBe(0);
});

/** Differentiates functions, in the manner of JAX and of tf.grads: forward mode, one entry at a time. */
const derivativesOf =
  (f: (...xs: Tensor[]) => Tensor, tangents: (...xs: Tensor[]) => (k: number, dx: Tensor) => Tensor) =>
  (xs: Tensor[], dy: Tensor) =>
    xs.map((x, k) => {
      expect(f(...xs).shape).toEqual(dy.shape);
      const entries = Array.from(x.data, (_, i) => {
        const unit = multiply(x, 0);
        unit.data[i] = 1;
        return sum(multiply(dy, tangents(...xs)(k, unit)));
      });
      return tensor(entries, x.shape);
    });

test("a library that differentiates functions", () => {
  const of = (slip: number) =>
    tapeMap({
      tensors: { x: tensor([0.5, -1, 2]), scale: tensor([2, 3, -1]) },
      forward: ({ x, scale }: { x: Tensor; scale: Tensor }) => multiply(scale, map(x, Math.tanh)),
      variable: (values: Tensor) => values,
      numbers: (y: Tensor) => y,
      gradients: (f, xs, dy) =>
        derivativesOf(f, (x, scale) => (k, d) => {
          const y = map(x, Math.tanh);
          const slope = map(y, (v) => slip - v * v);
          return k === 0 ? multiply(multiply(scale, slope), d) : multiply(y, d);
        })(xs, dy),
    });
  expect(gradcheckMap(of(1)).verdict).toBe("pass");
  expect(gradcheckMap(of(1.01)).tensors.map(({ verdict }) => verdict)).toEqual(["fail", "pass"]);
});

test.each([
  [
    "too few gradients",
    { gradients: () => [1] },
    "gradients must give an array of 2, one for each variable, got one of 1",
  ],
  [
    "none",
    { gradients: () => undefined },
    "gradients must give an array of 2, one for each variable, got undefined",
  ],
  [
    "numbers to come",
    { numbers: async () => [1] },
    "numbers must give a number or arrays of them, got a Promise",
  ],
  ["an output to come", { forward: async () => 1 }, "forward must give its output at once, got a Promise"],
])("%s: a finding", (_, wrong, message) => {
  const report = gradcheckMap(
    tapeMap({ ...variables, tensors, forward: ({ x, w }: never) => product(x, w), ...wrong } as never),
  );
  expect(failures(report)).toEqual(["throws"]);
  expect(report.findings[0].message).toContain(message);
});

test.each([
  [{ tensors: [1] }, "tapeMap: tensors must be numbers by name, as in { x: [1, 2] }, got an array of 1"],
  [{ variables: 3 }, 'tapeMap: unknown option "variables", did you mean "variable"?'],
  [{ forward: 3 }, "tapeMap: forward must be a function, got 3"],
])("%o is refused", (wrong, message) => {
  expect(() => tapeMap({ ...variables, tensors, forward: ({ x }: never) => x, ...wrong } as never)).toThrow(
    message,
  );
});

const value = (data: number) => ({ data });
type Plain = ReturnType<typeof value>;
const values = {
  tensors: { x: 2, y: [3, -1] },
  forward: ({ x, y }: { x: Plain; y: Plain[] }) => value(x.data * y[0].data),
  scalar: value,
  number: ({ data }: Plain) => data,
  derivatives: (_: Plain, [x, y]: Plain[]): readonly (Plain | number | null | undefined)[] => [
    y.data,
    value(x.data),
    null,
  ],
};

test("derivatives may be numbers, variables, or nothing where the output does not depend on one", () => {
  expect(gradcheckMap(tapeMap(values)).verdict).toBe("pass");
  expect(gradcheckMap(tapeMap({ ...values, forward: () => [] })).counts).toMatchObject({
    wrong: 0,
    passed: 3,
  });
});

test.each([
  [
    "derivatives that are no numbers",
    { derivatives: () => ["3", 2, 0] },
    'number must give a number, got undefined of "3"',
  ],
  [
    "outputs by name",
    { forward: () => ({ y: value(1) }) },
    "number must give a number, got undefined of an Object",
  ],
  [
    "an output to come",
    { forward: async () => value(1) },
    "forward must give its output at once, got a Promise",
  ],
])("%s of single numbers: a finding", (_, wrong, message) => {
  const report = gradcheckMap(tapeMap({ ...values, ...wrong } as never));
  expect(failures(report)).toEqual(["throws"]);
  expect(report.findings[0].message).toContain(message);
});
