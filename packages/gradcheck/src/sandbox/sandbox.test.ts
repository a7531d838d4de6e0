import { copy, multiply, type Tensor, tensor } from "@nudge/core";
import { leavesOf, type Tree } from "@nudge/core/internal";
import { expect, test } from "vitest";
import { normal } from "../../test/fixtures.ts";
import type { Subject } from "../subject/subject.ts";
import { Sandbox } from "./sandbox.ts";
import { SubjectError } from "./subject-error.ts";

const options = { seed: 3, modes: "both" } as const;

/** What the sandbox needs of a subject. */
const subjectOf = (tensors: Tree<Tensor>, forward: Subject["forward"]) =>
  ({ name: "subject", tensors, scalar: false, forward, backward: () => ({}) }) as unknown as Subject;

const asked = (t: Tree<Tensor>) => [t.x as Tensor, 0] as const;

test("θ holds all tensors one after another, under the names of their paths", () => {
  const tensors = { x: normal([2, 3]), inner: { W: normal([2]).step(-1), b: tensor(5) } };
  const { theta, slices } = new Sandbox(subjectOf(tensors, asked), options);
  expect(slices.map(({ name, offset, length }) => [name, offset, length])).toEqual([
    ["x", 0, 6],
    ["inner.W", 6, 2],
    ["inner.b", 8, 1],
  ]);
  expect(Array.from(theta.values)).toEqual(leavesOf(tensors).flatMap(([, x]) => Array.from(copy(x).data)));
});

test("the subject sees θ as it stands, in the shapes of its tensors", () => {
  const sandbox = new Sandbox(
    subjectOf({ x: normal([2, 3]) }, (t) => [multiply(t.x as Tensor, 2), 0]),
    options,
  );
  const [y] = sandbox.theta.at([1, 2, 3, 4, 5, 6], () => sandbox.forward());
  expect(y.shape).toEqual([2, 3]);
  expect(Array.from(y.data)).toEqual([2, 4, 6, 8, 10, 12]);
});

test("every forward pass replays the same random numbers, in the mode it is asked for", () => {
  const seen: [boolean, number][] = [];
  const sandbox = new Sandbox(
    subjectOf({ x: normal([1]) }, (t, { training, rng }) => {
      seen.push([training, rng.uniform()]);
      return [t.x as Tensor, 0];
    }),
    options,
  );
  sandbox.forward();
  sandbox.forward({ training: false });
  sandbox.evaluate(new Float64Array(1));
  expect(seen.map(([training]) => training)).toEqual([true, false, true]);
  expect(new Set(seen.map(([, drawn]) => drawn)).size).toBe(1);
  expect(sandbox.evaluations).toBe(3);
});

test("an exception of the subject's is told from others by its class, pass and cause", () => {
  const cause = new TypeError("on purpose");
  const sandbox = new Sandbox(
    subjectOf({ x: normal([1]) }, () => {
      throw cause;
    }),
    options,
  );
  expect(() => sandbox.forward()).toThrow(SubjectError);
  expect(() => sandbox.forward()).toThrow("forward threw TypeError: on purpose");
  const into = new Float64Array(2);
  sandbox.evaluate(into);
  expect(into).toEqual(Float64Array.of(Number.NaN, Number.NaN));
});

test("an output of another size, or none at all, is NaN everywhere", () => {
  for (const returned of [[normal([3]), 0], undefined, null, 3, [], [undefined], [[1, 2]]]) {
    const sandbox = new Sandbox(
      subjectOf({ x: normal([1]) }, () => returned as never),
      options,
    );
    const into = new Float64Array(2);
    sandbox.evaluate(into);
    expect(into).toEqual(Float64Array.of(Number.NaN, Number.NaN));
  }
});

test("once the subject was seen to write, it works on copies", () => {
  const sandbox = new Sandbox(
    subjectOf({ x: tensor([1, 2]) }, (t) => {
      const y = multiply(t.x as Tensor, 2);
      (t.x as Tensor).set(0, 9);
      return [y, 0];
    }),
    options,
  );
  sandbox.settle({ careful: true });
  for (let i = 0; i < 2; i++) expect(Array.from(sandbox.forward()[0].data)).toEqual([2, 4]);
  expect(Array.from(sandbox.theta.values)).toEqual([1, 2]);
});

test("outputs are written over those of the last evaluation where that is asked for, and nowhere else", () => {
  const outputs: Tensor[] = [];
  const sandbox = new Sandbox(
    subjectOf({ x: tensor([1, 2]) }, (t) => {
      outputs.push(multiply(t.x as Tensor, 2));
      return [outputs[outputs.length - 1], 0];
    }),
    options,
  );
  const into = new Float64Array(2);
  for (const recycling of [false, true]) {
    sandbox.settle({ recycling });
    for (let i = 0; i < 2; i++) sandbox.evaluate(into);
    expect(Array.from(into)).toEqual([2, 4]);
    expect(outputs.at(-1) === outputs.at(-2)).toBe(recycling);
    sandbox.forward();
    expect(outputs.at(-1) === outputs.at(-2)).toBe(false);
  }
});
