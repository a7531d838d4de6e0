// Fitted transforms and names of classes come back from a file as they were; a file that was made to harm is refused.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dense, meanSquaredError } from "../../test/fixtures.ts";
import { tampered } from "../../test/tampered.ts";
import {
  cast,
  compose,
  createModel,
  type FittedTransform,
  fromBytes,
  impute,
  normalize,
  oneHot,
  rng,
  sgd,
  standardize,
  type Table,
  type TableRows,
  type Tensor,
  tensor,
  toBytes,
  train,
  windows,
} from "../index.ts";

const layers = { dense, meanSquaredError };
const model = createModel(dense(2, 1), { seed: 1 });
const through = (transforms: FittedTransform) =>
  fromBytes(toBytes(model, { transforms }), { layers }).transforms!;

/** What comes of it, to the bit, or the error. */
function outcome(f: () => Tensor): unknown {
  try {
    const { data, shape, dtype } = f();
    return { shape, dtype, bits: new BigUint64Array(Float64Array.from(data).buffer) };
  } catch (error) {
    return (error as Error).message;
  }
}

const stream = rng(1);
const draw = (...shape: number[]) =>
  tensor(
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 10 * stream.normal()),
    shape,
  );
const table: Table = [
  [1 / 3, "red", 7, "\ud800"],
  [null, "blue", 7, "__proto__"],
  [1e-300, null, 7, "__proto__"],
  [-0.1, "red", 7, ""],
];
const odd: Table = [[5, "red", null, ""]];
const green: Table = [[5, "green", 7, ""]];

const prepare = compose(impute({ numbers: "median" }), standardize(), oneHot());
const cases: readonly [fitted: FittedTransform, ...rows: (TableRows | Table[number])[]][] = [
  [standardize().fit(draw(9, 3)), draw(4, 3), draw(3), draw(4, 2)],
  [standardize().fit([-0, -0]), [3, -0]],
  [normalize().fit(draw(9, 2, 3)), draw(4, 2, 3), draw(2, 3), cast(draw(4, 2, 3), "float32")],
  [normalize().fit(draw(9)), draw(4)],
  [oneHot().fit(table.filter((row) => !row.includes(null))), green, table[0], odd],
  [impute().fit(draw(9, 2)), [[Number.NaN, 1]]],
  [windows(3).fit(draw(9, 2)), draw(5, 2), draw(2, 2)],
  [prepare.fit(table), table, odd, odd[0], green, [[1, 2, 3, 4]]],
  [compose(compose(impute()), compose(normalize(), compose(oneHot(), standardize()))).fit(table), table, odd],
  [compose(standardize(), normalize()).fit(draw(9, 2)), draw(4, 2)],
  [compose(standardize(), windows(2)).fit(draw(9, 2)), draw(4, 2)],
];

test.each(cases.map((row) => [`${row[0]}`, row] as const))("comes back: %s", (printed, [fitted, ...rows]) => {
  const read = through(fitted);
  expect(`${read}`).toBe(printed);
  expect(read.name).toBe(fitted.name);
  expect(read.state).toEqual(fitted.state);
  for (const x of rows) {
    expect(outcome(() => read.apply(x))).toEqual(outcome(() => fitted.apply(x)));
    expect(outcome(() => read.invert(x as Tensor))).toEqual(outcome(() => fitted.invert(x as Tensor)));
  }
  // And once more through a file.
  expect(through(read).state).toEqual(fitted.state);
});

test("classes come back, and predict names", () => {
  const named = createModel(dense(2, 3), { classes: ["a", "__proto__", "\ud800"] });
  const { model: read, ...rest } = fromBytes(toBytes(named), { layers });
  expect(rest).toEqual({ classes: named.classes });
  expect(read.classes).toEqual(named.classes);
  const loss = meanSquaredError();
  const x = [
    [1, 2],
    [-3, 1],
  ];
  expect(read.predictClasses(x, loss)).toEqual(named.predictClasses(x, loss));
});

test("so do those of a checkpoint, and its transforms", () => {
  const named = createModel(dense(2, 1), { classes: ["no", "yes"] });
  const options = { loss: meanSquaredError(), optimizer: sgd(), epochs: 2 };
  const transforms = standardize().fit([[1, 2]]);
  for (const epoch of train(named, { inputs: [[1, 2]], targets: [[1]] }, options)) {
    const read = fromBytes(toBytes(epoch.checkpoint(), { transforms }), { layers });
    expect([read.checkpoint!.model.classes, read.model.classes]).toEqual([named.classes, named.classes]);
    expect(`${read.transforms}`).toBe("standardize(), fitted on rows [n, 2]");
  }
});

test("what is not fitted is not saved", () => {
  expect(() => toBytes(model, { transforms: standardize() as never })).toThrow(
    "toBytes: transforms must be fitted, such as standardize().fit(rows)",
  );
});

