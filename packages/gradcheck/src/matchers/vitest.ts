// A matcher for vitest; importing this module adds it: `import "@nudge/gradcheck/vitest"`.
import { expect } from "vitest";
import { toText } from "../report/text.ts";
import { allKinds } from "../verbs/kinds.ts";
import type { OptionsArgument } from "../verbs/options.ts";
import { prepare } from "../verbs/prepare.ts";
import { drain } from "../verbs/run.ts";

declare global {
  namespace Chai {
    interface Assertion {
      /**
       * Checks the gradients of a layer, model, loss, function or map, with the options of the verb that checks such a
       * subject; the message of a failure is the report as text. An inconclusive check is neither a pass nor a fail:
       * `.not.toPassGradcheck()` does not hold of it either.
       *
       * `expect(dense(4, 3)).toPassGradcheck({ input: [8, 4] })`
       */
      toPassGradcheck<S>(this: import("vitest").Assertion<S>, ...options: OptionsArgument<S>): void;
    }
  }
}

expect.extend({
  toPassGradcheck(subject: unknown, options?: object) {
    const report = drain(prepare("toPassGradcheck", allKinds, subject, options));
    const { verdict, passed } = report;
    const wanted = this.isNot ? "fail" : "pass";
    return {
      // Neither the assertion nor its negation holds of what could not be decided.
      pass: verdict === "inconclusive" ? this.isNot : passed,
      message: () => `expected ${report.subject} to ${wanted} its gradient check\n\n${toText(report)}`,
      actual: verdict,
      expected: wanted,
    };
  },
});
