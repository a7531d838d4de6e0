// HTML and SVG as strings. Whatever is put into a template is escaped, unless it is markup itself.

/** Text that is already HTML. */
export class Markup {
  constructor(private readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

export type Part = Markup | string | number | undefined | false | readonly Part[];

const entities: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function render(part: Part): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Markup) return part.toString();
  if (typeof part === "object") return part.map(render).join("");
  return String(part).replace(/[&<>"']/g, (character) => entities[character]);
}

/** A template of HTML: lists are joined, undefined and false are left out, text and numbers are escaped. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.reduce((text, string, k) => text + render(parts[k - 1]) + string));
}

/** A message, with what it has between backticks set as code. */
export function prose(message: string): Markup {
  const parts = message.split("`");
  // Where one has no partner, all stay as they are.
  if (parts.length % 2 === 0) return markup`${message}`;
  return markup`${parts.map((part, k) => (k % 2 === 0 ? part : markup`<code>${part}</code>`))}`;
}
