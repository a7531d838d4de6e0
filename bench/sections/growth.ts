// How the time of a training step and of a gradient check grows with the size of its net.
import { nudgeGradcheck } from "../checkers/nudge.ts";
import { contestants } from "../contestants/index.ts";
import { play } from "../match.ts";
import { drawProblem } from "../nets.ts";
import { nodePlayer, type Player } from "../player.ts";
import { entriesOf, type Net } from "../problem.ts";
import type { Effort, Section } from "../section.ts";
import { fitExponent } from "../statistics.ts";
import { table } from "../table.ts";

interface Sweep {
  readonly by: string;
  readonly values: readonly number[];
  net(value: number): { sizes: number[]; batch: number };
  /** What the exponent is fitted against; the value itself unless given. */
  readonly x?: (net: Net) => number;
}

const depth = (width: number, layers: number) => Array.from({ length: layers }, () => width);

const sweeps: Record<"train" | "check", readonly Sweep[]> = {
  train: [
    {
      by: "inputs",
      values: [16, 64, 256, 1024, 4096],
      net: (n) => ({ sizes: [n, 64, 10], batch: 32 }),
      x: entriesOf,
    },
    { by: "batch", values: [1, 4, 16, 64, 256, 1024], net: (batch) => ({ sizes: [64, 64, 10], batch }) },
    { by: "width", values: [8, 32, 128, 512], net: (w) => ({ sizes: [64, w, w, 10], batch: 32 }) },
    { by: "depth", values: [1, 2, 4, 8, 16], net: (d) => ({ sizes: [64, ...depth(64, d), 10], batch: 32 }) },
  ],
  check: [
    {
      by: "inputs",
      values: [4, 16, 64, 256, 1024],
      net: (n) => ({ sizes: [n, 16, 4], batch: 8 }),
      x: entriesOf,
    },
    { by: "batch", values: [1, 4, 16, 64, 256], net: (batch) => ({ sizes: [16, 16, 4], batch }) },
    { by: "width", values: [4, 8, 16, 32, 64], net: (w) => ({ sizes: [16, w, w, 4], batch: 8 }) },
    { by: "depth", values: [1, 2, 4, 8], net: (d) => ({ sizes: [16, ...depth(16, d), 4], batch: 8 }) },
  ],
};

export async function growth({ milliseconds, warmUp }: Effort): Promise<Section> {
  const ours = {
    train: contestants.find(({ name, dtype }) => name === "nudge" && dtype === "float64")!,
    check: nudgeGradcheck,
  };
  const tables: string[] = [];
  for (const task of ["train", "check"] as const) {
    for (const sweep of sweeps[task]) {
      console.error(`growth of a ${task} with ${sweep.by}`);
      tables.push(await measure(task, sweep, nodePlayer(ours[task]), { rounds: 3, milliseconds, warmUp }));
    }
  }
  return {
    title: "How cost grows",
    text: [
      "The exponent p of time = c xᵖ, by least squares of the logarithms over all sizes and over the largest three, where",
      "what a call costs in itself counts least. In float64.",
      "",
      tables.join("\n\n"),
    ].join("\n"),
    goals: [],
  };
}

async function measure(
  task: "train" | "check",
  sweep: Sweep,
  player: Player,
  effort: Effort,
): Promise<string> {
  const hidden = task === "train" ? "relu" : "tanh";
  const points: { net: Net; x: number; microseconds: number }[] = [];
  for (const value of sweep.values) {
    const net: Net = { name: `${sweep.by} ${value}`, hidden, ...sweep.net(value) };
    const {
      scores: [score],
    } = await play([player], drawProblem(net), effort, (_, found) => found);
    if (score === undefined) continue;
    points.push({ net, x: sweep.x?.(net) ?? value, microseconds: 1e6 * score.seconds });
  }
  const exponent = (from: typeof points) =>
    fitExponent(
      from.map(({ x }) => x),
      from.map(({ microseconds }) => microseconds),
    ).toFixed(2);
  const against = sweep.x === undefined ? sweep.by : "entries";
  const what = task === "train" ? "a training step" : "a gradient check";
  return [
    `Time of ${what} against ${against}: exponent ${exponent(points)}, of the largest three ${exponent(points.slice(-3))}.`,
    "",
    table(
      ["net", "batch", ...(against === "batch" ? [] : [against]), "µs"],
      points.map(({ net, x, microseconds }) => [
        nameOf(net),
        `${net.batch}`,
        ...(against === "batch" ? [] : [`${x}`]),
        microseconds.toFixed(microseconds < 100 ? 1 : 0),
      ]),
    ),
  ].join("\n");
}

/** The sizes, with the number of hidden layers where there are many. */
const nameOf = ({ sizes }: Net): string =>
  sizes.length > 5
    ? `${sizes[0]}-${sizes[1]}(${sizes.length - 2})-${sizes[sizes.length - 1]}`
    : sizes.join("-");
