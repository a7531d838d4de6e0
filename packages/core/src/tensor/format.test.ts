import { expect, test } from "vitest";
import { tensor } from "./create.ts";
import { full, zeros } from "./fill.ts";
import { format } from "./format.ts";
import { transpose } from "./transpose.ts";

const lines = (...text: string[]) => text.join("\n");

test("shape, precision, and columns aligned at their decimal points", () => {
  const x = tensor([
    [1, -2.5, 1000],
    [-10.25, 3, 0.125],
  ]);
  expect(format(x)).toBe(
    lines("tensor [2, 3] float64", "[[  1    -2.5 1000    ]", " [-10.25  3      0.125]]"),
  );
  expect(format(transpose(x))).toBe(
    lines("tensor [3, 2] float64", "[[   1   -10.25 ]", " [  -2.5   3    ]", " [1000     0.125]]"),
  );
});

test("NaN, infinities, the very large and the very small", () => {
  const x = tensor(Float32Array.of(Number.NaN, 1.5, Number.NEGATIVE_INFINITY, 2 ** -40, 1, 2 ** 30), [3, 2]);
  expect(format(x)).toBe(
    lines(
      "tensor [3, 2] float32",
      "[[      NaN 1.5        ]",
      " [-Infinity 9.09495e-13]",
      " [        1 1.07374e+9 ]]",
    ),
  );
});

test.each([
  [1 / 3, "0.333333"],
  [100, "100"],
  [123456, "123456"],
  [1234567, "1.23457e+6"],
  [0.5, "0.5"],
  [1e-5, "0.00001"],
  [1e21, "1e+21"],
  [0, "0"],
])("six significant digits: %d", (value, text) => {
  expect(format(tensor(value))).toBe(`tensor [] float64\n${text}`);
});

test("axes longer than six are elided, in every direction", () => {
  expect(format(tensor([1, 2, 3, 4, 5, 6]))).toBe("tensor [6] float64\n[1 2 3 4 5 6]");
  expect(format(tensor([...Array(100).keys()]))).toBe("tensor [100] float64\n[0 1 2 ... 97 98 99]");
  const x = tensor([...Array(70).keys()], [7, 10]);
  expect(format(x)).toBe(
    lines(
      "tensor [7, 10] float64",
      "[[ 0  1  2 ...  7  8  9]",
      " [10 11 12 ... 17 18 19]",
      " [20 21 22 ... 27 28 29]",
      " ...",
      " [40 41 42 ... 47 48 49]",
      " [50 51 52 ... 57 58 59]",
      " [60 61 62 ... 67 68 69]]",
    ),
  );
});

test("an empty line between the matrices of a stack, which are elided like rows", () => {
  expect(format(tensor([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]))).toBe(
    lines("tensor [2, 2, 2] float64", "[[[1 2]", "  [3 4]]", "", " [[5 6]", "  [7 8]]]"),
  );
  expect(format(full([7, 1, 1], 1))).toBe(
    lines("tensor [7, 1, 1] float64", "[[[1]]", "", " [[1]]", "", " [[1]]", "", " ...").concat(
      "\n\n [[1]]\n\n [[1]]\n\n [[1]]]",
    ),
  );
});

test("no entries, and no tensor", () => {
  expect(format(zeros([0, 3]))).toBe("tensor [0, 3] float64\n[]");
  // @ts-expect-error an array is no tensor
  expect(() => format([1])).toThrow("format: expected a tensor, got an array of 1");
});
