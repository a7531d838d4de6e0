// An error inside a pass begins with the innermost layer or loss it came from, as it prints, and with no other; one
// from a factory with the name of the factory.
const blamed = new WeakSet<Error>();

function say(error: Error, message: string): Error {
  const { message: before, stack } = error;
  const define = (key: "message" | "stack", value: string) =>
    Reflect.defineProperty(error, key, { value, writable: true, configurable: true, enumerable: false });
  define("message", message);
  // The stack holds the message as it was when the error was made.
  if (stack !== undefined && before !== "")
    define(
      "stack",
      stack.replace(before, () => message),
    );
  return error;
}

const prefix = (error: Error, culprit: string) => say(error, `${culprit}: ${error.message}`);

/** Prefixes the message of an error with the layer (or loss) that threw it, once, and gives the same error back. */
export function blame(error: unknown, culprit: { toString(): string }): unknown {
  if (!(error instanceof Error) || blamed.has(error)) return error;
  blamed.add(error);
  return prefix(error, `${culprit}`);
}

/** Gives an error a message that says who is to blame, and the same error back. */
export function reword(error: Error, message: string): Error {
  blamed.add(error);
  return say(error, message);
}

/** Prefixes the message of an error with the factory that threw it, unless it begins with it, and gives the same error back. */
export function blameFactory(error: unknown, name: string): unknown {
  const isNamed = !(error instanceof Error) || error.message.startsWith(`${name}: `);
  return isNamed ? error : prefix(error, name);
}
