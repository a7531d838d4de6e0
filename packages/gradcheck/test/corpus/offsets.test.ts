import { expect, test } from "vitest";
import { readOffsets } from "./offsets.ts";

const now = Date.UTC(1970, 0, 11, 23);

test.each([
  [[], [0]],
  [["--offsets", "1000"], [1000]],
  [
    ["--offsets", "0,1000"],
    [0, 1000],
  ],
  [["--today"], [10]],
  [
    ["--offsets", "2000,3000", "--today"],
    [2000, 3000, 10],
  ],
])("%j asks for %j", (args, offsets) => {
  expect(readOffsets(args, now)).toEqual(offsets);
});

test.each([
  [["--offsets", "0,"], 'corpus: --offsets must be whole numbers below 1e9, as in 0,1000, got "0,"'],
  [["--offsets", "1.5"], 'corpus: --offsets must be whole numbers below 1e9, as in 0,1000, got "1.5"'],
  [["--offset", "0"], "corpus: Unknown option '--offset'"],
  [["1000"], "corpus: Unexpected argument '1000'"],
])("%j is refused", (args, message) => {
  expect(() => readOffsets(args, now)).toThrow(message);
});
