import { expect, test } from "vitest";
import { encode, type Message } from "./protobuf.ts";

const hex = (message: Message) => Buffer.from(encode(message)).toString("hex");

// https://protobuf.dev/programming-guides/encoding has the first three.
test.each<[string, Message, string]>([
  ["a whole number", { 1: 150 }, "089601"],
  ["a text", { 2: "testing" }, "120774657374696e67"],
  ["a message", { 3: { 1: 150 } }, "1a03089601"],
  ["nothing", {}, ""],
  ["what is left out", { 1: undefined, 2: 0 }, "1000"],
  ["several, each as a field", { 4: [3, 270, 0] }, "2003208e022000"],
  ["a field above 15", { 20: 7 }, "a00107"],
  ["bytes", { 9: Uint8Array.of(0, 255) }, "4a0200ff"],
  ["a text beyond ASCII", { 1: "θ" }, "0a02ceb8"],
  ["a number beyond 32 bits", { 1: 2 ** 40 }, "08808080808020"],
])("%s", (_, message, bytes) => {
  expect(hex(message)).toBe(bytes);
});
