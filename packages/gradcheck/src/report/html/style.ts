// What the page has of its own, beside the look of all pages.
import { pageStyle } from "@nudge/core/internal";

export const style = (): string => `${pageStyle()}
h2 { font-size: 1.25rem; margin: 3rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--rule); }
h3 { font-size: 1.0625rem; }
a { color: inherit; text-decoration-color: var(--muted); text-underline-offset: .2em; }
code, pre, .name {
  font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: .875em;
}
.eyebrow, .facts, table, #tip, .badge, .kind, .legend, .panel > header {
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
}
h3, pre, li, dd { overflow-wrap: anywhere; }
.eyebrow { margin: 0 0 .5rem; font-size: .75rem; letter-spacing: .12em; text-transform: uppercase; color: var(--muted); }
.formula { white-space: nowrap; }
.pass { color: var(--blue); }
.fail, .wrong { color: var(--vermilion); }
.inconclusive, .kink, .unmeasurable { color: var(--ochre); }
.skipped { color: var(--muted); }

.check { border-top: 1px solid var(--rule); counter-reset: figure; }
.check > summary { padding: .6rem 0; cursor: pointer; overflow-wrap: anywhere; }
.check article { scroll-margin-top: 3rem; }
.check[open] { padding-bottom: 3rem; }

.verdict { display: flex; align-items: center; gap: .6rem; margin: 1.5rem 0 .5rem; font-size: 2.25rem; font-weight: 600; line-height: 1.2; }
.verdict svg { width: 1.75rem; height: 1.75rem; fill: none; stroke: currentColor; stroke-width: 2.5; flex: none; }
.lede { font-size: 1.1875rem; }
.summary { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1rem 2.5rem; align-items: start; margin-top: 1.5rem; }
.facts { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .3rem 1.25rem; margin: 0; }
.facts { font-size: .875rem; font-variant-numeric: tabular-nums; }
.facts dt { color: var(--muted); }
.facts dd { margin: 0; }

table { width: 100%; border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-size: .8125rem; color: var(--muted); padding-bottom: .5rem; }
th { text-align: left; font-size: .75rem; font-weight: 500; color: var(--muted); padding: 0 1rem .35rem 0; border-bottom: 1px solid var(--ink); vertical-align: bottom; }
td { padding: .4rem 1rem .4rem 0; border-bottom: 1px solid var(--rule); vertical-align: baseline; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; white-space: nowrap; }
.badge { font-size: .8125rem; font-weight: 600; }

ul.plain { list-style: none; margin: 0; padding: 0; }
.findings { margin-top: 1.25rem; }
.hint { margin: .75rem 0; }
.replay { margin: 0 0 .25rem; }
ul.plain li { padding: .5rem 0 .5rem .9rem; border-left: 3px solid var(--rule); margin-bottom: .5rem; max-width: 48rem; }
ul.plain li.failure, ul.plain li.diagnosis { border-left-color: var(--vermilion); }
.kind { font-size: .8125rem; font-weight: 600; margin-right: .4em; }
pre { margin: 0 0 .75rem; padding: .75rem 1rem; border-left: 3px solid var(--rule); white-space: pre-wrap; }

.scroll { overflow-x: auto; }
td .name, td:nth-child(2) { white-space: nowrap; }
.pair.large { grid-template-columns: minmax(0, 1fr) auto; }
.pair.small { grid-template-columns: minmax(0, 1fr) auto; gap: 1.25rem; }
.pair.large > div { display: flex; flex-direction: column; gap: 1.5rem; }
.large > figure { width: 21.25rem; } .small > figure { width: 12.5rem; }
.small-panels { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 2.5rem; }
.panel { margin: 0 0 2.5rem; }
.pair.steps { margin-bottom: 1.5rem; }
.panel > header { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: baseline; margin-bottom: .75rem; }
.panel > header { font-size: .8125rem; }
h3.name { font-size: 1rem; }
.panel > header span:not(.badge) { color: var(--muted); }
svg.ruler { width: 100%; max-width: 30rem; }
.heatmap { width: 100%; }
.signs { fill: none; stroke: var(--ink); pointer-events: none; stroke-linecap: round; }
.signs.on-dark { stroke: var(--paper); }
.cells rect:hover { stroke: var(--ink); stroke-width: 1.5; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: flex-start; margin-bottom: 1.5rem; font-size: .8125rem; color: var(--muted); }
.legend span { display: inline-flex; gap: .4rem; align-items: center; line-height: 1; }
.hit { fill: transparent; stroke: none; }
.marks circle.pass { fill: var(--blue); fill-opacity: .55; }
.marks path { fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; }
.diagonal, .fitted { stroke: var(--muted); stroke-width: 1; }
.fitted { stroke: var(--vermilion); stroke-dasharray: 5 4; }
.curve.worst { color: var(--vermilion); }
.curve.healthy { color: var(--blue); }
.dot.zero { fill: var(--paper); stroke: currentColor; stroke-width: 1.4; }
.guide line { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 1 3; stroke-linecap: round; }
.guide text { fill: var(--ink); font-size: 11px; paint-order: stroke; stroke: var(--paper); stroke-width: 3px; }
.ruler line { stroke: var(--muted); stroke-width: 1; shape-rendering: crispEdges; }
.ruler .floor { stroke: var(--rule); stroke-width: 7; }
.ruler path { fill: currentColor; }
#tip {
  position: absolute; z-index: 1; max-width: 20rem; padding: .4rem .6rem; pointer-events: none;
  background: var(--ink); color: var(--paper); font-size: .75rem; line-height: 1.45; white-space: pre-line; border-radius: 3px;
}
#tip[hidden] { display: none; }

@media screen and (max-width: 46rem) {
  .verdict { font-size: 1.75rem; }
  .summary, .pair.large, .pair.small, .small-panels { grid-template-columns: minmax(0, 1fr); }
  .pair.steps svg { font-size: 13px; }
  .large .heatmap { font-size: 16px; }
  table, caption, tbody { display: block; }
  thead { display: none; }
  tr { display: grid; grid-template-columns: 1fr 1fr; gap: .1rem 1.5rem; padding: .6rem 0; border-bottom: 1px solid var(--rule); }
  td, td.number { display: flex; justify-content: space-between; gap: 1rem; padding: 0; border: 0; text-align: right; white-space: normal; }
  td:first-child, td.wide { grid-column: 1 / -1; }
  td::before { content: attr(data-heading); flex: none; color: var(--muted); }
  td:first-child::before { content: none; }
  td:first-child .name { font-weight: 600; white-space: normal; overflow-wrap: anywhere; text-align: left; }
  td:empty { display: none; }
}
@media print {
  ul.plain li { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  tr, li, .panel > header { break-inside: avoid; }
  #tip { display: none; }
}
`;
