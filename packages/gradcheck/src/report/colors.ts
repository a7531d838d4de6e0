// Text in the colours of a terminal: "select graphic rendition" of ECMA-48, each style with the code that ends it.

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
} as const;

export type Style = keyof typeof codes;

export const painted = (text: string, ...styles: readonly Style[]): string =>
  styles.reduceRight((inner, style) => {
    const [begin, end] = codes[style];
    return `\x1b[${begin}m${inner}\x1b[${end}m`;
  }, text);
