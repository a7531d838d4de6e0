// The line that repeats a check.

import type { Call } from "../subject/subject.ts";
import { codeOfOption, codeOfOptions } from "../words/code.ts";
import { defaults, type Settings } from "../words/settings.ts";

/** The call of a check as code: with its seed, and every other option that is not at its default. */
export function replayOf({ verb, subject, options }: Call, settings: Settings): string {
  const { seed, ...others } = settings;
  const changed = Object.entries(others).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name as keyof Settings]),
  );
  const common = Object.fromEntries(changed.map(([name, value]) => [name, codeOfOption(value)]));
  return `${verb}(${subject}, ${codeOfOptions({ ...options, seed: String(seed), ...common })})`;
}
