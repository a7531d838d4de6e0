import {
  add,
  createModel,
  defineLayer,
  type Layer,
  type LayerKernel,
  map,
  matmul,
  sum,
  type Tensor,
  tensor,
  transpose,
  zeros,
} from "@nudge/core";
import { expect, test } from "vitest";
import { dense, meanSquaredError, sequential } from "../../../layers/src/index.ts";
import { gradcheck, toText } from "../index.ts";

const cube = (x: number) => x * x * x;
const back = (dy: number, x: number) => dy * 3 * x * x;

/** y = x³, with a kernel. */
const cubed = (kernel: Partial<LayerKernel> = {}) =>
  defineLayer("cubed", () => ({
    forward: (x) => [map(x, cube), x],
    backward: (dy, x) => ({ input: map(dy, x, back) }),
    kernel: { kind: "elementwise", keeps: "input", forward: cube, backward: back, ...kernel } as LayerKernel,
  }))() as unknown as Layer;

const check = (layer: Layer) =>
  gradcheck(createModel(sequential(dense(2, 3), layer, dense(3, 1)) as Layer), {
    input: [4, 2],
    target: zeros([4, 1]),
    loss: meanSquaredError(),
  });

test("a kernel that does what the passes do is no finding", () => {
  const report = check(cubed());
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.findings).toEqual([]);
});

test.each([
  ["forward", cubed({ forward: (x: number) => 1.0001 * cube(x) })],
  ["backward", cubed({ backward: (dy: number, x: number) => dy * x * x })],
  ["backward", cubed({ keeps: "output" })],
])("a kernel that does not do what %s does is named", (pass, layer) => {
  for (const report of [check(layer), gradcheck(layer, { input: [2, 3] })]) {
    expect(report.verdict, toText(report)).toBe("fail");
    expect(report.findings).toMatchObject([{ kind: "declaration", severity: "failure" }]);
    expect(report.findings[0].message).toMatch(
      new RegExp(`^cubed\\(\\): its kernel gives \\S+ where ${pass} gives`),
    );
  }
});

test("rounding of large numbers is no difference", () => {
  const large = defineLayer("large", () => ({
    forward: (x) => [map(x, (v) => 1e6 * cube(v)), x],
    backward: (dy, x) => ({ input: map(dy, x, (d, v) => 1e6 * back(d, v)) }),
    kernel: {
      kind: "elementwise",
      keeps: "input",
      forward: (x: number) => 1e6 * (1 + 1e-12) * cube(x),
      backward: (dy: number, x: number) => 1e6 * (1 - 1e-12) * back(dy, x),
    },
  }))() as unknown as Layer;
  expect(gradcheck(large, { input: [2, 3] }).findings).toEqual([]);
});

test("of passes that give something of another shape nothing is said here", () => {
  const short = defineLayer("short", () => ({
    forward: (x) => [map(x, cube), x],
    backward: () => ({ input: tensor([1]) }),
    kernel: { kind: "elementwise", keeps: "input", forward: cube, backward: back },
  }))() as unknown as Layer;
  const { verdict, findings } = gradcheck(short, { input: [2, 3] });
  expect(verdict).toBe("fail");
  expect(findings.map(({ kind }) => kind)).not.toContain("declaration");
});

test("so is that of a layer that is no product with its weights", () => {
  const twice = defineLayer("twice", () => ({
    parameters: { weight: tensor([[1, 2]]), bias: tensor([3, 4]) },
    forward: (x, { weight, bias }) => [add(add(matmul(x, weight), bias), bias), x],
    backward: (dy: Tensor, x, { weight }) => ({
      input: matmul(dy, transpose(weight)),
      weight: matmul(transpose(x), dy),
      bias: map(sum(dy, 0), (d) => 2 * d),
    }),
    kernel: { kind: "affine", weight: "weight", bias: "bias" },
  }))() as unknown as Layer;
  const { verdict, findings } = gradcheck(twice, { input: [3, 1] });
  expect(verdict).toBe("fail");
  expect(findings.map(({ message }) => message).join()).toContain("twice(): its kernel gives");
});

test("a model of float32 is checked in float64, and that is said", () => {
  const model = createModel(dense(2, 3), { dtype: "float32" });
  const report = gradcheck(model, { input: [4, 2], target: zeros([4, 3]), loss: meanSquaredError() });
  expect(report.verdict).toBe("pass");
  expect(toText(report)).toContain("float32: the check runs in float64");
});

test("one that does something else is what the hint speaks of: no entry is wrong", () => {
  const text = toText(check(cubed({ backward: (dy: number, x: number) => 2 * back(dy, x) })));
  expect(text.replace(/\s+/g, " ")).toContain(
    "hint let the kernel of a layer give to the bit what its passes give",
  );
  expect(text).not.toContain("flat");
});
