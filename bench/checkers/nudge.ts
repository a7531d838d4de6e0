import type { Contestant } from "../contestants/contestant.ts";
import { modelOf } from "./model.ts";

const gradcheckWith = (shortcuts: boolean): Contestant => ({
  name: shortcuts ? "nudge gradcheck" : "nudge gradcheck without shortcuts",
  dtype: "float64",
  kind: "softmax",
  note: shortcuts
    ? "the public call, with probes, error bars and verdicts"
    : "the same, by whole passes alone",
  async build(problem) {
    const { gradcheck } = await import("@nudge/gradcheck");
    const { model, input, target, loss } = await modelOf(problem);
    return {
      step() {
        const report = gradcheck(model, { input, target, loss, shortcuts });
        if (!report.passed) throw new Error(`the check said ${report.verdict}`);
      },
      loss: () => model.lossAndGradient(input, target, { loss }),
    };
  },
});

export const nudgeGradcheck = gradcheckWith(true);
export const nudgeWithoutShortcuts = gradcheckWith(false);
