import { multiply, square, sum, tensor } from "@nudge/core";
import { expect, test } from "vitest";
import { evidenceOf } from "../../../test/evidence.ts";
import { linear, type Named, normal, type Subject, scaled, spoil } from "../../../test/fixtures.ts";
import { factor } from "../hypotheses/factor.ts";
import { judge } from "../judge.ts";
import { affinePairOf } from "./companions.ts";

const messageOf = (change: (right: Named) => Named, name: string) =>
  judge(factor, evidenceOf(spoil(linear(), change), name))?.message;

test("a factor that every tensor has comes in at the beginning or the end", () => {
  const all = ({ x, W, b }: Named) => ({ x: scaled(x, 7), W: scaled(W, 7), b: scaled(b, 7) });
  for (const name of ["x", "W", "b"]) expect(messageOf(all, name)).toContain("; so it is in every tensor: ");
});

test("a factor of a weight and its bias is in the gradient at the output of their layer", () => {
  const both = ({ W, b }: Named) => ({ W: scaled(W, 7), b: scaled(b, 7) });
  expect(messageOf(both, "W")).toContain("; so it is in b: it is in the gradient that arrives at the output");
  expect(messageOf(both, "b")).toContain("; so it is in W: it is in the gradient that arrives at the output");
  expect(messageOf(({ W, x }) => ({ W: scaled(W, 7), x: scaled(x, 7) }), "W")).toContain(
    "; so it is in x: it comes in before",
  );
});

test("nothing is said of tensors that have another factor", () => {
  const other = ({ W, b }: Named) => ({ W: scaled(W, 7), b: scaled(b, 7.001) });
  expect(messageOf(other, "W")).toBe("backprop = 7 × numeric in every entry");
});

test("a length of another tensor is the same by chance", () => {
  const gain: Subject = {
    tensors: { W: normal([3, 7], 2), s: tensor([0.7, 0.2]) },
    forward: ({ W, s }) => [tensor(sum(square(W)) + sum(square(s))), undefined],
    backward: (dy, _, { W, s }) => ({ W: multiply(multiply(2, W), dy), s: multiply(multiply(14, s), dy) }),
  };
  expect(judge(factor, evidenceOf(gain, "s"))?.message).toBe(
    "backprop = 7 × numeric in every entry: 7 (there are 7 columns of W, perhaps by chance)",
  );
});

test.each([
  [{ W1: [4, 3], b1: [3], W2: [3, 2], b2: [2] }, "W1", ["W1", "b1", 1]],
  [{ W1: [3, 4], b1: [3, 1], W2: [2, 3], b2: [2, 1] }, "b2", ["W2", "b2", 0]],
  [{ W1: [3, 3], b1: [3, 1] }, "W1", ["W1", "b1", 0]],
  [{ "dense.weight": [3, 3], "dense.bias": [1, 3] }, "dense.weight", ["dense.weight", "dense.bias", 1]],
  [{ W1: [4, 3], b1: [5] }, "W1", undefined],
  [{ Wx: [4, 3], Wh: [3, 3], b: [3] }, "Wx", undefined],
])("weights and biases of %j", (shapes, name, expected) => {
  const one = (name: string, shape: number[]) => ({
    name,
    shape,
    theta: new Float64Array(shape.reduce((a, b) => a * b)),
  });
  const tensors = Object.entries(shapes).map(([name, shape]) => one(name, shape));
  const tensor = tensors.find((each) => each.name === name);
  const pair = affinePairOf({ tensor, tensors } as never);
  expect(pair && [pair.weight.name, pair.bias.name, pair.axis]).toEqual(expected);
});
