// Names and messages come from anywhere, and a terminal obeys the control characters in them.

const controls = /[\p{Cc}\p{Bidi_Control}]/gu;

/** A text in which control characters, also those that turn the direction of writing, are written out; lines stay lines. */
export function printable(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n").replaceAll(controls, (control) => {
    if (control === "\n") return control;
    return control === "\t" ? " " : `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** The same of every text in a value made of plain objects and arrays; arrays of numbers stay as they are. */
export function printableAll<T>(value: T): T {
  if (typeof value === "string") return printable(value) as T;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return (typeof value[0] === "number" ? value : value.map(printableAll)) as T;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, printableAll(part)])) as T;
}
