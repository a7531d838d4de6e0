// Passes that keep something: what no other pass works with does no harm.
import { map, multiply, type Rng, sum, type Tensor, tensor } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { harmful, harmless, type Keeping, type Passes } from "../../test/families/keeping.ts";
import { failures, linear, type Named, normal, type Subject } from "../../test/fixtures.ts";
import { gradcheckFunction, gradcheckMap, statefulMap, toText } from "../index.ts";

/** y = sin(x) w */
const sines: Passes = {
  forward: ({ x, w }) => [multiply(map(x, Math.sin), w), { x, w }],
  backward: (dy, { x, w }) => ({
    x: multiply(multiply(dy, map(x, Math.cos)), w),
    w: multiply(dy, map(x, Math.sin)),
  }),
};

const check = (keep: Keeping, tensors: Named = { x: normal([6]), w: normal([6], 2) }, passes = sines) =>
  gradcheckMap({ ...keep(passes), tensors } as Subject);

test.each(Object.entries(harmless))("%s does no harm", (_, keep) => {
  const report = check(keep);
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.findings).toEqual([]);
});

test.each(Object.entries(harmful))("%s is stale, though every entry is right", (_, keep) => {
  const report = check(keep);
  expect(failures(report), toText(report)).toEqual(["stale"]);
  expect(report.counts.passed).toBe(12);
});

const saidOf = (keep: Keeping, tensors?: Named, passes?: Passes) =>
  check(keep, tensors, passes).findings.map(({ kind, tensor, message }) => `${kind} ${tensor}: ${message}`);

test("what is said tells the first pass from the last, and names the tensors that it concerns", () => {
  expect(saidOf(harmful["what the last pass was given"])).toEqual([
    "stale x: another forward pass before backward changes the gradients: backward works with what the last forward pass left, in place of its own cache (x, w)",
  ]);
  expect(saidOf(harmful["what the first pass was given"])).toEqual([
    "stale x: the same values in other arrays give other gradients: backward works with arrays of an earlier pass (x, w)",
  ]);
  // The last of both is w: its own gradient does not need it.
  expect(saidOf(harmful["one tensor of the first pass"])).toEqual([
    "stale x: the same values in other arrays give other gradients: backward works with arrays of an earlier pass (x)",
  ]);
  expect(saidOf(harmful["tensors of the first pass, in both passes"])).toEqual([
    "stale undefined: the same values in other arrays give another output: forward works with arrays of an earlier pass",
  ]);
});

describe("what the last pass kept shows also where", () => {
  const last = harmful["what the last pass was given"];
  const kinds = (tensors: Named, passes: Passes) => failures(check(last, tensors, passes));

  test("only signs matter, which nearby points share", () => {
    const relu: Passes = {
      forward: ({ x }) => [map(x, (v) => Math.max(v, 0)), { x }],
      backward: (dy, { x }) => ({ x: map(dy, x, (d, v) => (v > 0 ? d : 0)) }),
    };
    expect(kinds({ x: tensor([3, -1, 2]) }, relu)).toEqual(["stale"]);
    expect(kinds({ x: tensor([-1, 2]) }, relu)).toEqual(["stale"]);
  });

  test("only random numbers matter, which all passes at one seed share", () => {
    const draw = (x: Tensor, rng: Rng) => map(x, () => (rng.uniform() < 0.5 ? 0 : 2));
    const dropout: Passes = {
      forward({ x }, { rng, training }) {
        const mask = training ? draw(x, rng) : map(x, () => 1);
        return [multiply(x, mask), { mask }];
      },
      backward: (dy, { mask }) => ({ x: multiply(dy, mask) }),
    };
    expect(kinds({ x: normal([20]) }, dropout)).toEqual(["stale"]);
    const own = check(harmless["a count of its calls"], { x: normal([20]) }, dropout);
    expect(own.verdict, toText(own)).toBe("pass");
  });

  test("entries may not trade places: then a nearby point is taken", () => {
    const gaps: Passes = {
      forward: ({ x }) => {
        const { data } = x;
        return [tensor([Math.log(data[1] - data[0]) + Math.log(data[2] - data[1])]), { x }];
      },
      backward: (dy, { x }) => {
        const [d, a, b] = [dy.data[0], x.data[1] - x.data[0], x.data[2] - x.data[1]];
        return { x: tensor([-d / a, d / a - d / b, d / b]) };
      },
    };
    expect(kinds({ x: tensor([1, 2, 4]) }, gaps)).toEqual(["stale"]);
  });
});

test("a tensor that is left out is none of its concern", () => {
  let W: Tensor | undefined;
  const right = linear();
  const subject: Subject = {
    ...right,
    backward: (dy, x, t) => {
      W ??= t.W;
      return { ...right.backward(dy, x, t), x: right.backward(dy, x, { ...t, W }).x };
    },
  };
  expect(failures(gradcheckMap(subject))).toEqual(["stale"]);
  expect(failures(gradcheckMap(subject, { skip: ["x"] }))).toEqual([]);
  expect(failures(gradcheckMap(subject, { tensors: ["W", "b"] }))).toEqual([]);
});

test("a scale that is set at the first pass, and a constant from then on, does no harm", () => {
  let scale: number | undefined;
  const report = gradcheckMap({
    tensors: { x: normal([5]) },
    forward: ({ x }) => {
      scale ??= 1 / Math.sqrt(sum(multiply(x, x)));
      return [multiply(x, scale), scale];
    },
    backward: (dy, scale) => ({ x: multiply(dy, scale as number) }),
  });
  expect(report.verdict, toText(report)).toBe("pass");
});

test("the gradient of a function is made at its own θ, and not at that of the last value", () => {
  let last: Float64Array = new Float64Array(2);
  const cube = {
    theta: [1, 2],
    value(theta: Float64Array) {
      last = theta;
      return theta[0] ** 3 + theta[1];
    },
  };
  expect(failures(gradcheckFunction({ ...cube, gradient: () => [3 * last[0] ** 2, 1] }))).toEqual(["stale"]);
  const own = gradcheckFunction({ ...cube, gradient: ([x]) => [3 * x ** 2, 1] });
  expect(own.verdict).toBe("pass");
});

test("an object that keeps its state may keep what its last pass was given", () => {
  const square = {
    input: [] as number[],
    forward(x: number[]) {
      this.input = x;
      return x.map((v) => v * v);
    },
    backward(dy: number[]) {
      return dy.map((d, i) => 2 * d * this.input[i]);
    },
  };
  const map = statefulMap({
    input: [1, -2, 3],
    values: {},
    gradients: () => ({}),
    forward: (x) => square.forward(x),
    backward: (dy) => square.backward(dy),
  });
  const report = gradcheckMap(map);
  expect(report.verdict, toText(report)).toBe("pass");
});
