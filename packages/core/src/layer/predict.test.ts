import { describe, expect, test } from "vitest";
import { blend, dense, meanSquaredError } from "../../test/fixtures.ts";
import { createModel, defineLoss, exp, tensor, toArray } from "../index.ts";

/** Outputs are the logarithms of what its probabilities are. */
const logarithmic = defineLoss("logarithmic", () => ({
  forward: () => [0, undefined],
  backward: () => tensor([]),
  probabilities: exp,
}));

/** y = x */
function identity<const K extends readonly string[] | undefined = undefined>(size: number, classes?: K) {
  const model = createModel(dense(size, size), { classes });
  model.theta.fill(0);
  for (let i = 0; i < size; i++) model.parameters.weight.set(i, i, 1);
  return model;
}
const rows = [
  [1, 3, 2],
  [5, 4, 5],
];

describe("predictProbabilities", () => {
  test("gives what the loss makes of the outputs, of a single row its own", () => {
    const model = identity(3);
    const [first] = rows.map((row) => row.map(Math.exp));
    const probabilities = model.predictProbabilities(rows, logarithmic());
    expect(toArray(probabilities)).toEqual(rows.map((row) => row.map(Math.exp)));
    for (const row of [rows[0], tensor(rows[0])])
      expect(toArray(model.predictProbabilities(row, logarithmic()))).toEqual(first);
  });

  test("refuses a loss that makes none, and what is no loss", () => {
    expect(() => identity(3).predictProbabilities(rows, meanSquaredError())).toThrow(
      "predictProbabilities: meanSquaredError() does not say how outputs become probabilities",
    );
    expect(() => identity(3).predictProbabilities(rows, 1 as never)).toThrow(
      new Error("predictProbabilities: loss must be a loss, got 1"),
    );
    expect(() => identity(3).predictProbabilities([[1, Number.NaN, 3]], logarithmic())).toThrow(
      new Error("predictProbabilities: row 0, column 1 is NaN"),
    );
  });
});

describe("predictClasses", () => {
  test("is the largest of the columns, the first of equal ones", () => {
    expect(identity(3).predictClasses(rows, meanSquaredError())).toEqual([1, 0]);
    expect(identity(3).predictClasses(rows, logarithmic())).toEqual([1, 0]);
  });

  test("is of a single column 1 above a half, by the probability where there is one", () => {
    const column = [[0.4], [0.5], [0.6], [-0.1], [Math.log(0.5)]];
    expect(identity(1).predictClasses(column, meanSquaredError())).toEqual([0, 0, 1, 0, 0]);
    expect(identity(1).predictClasses(column, logarithmic())).toEqual([1, 1, 1, 1, 0]);
  });

  test("is one class of a single row", () => {
    for (const row of [rows[0], tensor(rows[0])])
      expect(identity(3).predictClasses(row, logarithmic())).toBe(1);
    expect(identity(3, ["a", "b", "c"]).predictClasses(rows[0], logarithmic())).toBe("b");
  });

  test("is a name where the model has names", () => {
    expect(identity(3, ["a", "b", "c"]).predictClasses(rows, logarithmic())).toEqual(["b", "a"]);
    expect(identity(1, ["no", "yes"]).predictClasses([[1], [-1]], logarithmic())).toEqual(["yes", "no"]);
  });

  test("refuses as many names as do not fit the columns, NaN, and outputs that are no table", () => {
    expect(() => identity(3, ["no", "yes"]).predictClasses(rows, logarithmic())).toThrow(
      new Error("predictClasses: the outputs tell 3 classes apart, but the model has 2 names of classes"),
    );
    const broken = identity(3);
    broken.parameters.bias.set(2, Number.NaN);
    expect(() => broken.predictClasses(rows, logarithmic())).toThrow(
      new Error("predictClasses: the prediction for row 0 is NaN"),
    );
    const cube = createModel(blend(2));
    expect(() =>
      cube.predictClasses(
        { a: tensor([1, 2, 3, 4], [2, 1, 2]), b: [[[1, 2]], [[3, 4]]] },
        meanSquaredError(),
      ),
    ).toThrow("predictClasses: expected outputs [n, classes] or [n], got [2, 1, 2]");
    expect(() => identity(3).predictClasses(rows, {} as never)).toThrow(
      "predictClasses: loss must be a loss",
    );
  });
});

describe("names of classes", () => {
  const model = createModel(dense(1, 1), { classes: ["setosa", "versicolor", "virginica"] });
  const inputs = [[1], [2], [3]];
  const options = { loss: meanSquaredError() };

  test("stand for their numbers in targets", () => {
    const seen: unknown[] = [];
    const spy = defineLoss("spy", () => ({
      forward: (p, t) => {
        seen.push(toArray(t));
        return [0, p];
      },
      backward: (p) => p,
    }));
    model.lossAndGradient(inputs, ["virginica", "setosa", "versicolor"], { loss: spy() });
    model.lossAndGradient(inputs, [2, 0, 1], { loss: spy() });
    expect(seen).toEqual([
      [2, 0, 1],
      [2, 0, 1],
    ]);
  });

  test.each<[readonly unknown[], string]>([
    [
      ["setosa", "virginca", "setosa"],
      'row 1 is "virginca", none of the classes "setosa", "versicolor", "virginica"; did you mean "virginica"?',
    ],
    [["setosa", "setosa", 2], 'row 2 is 2, none of the classes "setosa", "versicolor", "virginica"'],
    [[1, "setosa", 2], 'row 1 is "setosa", not a number'],
  ])("targets %o are refused with the row", (targets, rule) => {
    expect(() => model.lossAndGradient(inputs, targets as never, options)).toThrow(
      new Error(`lossAndGradient: targets ${rule}`),
    );
  });

  test("are needed where targets are names", () => {
    expect(() => createModel(dense(1, 1)).lossAndGradient(inputs, ["a", "b", "a"], options)).toThrow(
      new Error(
        'lossAndGradient: targets row 0 is "a", but the model has no names of classes; give them: createModel(layer, { classes: [...] })',
      ),
    );
  });

  test("are kept as they were given, and are at least two, all different", () => {
    const names = ["a", "b"];
    const { classes } = createModel(dense(1, 2), { classes: names });
    names.push("c");
    expect(classes).toEqual(["a", "b"]);
    expect(createModel(dense(1, 2)).classes).toBeUndefined();
    for (const wrong of [[], ["a"], ["a", "a"], ["a", 1], ["a", ""], "ab", ["a", undefined, "b"]])
      expect(() => createModel(dense(1, 2), { classes: wrong as never })).toThrow(
        /^createModel: classes must be a list of two different names at least, such as \["no", "yes"\], got /,
      );
  });
});
