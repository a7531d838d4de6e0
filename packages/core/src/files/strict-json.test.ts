import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseStrictJson } from "./strict-json.ts";

test("JSON that no object repeats a key in is what JSON.parse makes of it", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.nat(3), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(parseStrictJson(text, "it", 6)).toEqual(JSON.parse(text));
    }),
  );
});

test.each([
  ['{"a":1,"a":2}', 'has the key "a" twice, the second time at character 7'],
  ['{"a":{"b":1, "b" : 2}}', 'has the key "b" twice, the second time at character 13'],
  [String.raw`{"a":1,"\u0061":2}`, 'has the key "a" twice, the second time at character 7'],
  ["[[[[1]]]]", "is nested deeper than 3 at character 3"],
  ["[".repeat(1e6), "is nested deeper than 3 at character 3"],
  ['{"a":1', "is no JSON: "],
  ['"\\', "is no JSON: "],
  ['{"a', "is no JSON: "],
  [`[${"{},".repeat(2 ** 18)}{}]`, "holds more than 262144 objects, arrays and keys"],
  [`{${Array.from({ length: 2 ** 18 }, (_, k) => `"${k}":0`).join()}}`, "holds more than 262144 objects"],
  [`[${"0,".repeat(2 ** 22 + 1)}0]`, "holds more than 4194304 commas"],
  [
    `{"${"x".repeat(3e6)}":1,"${"x".repeat(3e6)}":2}`,
    `has the key "${"x".repeat(40)}"... of 3000000 characters twice`,
  ],
  ['{"\u009b":1,"\u009b":2}', String.raw`has the key "\u009b" twice`],
  ["", "is no JSON: "],
])("%# %.20s", (text, message) => {
  expect(() => parseStrictJson(text, "the header", 3)).toThrow(`the header ${message}`);
});

test.each([
  '[{"a":1},{"a":2}]',
  '{"a":{"a":1}}',
  '{"a":"a","b":"a"}',
  String.raw`{"a\"":1,"a":2}`,
  '["[[[["]',
])("%s is let pass", (text) => {
  expect(parseStrictJson(text, "it", 3)).toEqual(JSON.parse(text));
});

test("what a terminal would obey is written out where the message of JSON.parse quotes the text", () => {
  expect(() => parseStrictJson('{"a": \x1b[2J}', "it", 3)).toThrow(String.raw`\u001b[2J`);
});
