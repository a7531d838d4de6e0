import type { Contestant } from "../contestants/contestant.ts";
import { modelOf } from "./model.ts";

export const nudgeGradcheck: Contestant = {
  name: "nudge gradcheck",
  dtype: "float64",
  kind: "softmax",
  note: "the public call, with probes, error bars and verdicts",
  async build(problem) {
    const { gradcheck } = await import("@nudge/gradcheck");
    const { model, input, target, loss } = await modelOf(problem);
    return {
      step() {
        const report = gradcheck(model, { input, target, loss });
        if (!report.passed) throw new Error(`the check said ${report.verdict}`);
      },
      loss: () => model.lossAndGradient(input, target, loss),
    };
  },
};
