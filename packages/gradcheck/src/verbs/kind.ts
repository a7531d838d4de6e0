// What kind of subject a value is, and how a door refuses one that is not for it.

/** A kind of subject; each has its verb. */
export type Kind = keyof typeof kinds;

const kinds = {
  layer: { verb: "gradcheck", words: "a layer" },
  model: { verb: "gradcheck", words: "a model" },
  loss: { verb: "gradcheckLoss", words: "a loss" },
  function: { verb: "gradcheckFunction", words: "a function { theta, value, gradient }" },
  map: { verb: "gradcheckMap", words: "a map { tensors, forward, backward }" },
} as const;

export const allKinds = Object.keys(kinds) as readonly Kind[];

export function kindOf(subject: unknown): Kind | undefined {
  if (typeof subject !== "object" || subject === null) return undefined;
  if ("tensors" in subject) return "map";
  if ("value" in subject && "gradient" in subject) return "function";
  if ("theta" in subject && "layer" in subject) return "model";
  if (!("forward" in subject) || !("backward" in subject)) return undefined;
  return "parameters" in subject ? "layer" : "loss";
}

function describeObject(value: object): string {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    return `an object of the class ${prototype.constructor?.name}`;
  const names = Object.keys(value);
  return names.length === 0 ? "{}" : `{ ${names.join(", ")} }`;
}

/** What came instead of a subject, and what to do with it. */
function describe(value: unknown): string {
  if (typeof value === "function")
    return value.name === ""
      ? "a function: call it with its arguments, so that there is something to check"
      : `the function ${value.name}; call it: ${value.name}(...)`;
  if (typeof value !== "object" || value === null) return String(value);
  const kind = kindOf(value);
  // Anything with two passes may be meant as a loss; one that was made as such has arguments.
  if (kind === undefined || (kind === "loss" && !("args" in value))) return describeObject(value);
  return `${kinds[kind].words}: check it with ${kinds[kind].verb}`;
}

/** The kind of a subject; throws when it is none of those that are expected. */
export function expectKind(caller: string, subject: unknown, expected: readonly Kind[]): Kind {
  const kind = kindOf(subject);
  if (kind !== undefined && expected.includes(kind)) return kind;
  const words = expected.map((one) => kinds[one].words);
  const list = words.length === 1 ? words[0] : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
  throw new Error(`${caller}: expected ${list}, got ${describe(subject)}`);
}
