// Every entry of some tensors measured and judged, at θ as it stands.
import type { Rng, Slice, Tensor } from "@nudge/core";
import { surveyEveryEntry } from "../../judge/every-entry.ts";
import type { Survey } from "../../judge/survey.ts";
import { meterAt } from "../../measure/meter-at.ts";
import type { Gradients } from "../../sandbox/gradients.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { Threshold } from "../../words/settings.ts";

interface Options {
  readonly slices: readonly Slice[];
  readonly threshold: Threshold;
  readonly stream: Rng;
}

export function surveyHere(
  sandbox: Sandbox,
  upstream: Tensor,
  gradients: Gradients,
  options: Options,
): Survey {
  const meter = meterAt({ sandbox, upstream, gradients }, options.stream);
  const steps = surveyEveryEntry(meter, gradients.values, options);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
