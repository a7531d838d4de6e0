// The matcher in a test of a user's, which is type-checked and run.
import { dense } from "@nudge/layers";
import { expect, test } from "vitest";
import "@nudge/gradcheck/vitest";
import { scale } from "./my-layer.js";

test("the matcher", () => {
  expect(dense(4, 3)).toPassGradcheck({ input: [8, 4] });
  expect(scale(3)).not.toPassGradcheck({ input: [4, 3] });
  // @ts-expect-error: no such option
  expect(() => expect(scale(3)).toPassGradcheck({ inputs: [4, 3] })).toThrow('"input"');
});