describe("a file that was made to harm", () => {
  const call = (name: string, ...args: unknown[]) => ({ call: name, args });
  const state = (shape: unknown, categories: unknown, fitted: unknown) => ({ shape, categories, fitted });
  const scales = { shift: [1], scale: [2] };
  const scaled = (fitted: unknown) => ({
    transform: call("standardize"),
    state: state([1], [], fitted),
  });
  const rows = (shape: unknown, categories: unknown) => ({
    transform: call("standardize"),
    state: state(shape, categories, scales),
  });
  const encoded = (...fitted: unknown[]) => ({
    transform: call("oneHot"),
    state: state([2], [1], fitted),
  });
  const composed = (...states: unknown[]) => ({
    transform: call("compose", call("oneHot"), call("standardize")),
    state: state([1], [0], states),
  });
  const nested = (depth: number): unknown =>
    depth === 0 ? call("impute") : call("compose", nested(depth - 1));

  test.each<[transforms: unknown, message: string]>([
    [4, "expected an object such as { transform: ... }, got 4"],
    [{ ...scaled(scales), code: "1" }, 'unknown key "code"'],
    [{ ...scaled(scales), transform: 4 }, "expected a transform, got 4"],
    [
      { ...scaled(scales), transform: call("dense", 1, 1) },
      'the file asks for "dense", which is not among the transforms',
    ],
    [
      { ...scaled(scales), transform: call("__proto__") },
      'the file asks for "__proto__", which is not among the transforms',
    ],
    [
      { ...scaled(scales), transform: call("constructor") },
      'the file asks for "constructor", which is not among the transforms',
    ],
    [{ ...scaled(scales), transform: call("compose", 4) }, "transforms[0] must be a transform"],
    [{ ...scaled(scales), transform: nested(60) }, "is nested deeper than 100"],
    [{ ...scaled(scales), state: null }, "expected a state such as { shape: ... }, got null"],
    [rows("1", []), 'shape must be a list of lengths, got "1"'],
    [rows([0], []), "shape[0] must be a whole number above 0, got 0"],
    [rows([1.5], []), "shape[0] must be a whole number above 0, got 1.5"],
    [rows([1e9], []), "a tensor has up to 2^28 entries"],
    [rows(Array(1e5).fill(1), []), "a tensor has up to"],
    [rows([1], [1]), "categories[0] must be a column of 1, behind those before it, got 1"],
    [rows([2], [1, 0]), "categories[1] must be a column of 2, behind those before it, got 0"],
    [rows([1, 1], [0]), "only rows of one axis have columns of categories"],
    [scaled([]), "standardize(): expected a state such as { shift: ... }, got an array of 0"],
    [scaled({ shift: [1] }), "standardize(): scale must be a list, got undefined"],
    [scaled({ ...scales, shift: [1, 2] }), "standardize(): shift must be a list of 1, got one of 2"],
    [scaled({ ...scales, shift: ["1"] }), 'standardize(): shift[0] must be a finite number, got "1"'],
    [scaled({ ...scales, shift: [{ number: "NaN" }] }), "shift[0] must be a finite number, got NaN"],
    [scaled({ ...scales, scale: [0] }), "standardize(): scale[0] must be above 0, got 0"],
    [scaled({ ...scales, more: 1 }), 'standardize(): unknown key "more"'],
    [
      { ...scaled(null), transform: call("windows", 1e9), state: state([1], [], 3) },
      "its state must be null, got 3",
    ],
    [
      { ...scaled(null), transform: call("windows", 0) },
      "windows: length must be a whole number above 0, got 0",
    ],
    [{ ...scaled(["red"]), transform: call("impute") }, 'its state[0] must be a finite number, got "red"'],
    [{ ...scaled([null]), transform: call("oneHot") }, "expected a column of categories, got numbers alone"],
    [encoded(null), "oneHot(): its state must be a list of 2, got one of 1"],
    [encoded(["red"], ["red"]), "its state[0] must be null, got an array of 1"],
    [encoded(null, null), "its state[1] must be a list of categories in alphabetical order, got null"],
    [encoded(null, []), "its state[1] must be a list of categories"],
    [encoded(null, ["a", "a"]), "its state[1] must be a list of categories"],
    [encoded(null, ["a", 1]), "its state[1] must be a list of categories"],
    [composed([["a", "b"]]), "its state must be a list of 2, got one of 1"],
    [composed([["a", "b"]], scales), "transforms[1]: standardize(): shift must be a list of 2, got one of 1"],
  ])("%#", (transforms, message) => {
    const file = tampered(toBytes(model), (about) => ({ ...about, transforms }));
    const read = () => fromBytes(file, { layers });
    expect(read).toThrow(message);
    expect(read).toThrow(/^fromBytes: /);
  });

  test.each([[[]], [["a"]], [["a", "a"]], [["a", 1]], ["ab"], [null], [{}]])("classes %j", (classes) => {
    const file = tampered(toBytes(model), (about) => ({ ...about, classes }));
    expect(() => fromBytes(file, { layers })).toThrow(
      "fromBytes: classes must be a list of two different names at least",
    );
  });

  test("whatever bytes are changed: a clear error, or transforms that can be applied", () => {
    const named = createModel(dense(2, 2), { classes: ["no", "yes"] });
    const good = toBytes(named, { transforms: prepare.fit(table) });
    // Where the text is, which is most of the file.
    const change = fc.tuple(fc.nat(good.length - 1), fc.nat(7));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (flips) => {
        const file = good.slice();
        for (const [at, bit] of flips) file[at] ^= 1 << bit;
        try {
          const { transforms } = fromBytes(file, { layers });
          try {
            transforms?.apply(table);
          } catch (error) {
            expect((error as Error).message).toMatch(
              /^(compose|impute|standardize|oneHot|normalize|windows)\(/,
            );
          }
        } catch (error) {
          expect((error as Error).message).toMatch(/^fromBytes: /);
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: process.env.NIGHTLY === undefined ? 1000 : 100_000 },
    );
  });
});
