// Lines of text for the terminal, of a width.

/** Lines of at most `width` columns, broken between words where that is possible; all but the first are indented. */
export function wrap(line: string, width: number, indent = ""): string[] {
  const lines: string[] = [];
  let rest = line.replaceAll(/\s*[\r\n\u2028\u2029]\s*/g, " ");
  while (rest.length > width) {
    const space = rest.lastIndexOf(" ", width);
    const at = space > indent.length ? space : width;
    lines.push(rest.slice(0, at).trimEnd());
    rest = indent + rest.slice(at).trimStart();
  }
  return [...lines, rest];
}

/** A text of at most `width` columns: the middle of a longer one is left out. */
export function shorten(text: string, width: number): string {
  if (text.length <= width) return text;
  const head = Math.floor((width - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (width - 1 - head))}`;
}
