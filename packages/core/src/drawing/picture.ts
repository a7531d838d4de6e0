import { Markup, markup, type Part } from "./markup.ts";
import { plotStyle } from "./style.ts";

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** What it shows, for those who do not see it. */
  readonly description: string;
  /** Style besides that of all plots. */
  readonly style: string;
}

/** A picture as a file of SVG by itself: it follows the reader's light or dark theme, and fetches nothing. */
export function picture({ width, height, description, style }: Picture, content: Part): string {
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${description}">
<style>${new Markup(plotStyle())}${new Markup(style)}</style>
<rect width="${width}" height="${height}" fill="var(--paper)"/>
${content}
</svg>
`.toString();
}
