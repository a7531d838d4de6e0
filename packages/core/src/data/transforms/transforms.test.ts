import fc from "fast-check";
import { expect, test } from "vitest";
import {
  cast,
  compose,
  type FittedTransform,
  impute,
  mean,
  normalize,
  oneHot,
  sqrt,
  square,
  standardize,
  subtract,
  type Table,
  type TableRows,
  type Tensor,
  tensor,
  toArray,
  transpose,
  windows,
} from "../../index.ts";

const closeTo = (x: unknown, expected: unknown) => {
  const numbers = (value: unknown) => [value].flat(9) as number[];
  expect(numbers(x).length).toBe(numbers(expected).length);
  for (const [k, number] of numbers(x).entries()) expect(number).toBeCloseTo(numbers(expected)[k], 9);
};
const rowsOf = (x: Tensor) => toArray(x);

const columns = fc.integer({ min: 1, max: 4 });
const matrix = columns.chain((width) =>
  fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: width, maxLength: width }), {
    minLength: 1,
    maxLength: 8,
  }),
);

test("standardized columns have mean 0 and deviation 1, or are 0 where they were constant", () => {
  fc.assert(
    fc.property(matrix, (rows) => {
      const y = standardize().fit(rows).apply(rows);
      const center = mean(y, 0);
      closeTo(
        rowsOf(center),
        rows[0].map(() => 0),
      );
      const constant = rows[0].map((value, k) => rows.every((row) => row[k] === value));
      closeTo(
        rowsOf(sqrt(mean(square(subtract(y, center)), 0))),
        constant.map((is) => (is ? 0 : 1)),
      );
    }),
    { numRuns: 50 },
  );
});

test("normalized columns go from 0 to 1", () => {
  fc.assert(
    fc.property(matrix, (rows) => {
      const y = rowsOf(normalize().fit(rows).apply(rows)) as number[][];
      for (const k of rows[0].keys()) {
        const isConstant = rows.every((row) => row[k] === rows[0][k]);
        const column = y.map((row) => row[k]);
        expect([Math.min(...column), Math.max(...column)]).toEqual([0, isConstant ? 0 : 1]);
      }
    }),
    { numRuns: 50 },
  );
});

test("invert undoes what was applied, also of several, and of one column however it stands", () => {
  const rows = [
    [1, 20],
    [2, 50],
    [4, 20],
  ];
  for (const transform of [standardize(), normalize(), compose(normalize(), standardize())]) {
    const fitted = transform.fit(rows);
    closeTo(rowsOf(fitted.invert(fitted.apply(rows))), rows);
    closeTo(rowsOf(fitted.invert(fitted.apply([7, 8]))), [7, 8]);
  }
  const targets = standardize().fit([1, 2, 6]);
  closeTo(rowsOf(targets.invert([[0], [1]])), [[3], [3 + Math.sqrt(14 / 3)]]);
  closeTo(rowsOf(targets.invert([0])), [3]);
});

test("a column of one number that rounds is constant all the same", () => {
  const rows = Array.from({ length: 10 }, () => 0.1);
  expect(rowsOf(standardize().fit(rows).apply([0.1, 1.1]))).toEqual([0, 1]);
});

test("new rows are changed by what was fitted", () => {
  const scale = standardize().fit([
    [0, 0],
    [2, 4],
  ]);
  expect(rowsOf(scale.apply([[3, 2]]))).toEqual([[2, 0]]);
  expect(rowsOf(scale.apply([3, 2]))).toEqual([2, 0]);
  expect(rowsOf(scale.apply(tensor([3, 2])))).toEqual([2, 0]);
  expect(
    rowsOf(
      normalize()
        .fit([[0], [2]])
        .apply([[3]]),
    ),
  ).toEqual([[1.5]]);
});

test("rank 1 is one column, and more than two axes have a column for each index of a row", () => {
  expect(rowsOf(normalize().fit(Int32Array.of(0, 2)).apply([1, 2]))).toEqual([0.5, 1]);
  const images = [
    [
      [0, 1],
      [2, 3],
    ],
    [
      [4, 1],
      [4, 7],
    ],
  ];
  const fitted = normalize().fit(images);
  expect(rowsOf(fitted.apply(images))).toEqual([
    [
      [0, 0],
      [0, 0],
    ],
    [
      [1, 0],
      [1, 1],
    ],
  ]);
  expect(rowsOf(fitted.apply(tensor(images[1])))).toEqual([
    [1, 0],
    [1, 1],
  ]);
});

test("views and precisions are kept apart, and what is given is not written to", () => {
  const x = tensor([
    [1, 2, 4],
    [3, 3, 3],
  ]);
  const before = [...x.data];
  const fitted = normalize().fit(transpose(x));
  expect(rowsOf(fitted.apply(transpose(x)))).toEqual([
    [0, 0],
    [1 / 3, 0],
    [1, 0],
  ]);
  expect(fitted.apply(cast(transpose(x), "float32")).dtype).toBe("float32");
  for (const transform of [standardize(), impute(), windows(1)]) {
    const y = transform.fit(x).apply(x);
    y.data.fill(9);
  }
  expect([...x.data]).toEqual(before);
});

