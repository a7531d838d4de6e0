// Microseconds for each entry of a gradient check that judges them all.
import { checkers } from "../checkers/index.ts";
import { nudgeGradcheck } from "../checkers/nudge.ts";
import { plainLoop } from "../checkers/plain-loop.ts";
import { type Match, play, type Score } from "../match.ts";
import { checkedNets, drawProblem } from "../nets.ts";
import { absent, nodePlayer, pythonNames, pythonPlayers } from "../player.ts";
import { entriesOf, type Net } from "../problem.ts";
import { type Effort, goal, type Section } from "../section.ts";
import { table } from "../table.ts";

/** Most microseconds for an entry, by net. */
const most: Record<string, number> = {
  "2-4-1": 2,
  "4-32-3": 3,
  "16-32-10": 5,
  "64-64-10": 6,
  "784-32-10": 11,
};

const perEntry = ({ seconds }: Score, net: Net) => (1e6 * seconds) / entriesOf(net);

export async function checking(effort: Effort): Promise<Section> {
  const players = [...checkers.map(nodePlayer), ...pythonPlayers("check")];
  const results: (Match & { net: Net })[] = [];
  for (const net of checkedNets) {
    console.error(`checking ${net.name}`);
    let losses: readonly number[] | undefined;
    const problem = drawProblem(net);
    // A check leaves the weights alone, so that all losses of a batch are the same ones: those of the first player.
    const match = await play(players, problem, effort, (_, found) => {
      losses ??= found;
      return losses;
    });
    results.push({ net, ...match });
  }
  const rows = results.map(({ net, scores }) => {
    const timeOf = (name: string) => {
      const score = scores.find(({ player }) => player.name === name);
      return score && perEntry(score, net);
    };
    const [ours, loop] = [timeOf(nudgeGradcheck.name), timeOf(plainLoop.name)];
    return [
      net.name,
      `${entriesOf(net)}`,
      ...players.map(({ name }) => timeOf(name)?.toFixed(1) ?? "-"),
      `${most[net.name]}`,
      ours === undefined || loop === undefined ? "-" : (ours / loop).toFixed(2),
    ];
  });
  return {
    title: "Gradient checks: µs for each entry",
    text: [
      "Every entry of the weights is checked, on a batch of 8: tanh between dense layers, softmax cross-entropy (of one",
      "output: the squared error). NumPy evaluates the loss twice for each entry, and takes the ratio of the whole.",
      "",
      table(["", "entries", ...players.map(({ name }) => name), "goal", "ours to the plain loop"], rows),
      "",
      ...players.flatMap(({ name, note }) => (note === undefined ? [] : [`- ${name}: ${note}.`])),
      ...absent(players, pythonNames).map((name) => `- not installed: ${name}.`),
      ...results.flatMap(({ leftOut }) => leftOut.map((reason) => `- left out of ${reason}.`)),
    ].join("\n"),
    goals: results.flatMap(({ net, scores }) => {
      const ours = scores.find(({ player }) => player.name === nudgeGradcheck.name);
      if (ours === undefined) return [];
      const time = perEntry(ours, net);
      const what = `checking ${net.name}: at most ${most[net.name]} µs for an entry`;
      return [goal(what, `${time.toFixed(1)} µs`, time <= most[net.name])];
    }),
  };
}
