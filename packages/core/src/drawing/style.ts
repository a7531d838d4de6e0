// The look of pages and plots: a scientific report, on paper, on a dark screen, on a telephone.
import { dark, light, variables } from "./palette.ts";

const sansSerif = `system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif`;

// Functions, as a program that draws nothing must not carry what a bundler cannot see to be unused.

/** What a plot needs, inside of a page or by itself. */
export const plotStyle = (): string => `
:root { color-scheme: light dark; ${variables(light)} }
@media screen and (prefers-color-scheme: dark) { :root { ${variables(dark)} } }
svg { display: block; max-width: 100%; height: auto; font: 11.5px ${sansSerif}; }
svg text { fill: var(--muted); stroke: none; font-variant-numeric: tabular-nums; }
svg .axis { fill: var(--ink); }
.grid line { stroke: var(--rule); stroke-width: 1; shape-rendering: crispEdges; }
.curve path { fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linejoin: round; }
.dot { fill: currentColor; }
${light.heat.map((_, k) => `.heat-${k} { fill: var(--heat-${k}); }`).join("\n")}
`;

/** What a page needs besides its own. */
export const pageStyle = (): string => `${plotStyle()}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 3rem 1.5rem 4rem; max-width: 62rem;
  background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.55 "Iowan Old Style", Charter, "Palatino Linotype", Palatino, Georgia, "Liberation Serif", serif;
  font-variant-numeric: lining-nums; overflow-wrap: break-word; counter-reset: figure;
}
h1, h2, h3 { font-weight: 600; line-height: 1.25; margin: 0; }
h1 { font-size: 1.5rem; }
p { margin: 0 0 .75rem; max-width: 42rem; text-wrap: pretty; }
h1, figcaption { overflow-wrap: anywhere; }
.muted { color: var(--muted); }
.pair { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1.5rem 2.5rem; }
figure { margin: 0; break-inside: avoid; }
figcaption { margin-top: .5rem; font: .8125rem/1.5 ${sansSerif}; color: var(--muted); }
figcaption::before { counter-increment: figure; content: "Figure " counter(figure) ". "; font-weight: 600; color: var(--ink); }
footer { margin-top: 3rem; font-size: .8125rem; color: var(--muted); }
@media screen and (max-width: 46rem) {
  body { padding: 1.75rem 1rem 3rem; font-size: 1rem; }
  h1 { font-size: 1.1875rem; }
  .pair { grid-template-columns: minmax(0, 1fr); }
}
@media print {
  html { font-size: 12px; }
  body { padding: 0; max-width: none; }
  svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h2, h3 { break-after: avoid; }
}
`;
