import { expect, test } from "vitest";
import { readArguments } from "./arguments.ts";

const read = (...argv: string[]) => readArguments(argv);

test("arguments of an export are JSON, with less quoting", () => {
  const cases: [string, unknown[]][] = [
    ["3", [3]],
    ["4,3", [4, 3]],
    ["1e-3, true, null", [0.001, true, null]],
    [`[2, 3], "same"`, [[2, 3], "same"]],
    [`'same'`, ["same"]],
    ["{ epsilon: 1e-5, shape: [2, 2] }", [{ epsilon: 1e-5, shape: [2, 2] }]],
    [`{ "a": { b: 'c' } }`, [{ a: { b: "c" } }]],
    ["", []],
  ];
  for (const [text, args] of cases) expect(read("a.ts#f", "--args", text).args).toEqual(args);
  expect(read("--args=-1").args).toEqual([-1]);
  expect(() => read("--args", "-1")).toThrow(
    "--args needs a value: --args LIST, or --args=LIST where that begins with a dash",
  );
  for (const text of ["3,", "relu()", "{ a: b }", "[1", "3 4"])
    expect(() => read("a.ts#f", "--args", text)).toThrow("--args must be values");
});

test("a shape is numbers with commas, or with x between them, and several go by name", () => {
  for (const text of ["4,3", "[4, 3]", "4x3"]) expect(read("--input", text).input).toEqual([4, 3]);
  expect(read("--input", "7").input).toEqual([7]);
  expect(read("--input", "query=4,3").input).toEqual({ query: [4, 3] });
  expect(read("--input", "a=4,3", "--input", "b=5").input).toEqual({ a: [4, 3], b: [5] });
  for (const text of ["", "4,", "4,-3", "4.5", "a="])
    expect(() => read("--input", text)).toThrow("--input must be");
});

test("options that a check has too are left out unless given", () => {
  expect(read("a.ts").overrides).toEqual({});
  const given = [
    "--seed",
    "7",
    "--epsilon",
    "1e-4",
    "--threshold=1e-5",
    "--points",
    "3",
    "--modes",
    "training",
  ];
  expect(read(...given).overrides).toEqual({
    seed: 7,
    epsilon: 1e-4,
    threshold: 1e-5,
    points: 3,
    modes: "training",
  });
  expect(read("--allow", "stale,edge").overrides).toEqual({ allow: ["stale", "edge"] });
  for (const name of ["--seed", "--epsilon", "--threshold", "--points"])
    expect(() => read(name, "")).toThrow(`${name} must be a number, got ""`);
});

test("a threshold or a first step is of all tensors, or of some by name", () => {
  const threshold = (...texts: string[]) =>
    read(...texts.flatMap((text) => ["--threshold", text])).overrides.threshold;
  expect(threshold("1e-5", "1e-6")).toBe(1e-6);
  expect(threshold("*.bias=1e-5", "0.weight=1e-6")).toEqual({ "*.bias": 1e-5, "0.weight": 1e-6 });
  // One for all others goes before the patterns, of which the last one counts.
  expect(Object.entries(threshold("*.bias=1e-5", "1e-6") ?? {})).toEqual([
    ["*", 1e-6],
    ["*.bias", 1e-5],
  ]);
  expect(read("--epsilon", "a=b=1e-3").overrides).toEqual({ epsilon: { "a=b": 1e-3 } });
  expect(() => threshold("bias=")).toThrow('--threshold must be a number, got ""');
});

test("switches are off unless given, and take no value", () => {
  expect(read("a.ts", "b.ts")).toMatchObject({ targets: ["a.ts", "b.ts"], list: false, onlyWrong: false });
  expect(read("--only-wrong", "--allow-inconclusive")).toMatchObject({
    onlyWrong: true,
    allowInconclusive: true,
  });
  expect(() => read("--list=yes")).toThrow('--list takes no value, got "yes"');
  expect(() => read("--html")).toThrow("--html needs a value: --html FILE");
  expect(() => read("--html", "--list")).toThrow("--html needs a value: --html FILE");
});