const table: Table = [
  [1, "red", 0],
  [null, "green", 4],
  [3, null, 2],
  [8, "red", 6],
];

test("categories are columns of their own, in the place of theirs", () => {
  const encode = oneHot().fit([
    ["b", 5, "x"],
    ["a", 6, "x"],
    ["c", 7, "y"],
  ]);
  expect(
    rowsOf(
      encode.apply([
        ["a", 1, "y"],
        ["b", 2, "x"],
      ]),
    ),
  ).toEqual([
    [1, 0, 0, 1, 0, 1],
    [0, 1, 0, 2, 1, 0],
  ]);
  expect(rowsOf(encode.apply(["c", 1, "y"]))).toEqual([0, 0, 1, 1, 0, 1]);
});

test("what is missing is filled in by what was fitted", () => {
  const filled = (numbers: "mean" | "median") =>
    compose(impute({ numbers }), oneHot()).fit(table).apply([null, null, 9]);
  expect(rowsOf(filled("mean"))).toEqual([4, 0, 1, 9]);
  expect(rowsOf(filled("median"))).toEqual([3, 0, 1, 9]);
  // Of an even number of numbers the mean of the middle two.
  const x = tensor([4, Number.NaN, 1, 2, 10]);
  expect(rowsOf(impute({ numbers: "median" }).fit(x).apply(x))).toEqual([4, 3, 1, 2, 10]);
  // Of categories that are met equally often the first.
  expect(
    rowsOf(
      compose(impute(), oneHot())
        .fit([["b"], ["a"], [null]])
        .apply([null]),
    ),
  ).toEqual([1, 0]);
});

test("each of several is fitted on what those before it give", () => {
  const inOne = compose(impute(), normalize(), oneHot(), standardize());
  let rows: TableRows = [
    [0, "a"],
    [4, "b"],
    [null, "b"],
  ];
  const fitted = inOne.fit(rows);
  const y = fitted.apply(rows);
  // impute, normalize and oneHot make of it what follows.
  rows = [
    [0, 1, 0],
    [1, 0, 1],
    [0.5, 0, 1],
  ];
  closeTo(rowsOf(y), rowsOf(standardize().fit(rows).apply(rows)));
  const nested = compose(compose(impute(), normalize()), compose(oneHot(), standardize()));
  expect(
    rowsOf(
      nested
        .fit([
          [0, "a"],
          [4, "b"],
          [null, "b"],
        ])
        .apply([
          [0, "a"],
          [4, "b"],
          [null, "b"],
        ]),
    ),
  ).toEqual(rowsOf(y));
});

test("numbers that are missing do not count in scales, and are filled in after", () => {
  const rows = tensor([0, Number.NaN, 4]);
  expect(rowsOf(compose(normalize(), impute()).fit(rows).apply(rows))).toEqual([0, 0.5, 1]);
});

test("windows are runs of rows, of series with and without columns", () => {
  const series = [
    [1, 2],
    [3, 4],
    [5, 6],
    [7, 8],
  ];
  expect(rowsOf(windows(3).fit(series).apply(series))).toEqual([series.slice(0, 3), series.slice(1)]);
  expect(rowsOf(windows(2).fit([1, 2, 3]).apply([1, 2, 3]))).toEqual([
    [1, 2],
    [2, 3],
  ]);
  const scaled = compose(normalize(), windows(4)).fit(series);
  expect(rowsOf(scaled.apply(series))).toEqual([rowsOf(normalize().fit(series).apply(series))]);
});

test("they print as code, and what was found is plain", () => {
  const transform = compose(impute({ numbers: "median" }), standardize(), oneHot());
  expect(`${transform}`).toBe('compose(impute({ numbers: "median" }), standardize(), oneHot())');
  const fitted = transform.fit(table);
  expect(`${fitted}`).toBe(`${transform}, fitted on rows [n, 3]`);
  expect(fitted.name).toBe("compose");
  expect(JSON.parse(JSON.stringify(fitted.state))).toEqual(fitted.state);
});

const scaled = () =>
  standardize().fit([
    [1, 2],
    [3, 5],
  ]);
