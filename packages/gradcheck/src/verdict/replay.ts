// The line that repeats a check.

import type { Call } from "../subject/subject.ts";
import { codeOfOptions } from "../words/code.ts";
import { defaults, type Settings } from "../words/settings.ts";

/** The call of a check as code: with its seed, and every other option that is not at its default. */
export function replayOf({ verb, subject, options }: Call, settings: Settings): string {
  const { seed, ...others } = settings;
  const changed = Object.entries(others).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name as keyof Settings]),
  );
  const code = ([name, value]: [string, unknown]) => [
    name,
    Array.isArray(value)
      ? `[${value.map((item) => JSON.stringify(item)).join(", ")}]`
      : typeof value === "string"
        ? JSON.stringify(value)
        : String(value),
  ];
  const common = Object.fromEntries([["seed", String(seed)], ...changed.map(code)]);
  return `${verb}(${subject}, ${codeOfOptions({ ...options, ...common })})`;
}
