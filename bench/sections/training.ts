// Samples per second of training steps, beside all rivals.

import { CHECKED_STEPS } from "../agreement.ts";
import type { Kind } from "../contestants/contestant.ts";
import { contestants } from "../contestants/index.ts";
import { type Match, play } from "../match.ts";
import { drawProblem } from "../nets.ts";
import {
  absent,
  idOf,
  isJavaScript,
  isOurs,
  nodePlayer,
  type Player,
  pythonNames,
  pythonPlayers,
} from "../player.ts";
import { type Net, operationsOf } from "../problem.ts";
import { trainPlainly } from "../reference.ts";
import { type Effort, type Goal, goal, type Section } from "../section.ts";
import { short, table } from "../table.ts";

type Dtype = Player["dtype"];

/** Least ratios to the fastest JavaScript rival, of any precision. */
const least: Record<string, Partial<Record<Dtype, number>>> = {
  "T b1": { float64: 1 },
  "T b32": { float64: 1 },
  S: { float64: 1.5 },
  M: { float64: 3 },
  L: { float64: 1, float32: 1.5 },
  XL: { float64: 0.7, float32: 1.5 },
};
/** The least ratio to the fastest JavaScript rival in float64, on the bigger nets. */
const leastInFloat64 = { nets: ["M", "L", "XL"], ratio: 10 };

interface Result extends Match {
  readonly net: Net;
}

export async function training(
  nets: readonly Net[],
  installed: readonly string[],
  effort: Effort,
): Promise<Section> {
  const ready = contestants.filter(({ rival }) => rival === undefined || installed.includes(rival));
  const players = [...ready.map(nodePlayer), ...pythonPlayers("train")];
  const results: Result[] = [];
  for (const net of nets) {
    const problem = drawProblem(net);
    const losses = new Map<Kind, readonly number[]>();
    const expected = ({ kind }: Player) => {
      if (!losses.has(kind)) losses.set(kind, trainPlainly(problem, kind, CHECKED_STEPS).losses);
      return losses.get(kind)!;
    };
    console.error(`training ${net.name}`);
    results.push({ net, ...(await play(players, problem, effort, expected)) });
  }
  return {
    title: "Training: samples per second",
    text: [
      "Forward, backward and plain gradient descent; relu between dense layers, softmax cross-entropy. All start from the",
      `same weights and data, and the losses of the first ${CHECKED_STEPS} steps agree with plain loops that do what the`,
      "contestant does.",
      "",
      ...results.map(({ net }) => `- ${net.name}: ${net.sizes.join("-")}, batch ${net.batch}`),
      "",
      speeds(players, results),
      "",
      ...players.flatMap(({ name, note }) => (note === undefined ? [] : [`- \\* ${name}: ${note}.`])),
      ...absent(players, [...contestants.map(({ name }) => name), ...pythonNames]).map(
        (name) => `- not installed: ${name}.`,
      ),
      ...results.flatMap(({ leftOut }) => leftOut.map((reason) => `- left out of ${reason}.`)),
      "",
      "Ours beside the fastest rival in JavaScript, of any precision and in float64; GFLOP/s count the matrix products that",
      "a step needs.",
      "",
      ratios(results),
    ].join("\n"),
    goals: results.flatMap(goalsOf),
  };
}

const speedOf = ({ net, scores }: Result, player: Player): number => {
  const score = scores.find((candidate) => candidate.player === player);
  return score === undefined ? Number.NaN : net.batch / score.seconds;
};

function speeds(players: readonly Player[], results: readonly Result[]): string {
  const rows = players.map((player) => [
    `${idOf(player)}${player.note === undefined ? "" : " *"}`,
    ...results.map((result) => {
      const speed = speedOf(result, player);
      return Number.isNaN(speed) ? "-" : short(speed);
    }),
  ]);
  return table(["", ...results.map(({ net }) => net.name)], rows);
}

interface Comparison {
  /** Samples per second. */
  readonly speed: number;
  readonly best: { readonly player: Player; readonly ratio: number } | undefined;
  readonly best64: { readonly player: Player; readonly ratio: number } | undefined;
}

/** Ours in a precision beside the fastest rivals; undefined when ours was not timed. */
function compare(result: Result, dtype: Dtype): Comparison | undefined {
  const ours = result.scores.find(({ player }) => isOurs(player) && player.dtype === dtype);
  if (ours === undefined) return undefined;
  const rivals = result.scores
    .filter(({ player }) => !isOurs(player) && isJavaScript(player))
    .toSorted((a, b) => a.seconds - b.seconds)
    .map(({ player, seconds }) => ({ player, ratio: seconds / ours.seconds }));
  return {
    speed: result.net.batch / ours.seconds,
    best: rivals[0],
    best64: rivals.find(({ player }) => player.dtype === "float64"),
  };
}

function ratios(results: readonly Result[]): string {
  const rows = results.flatMap((result) =>
    (["float64", "float32"] as const).flatMap((dtype) => {
      const comparison = compare(result, dtype);
      if (comparison === undefined) return [];
      const { speed, best, best64 } = comparison;
      const wanted = least[result.net.name]?.[dtype];
      return [
        [
          `${result.net.name} ${dtype}`,
          short(speed),
          ((speed * operationsOf(result.net)) / 1e9).toFixed(2),
          best === undefined ? "-" : idOf(best.player),
          best === undefined ? "-" : best.ratio.toFixed(2),
          wanted === undefined ? "" : `${wanted}`,
          best64 === undefined ? "-" : best64.player.name,
          best64 === undefined ? "-" : best64.ratio.toFixed(2),
        ],
      ];
    }),
  );
  const header = [
    "ours",
    "samples/s",
    "GFLOP/s",
    "fastest rival",
    "ratio",
    "goal",
    "fastest in float64",
    "ratio",
  ];
  return table(header, rows);
}

function goalsOf(result: Result): Goal[] {
  const { name } = result.net;
  const goals = Object.entries(least[name] ?? {}).flatMap(([dtype, ratio]) => {
    const best = compare(result, dtype as Dtype)?.best;
    if (best === undefined) return [];
    const what = `training ${name} in ${dtype}: at least ${ratio} times the fastest rival in JavaScript`;
    return [goal(what, best.ratio.toFixed(2), best.ratio >= ratio)];
  });
  const best64 = leastInFloat64.nets.includes(name) ? compare(result, "float64")?.best64 : undefined;
  if (best64 === undefined) return goals;
  const what = `training ${name} in float64: at least ${leastInFloat64.ratio} times any rival in float64`;
  return [...goals, goal(what, best64.ratio.toFixed(1), best64.ratio >= leastInFloat64.ratio)];
}
