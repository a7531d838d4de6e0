// The colours, for paper and for a dark screen. Blue and vermilion stay apart for every kind of colour vision; the steps of
// a heat map differ in lightness alone as well.

export interface Palette {
  readonly paper: string;
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  readonly blue: string;
  readonly vermilion: string;
  readonly ochre: string;
  /** From little to much. */
  readonly heat: readonly string[];
}

export const light: Palette = {
  paper: "#fdfcfa",
  ink: "#1c1d1f",
  muted: "#5d5f63",
  rule: "#dedbd3",
  blue: "#1f6aa5",
  vermilion: "#b83a12",
  ochre: "#7d5a00",
  heat: ["#eceae3", "#f8d49c", "#f3b67a", "#ec9c62", "#dc7847", "#c25433", "#98351f", "#651c12"],
};

export const dark: Palette = {
  paper: "#16181b",
  ink: "#e8e5de",
  muted: "#a5a49e",
  rule: "#36393e",
  blue: "#74b3e8",
  vermilion: "#ff8f66",
  ochre: "#e3b651",
  heat: ["#2a2d31", "#4f3324", "#744029", "#9b4f2d", "#c36434", "#e38044", "#f6a668", "#ffd9a8"],
};

export function variables({ heat, ...colours }: Palette): string {
  const named = Object.entries(colours).map(([name, colour]) => `--${name}: ${colour};`);
  return [...named, ...heat.map((colour, k) => `--heat-${k}: ${colour};`)].join(" ");
}

/** How many steps of colour a heat map has, classes `heat-0` and on. */
export const heatSteps = 8;