const mixed = () => compose(impute(), oneHot()).fit(table);
const message = (f: () => unknown) => {
  try {
    f();
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing was thrown";
};

test.each<[() => unknown, string]>([
  [() => standardize().fit([]), "standardize(): no rows"],
  [() => standardize().fit([[], []]), "standardize(): row 0 has no values"],
  [
    () => standardize().fit(7 as never),
    "standardize(): expected rows as a tensor, a table or nested arrays, got 7",
  ],
  [() => standardize().fit([[1, 2], [3]]), "standardize(): row 1 has 1 values, row 0 has 2"],
  [
    () => standardize().fit([["b"], ["a", 2]] as Table),
    "standardize(): row 1 is an array of 2, row 0 an array of 1",
  ],
  [() => standardize().fit([[1, Number.POSITIVE_INFINITY]]), "standardize(): row 0, column 1 is Infinity"],
  [
    () =>
      standardize().fit([
        [1, null],
        [2, null],
      ]),
    "standardize(): column 1 has no numbers",
  ],
  [() => impute().fit([["a"], [1]]), "impute(): row 1, column 0 is 1, not a category"],
  [() => impute().fit([["a", undefined]] as never), "impute(): row 0, column 1 is undefined, not a number"],
  [() => normalize().fit([-1.7e308, 1.7e308]), "normalize(): the numbers of column 0 are too large"],
  [() => scaled().apply([[1, 2, 3]]), "standardize(): it was fitted on rows [n, 2], got [n, 3]"],
  [() => scaled().apply([1]), "standardize(): it was fitted on rows [n, 2], got [n, 1]"],
  [
    () =>
      scaled().apply([
        [1, 2],
        [3, "red"],
      ]),
    'standardize(): row 1, column 1 is "red", not a number',
  ],
  [
    () =>
      scaled().apply([
        [1, 2],
        [3, null],
      ]),
    "standardize(): row 1, column 1 is missing: add impute()",
  ],
  [() => scaled().apply([[1, Number.NaN]]), "standardize(): row 0, column 1 is missing: add impute()"],
  [() => scaled().invert([[1, 2, 3]]), "standardize(): it was fitted on rows [n, 2], got [1, 3]"],
  [() => scaled().invert([[1, Number.NaN]]), "standardize(): row 0, column 1 is NaN"],
  [() => normalize().fit([0, 5e-324]).apply([1]), "normalize(): row 0 becomes Infinity"],
  [
    () => standardize().fit(table.slice(0, 1)).apply(table),
    'standardize(): row 0, column 1 is "red": add oneHot()',
  ],
  [
    () => mixed().apply([[1, "gren", 2]]),
    'oneHot(): row 0, column 1 is "gren", none of the categories "green", "red"; did you mean "green"?',
  ],
  [() => mixed().apply([[1, 5, 2]]), "compose(impute(), oneHot()): row 0, column 1 is 5, not a category"],
  [
    () => mixed().apply(tensor([[1, 2, 3]])),
    "compose(impute(), oneHot()): expected a table, with categories in column 1, got a tensor [1, 3]",
  ],
  [() => mixed().invert([[1, 2, 3]]), "compose(impute(), oneHot()): impute() cannot be undone"],
  [() => oneHot().fit(table).apply(table), "oneHot(): row 2, column 1 is missing: add impute() before"],
  [
    () =>
      oneHot()
        .fit([
          ["a", null],
          ["b", 1],
        ])
        .apply([["a", null]]),
    "oneHot(): row 0, column 1 is missing: add impute()",
  ],
  [
    () =>
      oneHot()
        .fit([["a", "b"]])
        .invert([1]),
    "oneHot(): it cannot be undone",
  ],
  [() => oneHot().fit([[1], [2]]), "oneHot(): expected a column of categories, got numbers alone"],
  [
    () =>
      windows(3)
        .fit([[1], [2]])
        .apply([[1], [2]]),
    "windows(3): expected at least 3 rows, got 2",
  ],
  [() => windows(0), "windows: length must be a whole number above 0, got 0"],
  [() => compose(), "compose: expected transforms such as standardize(), got none"],
  [() => compose(windows(2), standardize()), "compose: windows(2) must come last"],
  [() => compose(compose(windows(2)), standardize()), "compose: compose(windows(2)) must come last"],
  [
    () => compose(standardize as never),
    'compose: transforms[0] must be a transform such as standardize(), got a function: are its "()" missing?',
  ],
  [
    () => compose(scaled() as never),
    "compose: transforms[0] must be a transform such as standardize(), got an Object",
  ],
  [() => impute({ numbers: "mode" as never }), 'impute: numbers must be "mean" or "median", got "mode"'],
])("what is wrong is refused: %#", (f, rule) => {
  expect(message(f)).toBe(rule);
});

test("the place of a missing number is that in the rows as they came", () => {
  const fitted: FittedTransform = oneHot().fit([
    ["a", 1],
    ["b", 2],
    ["c", 3],
  ]);
  expect(() =>
    fitted.apply([
      ["a", 1],
      ["b", null],
    ]),
  ).toThrow("row 1, column 1 is missing");
  const images = normalize().fit([
    [
      [1, 2],
      [3, 4],
    ],
    [
      [5, 6],
      [7, 8],
    ],
  ]);
  expect(() =>
    images.apply([
      [
        [1, 2],
        [Number.NaN, 4],
      ],
    ]),
  ).toThrow("row 0, index [1, 0] is missing");
});
