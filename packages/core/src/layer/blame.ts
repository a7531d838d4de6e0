// An error inside a pass begins with the innermost layer or loss it came from, as it prints, and with no other.
const blamed = new WeakSet<Error>();

/** Prefixes the message of an error with the layer (or loss) that threw it, once, and gives the same error back. */
export function blame(error: unknown, culprit: { toString(): string }): unknown {
  if (!(error instanceof Error) || blamed.has(error)) return error;
  blamed.add(error);
  const { message, stack } = error;
  const define = (key: "message" | "stack", value: string) =>
    Reflect.defineProperty(error, key, { value, writable: true, configurable: true, enumerable: false });
  const prefixed = `${culprit}: ${message}`;
  define("message", prefixed);
  // The stack holds the message as it was when the error was made.
  if (stack !== undefined && message !== "")
    define(
      "stack",
      stack.replace(message, () => prefixed),
    );
  return error;
}
