// The colours, for paper and for a dark screen. Blue is right and vermilion is wrong, which stay apart for every kind of
// colour vision; the steps of the heat map differ in lightness alone as well.

export interface Palette {
  readonly paper: string;
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly right: string;
  readonly wrong: string;
  readonly unsure: string;
  /** From what a right gradient may be off to the largest error. */
  readonly heat: readonly string[];
}

export const light: Palette = {
  paper: "#fdfcfa",
  ink: "#1c1d1f",
  muted: "#5d5f63",
  rule: "#dedbd3",
  right: "#1f6aa5",
  wrong: "#b83a12",
  unsure: "#7d5a00",
  heat: ["#eceae3", "#f8d49c", "#f3b67a", "#ec9c62", "#dc7847", "#c25433", "#98351f", "#651c12"],
};

export const dark: Palette = {
  paper: "#16181b",
  ink: "#e8e5de",
  muted: "#a5a49e",
  rule: "#36393e",
  right: "#74b3e8",
  wrong: "#ff8f66",
  unsure: "#e3b651",
  heat: ["#2a2d31", "#4f3324", "#744029", "#9b4f2d", "#c36434", "#e38044", "#f6a668", "#ffd9a8"],
};

export function variables({ heat, ...colours }: Palette): string {
  const named = Object.entries(colours).map(([name, colour]) => `--${name}: ${colour};`);
  return [...named, ...heat.map((colour, k) => `--heat-${k}: ${colour};`)].join(" ");
}
