import { expect, test } from "vitest";
import { dark, heatSteps, light } from "./palette.ts";

/** The relative luminance of WCAG 2. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((k) => {
    const share = Number.parseInt(colour.slice(k, k + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

test.each([
  ["light", light],
  ["dark", dark],
])("the %s theme can be read: text 4.5 to 1, signs 3 to 1", (_name, palette) => {
  for (const name of ["ink", "muted", "blue", "vermilion", "ochre"] as const)
    expect(contrast(palette[name], palette.paper), name).toBeGreaterThan(4.5);
  for (const [k, cell] of palette.heat.entries())
    expect(contrast(k > 3 ? palette.paper : palette.ink, cell), `heat ${k}`).toBeGreaterThan(3);
});

test.each([
  ["light", light],
  ["dark", dark],
])(
  "the heat map of the %s theme is told by lightness alone, away from the paper",
  (_name, { heat, paper }) => {
    const away = heat.map((colour) => contrast(colour, paper));
    for (let k = 1; k < away.length; k++) expect(away[k] / away[k - 1], `heat ${k}`).toBeGreaterThan(1.1);
  },
);

test("both themes have a colour for each step", () => {
  expect([light.heat.length, dark.heat.length]).toEqual([heatSteps, heatSteps]);
});
