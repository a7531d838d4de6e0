import { expect, test } from "vitest";
import { parseArguments } from "./arguments.ts";

test("without arguments everything but products runs, to be written down", () => {
  expect(parseArguments([])).toEqual({
    sections: ["training", "gradcheck", "startup", "memory", "size", "growth"],
    nets: [],
    shapes: [],
    complete: true,
    quick: false,
    seed: undefined,
    help: false,
  });
  expect(parseArguments(["--quick"])).toMatchObject({ quick: true, complete: false });
});

test("naming nets means training them", () => {
  expect(parseArguments(["T", "S"])).toMatchObject({
    sections: ["training"],
    nets: ["T", "S"],
    complete: false,
  });
  expect(parseArguments(["random", "gradcheck", "--seed", "7"])).toMatchObject({
    sections: ["training", "gradcheck"],
    nets: ["random"],
    seed: 7,
  });
});

test("products take shapes", () => {
  expect(parseArguments(["products", "16x4x32"])).toMatchObject({
    sections: ["products"],
    shapes: ["16x4x32"],
  });
  expect(() => parseArguments(["16x4x32"])).toThrow('bench: unknown argument "16x4x32"');
  expect(() => parseArguments(["products", "16x0x32"])).toThrow('bench: unknown argument "16x0x32"');
});

test.each([
  [["Q"], 'bench: unknown argument "Q"; there are training, gradcheck,'],
  [["--fast"], "bench: Unknown option '--fast'"],
  [["--seed", "1.5"], 'bench: --seed must be a whole number below 1e9, got "1.5"'],
])("%j is refused", (args, message) => {
  expect(() => parseArguments(args)).toThrow(message);
});
