// A page of HTML in one file: it fetches nothing, and runs no script but the one it was given.
import { Markup, markup, type Part } from "./markup.ts";

export interface Page {
  readonly title: string;
  readonly style: string;
  readonly body: Part;
  /** A script, and the hash by which the page allows it: `sha256-...`. */
  readonly script?: { readonly text: string; readonly hash: string };
}

export function htmlPage({ title, style, body, script }: Page): string {
  const scripts = script ? `script-src '${script.hash}'; ` : "";
  const policy = `default-src 'none'; style-src 'unsafe-inline'; ${scripts}img-src data:; base-uri 'none'; form-action 'none'`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
${body}${
  script &&
  markup`
<script>${new Markup(script.text)}</script>`
}
</body>
</html>
`.toString();
}
