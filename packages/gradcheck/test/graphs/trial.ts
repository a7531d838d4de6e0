// Checks a graph with its right gradient, and with a spoilt one, and says what of that must not be.
import { map, rng, type Tensor, tensor, zeros } from "@nudge/core";
import { type GradcheckReport, gradcheckMap } from "../../src/index.ts";
import { type Graph, isSmooth } from "./graph.ts";
import { Rounding } from "./rounding.ts";
import { drawSpoilt, type Spoilt } from "./spoil.ts";
import { Tape } from "./tape.ts";

/**
 * A fault of the checker: a right entry is wrong to it; a spoilt one passes outside its error bar, or at a kink that is
 * none; an error bar does not hold the right gradient, or is 0 of an entry that long steps could have seen ("silent").
 */
interface Fault {
  readonly kind: "accused" | "undeserved pass" | "broken error bar" | "silent";
  /** The entry, and the numbers that show it. */
  readonly text: string;
  /** Whether nobody could have measured better. */
  readonly isChaotic: boolean;
}

export interface Outcome {
  readonly twin: string;
  /** Whether any entry was spoilt: twice 0 is right. */
  readonly spoilt: boolean;
  readonly report: GradcheckReport;
  readonly faults: readonly Fault[];
}

const nameOf = (leaf: number) => `x${leaf}`;

function check({ seed, leaves, outputs, upstream }: Graph, tape: Tape, spoilt?: Spoilt): GradcheckReport {
  type Named = { readonly [name: string]: Tensor };
  const names = leaves.map((_, leaf) => nameOf(leaf));
  const run = (tensors: Named) => {
    for (let leaf = 0; leaf < leaves.length; leaf++) tape.write(leaf, tensors[names[leaf]].data);
    tape.forward();
  };
  const entries = new Float64Array(upstream.length);
  const blank = zeros([upstream.length]);
  return gradcheckMap<Named, undefined>(
    {
      name: `graph ${seed}`,
      tensors: Object.fromEntries(
        leaves.map(({ shape, values }, leaf) => [names[leaf], tensor(Float64Array.from(values), [...shape])]),
      ),
      forward: (tensors) => {
        run(tensors);
        tape.read(outputs, entries);
        let at = 0;
        // In the memory of the last outputs, where the check lets results of operations lie there.
        return [map(blank, () => entries[at++]), undefined];
      },
      backward: (dy, _, tensors) => {
        run(tensors);
        const gradients = tape.backward(outputs, dy.data);
        spoilt?.spoil(gradients);
        let at = 0;
        const slice = ({ shape, values }: Graph["leaves"][number]) => {
          const part = gradients.slice(at, at + values.length);
          at += values.length;
          return tensor(part, [...shape]);
        };
        return Object.fromEntries(leaves.map((leaf, k) => [names[k], slice(leaf)]));
      },
    },
    { seed, upstream: tensor(Float64Array.from(upstream)) },
  );
}

interface Entry {
  readonly place: string;
  readonly verdict: string;
  readonly analytic: number;
  readonly numeric: number;
  readonly error: number;
}

/** The entries of a report in the order of the leaves. */
const entriesOf = ({ tensors }: GradcheckReport): Entry[] =>
  tensors.flatMap(({ name, entries }) =>
    entries!.verdict.map((verdict, i) => ({
      place: `${name} entry ${i}`,
      verdict,
      analytic: entries!.analytic[i],
      numeric: entries!.numeric[i],
      error: entries!.error[i],
    })),
  );

function outcomeOf(
  graph: Graph,
  tape: Tape,
  right: Float64Array,
  rounding: () => Rounding,
  spoilt?: Spoilt,
): Outcome {
  const report = check(graph, tape, spoilt);
  const faults: Fault[] = [];
  let anySpoilt = false;
  entriesOf(report).forEach(({ place, verdict, analytic, numeric, error }, i) => {
    const g = right[i];
    const isSpoilt = analytic !== g;
    anySpoilt ||= isSpoilt;
    const fault = (kind: Fault["kind"]) => {
      const { spread } = rounding();
      const isChaotic = rounding().isChaotic(i, numeric, error);
      const text = `${place}: ${verdict}, backprop ${analytic}, numeric ${numeric} ± ${error}, right ${g} ± ${spread[i]}`;
      faults.push({ kind, text, isChaotic });
    };
    if (verdict === "wrong" && !isSpoilt) fault("accused");
    const isOut = (a: number, tolerance: number) => Math.abs(numeric - a) > error + tolerance;
    const tolerance = report.threshold * Math.max(Math.abs(analytic), Math.abs(numeric));
    const silent = numeric === 0 && error === 0;
    const beyond = verdict === "pass" && isOut(g, 0) && isOut(g, rounding().spread[i]);
    if (beyond && isSmooth(graph) && (!silent || rounding().isVisible(i)))
      fault(silent ? "silent" : "broken error bar");
    const passes = report.verdict === "pass" && isSpoilt;
    if (passes && (verdict === "kink" || isOut(analytic, tolerance) || (beyond && !silent)))
      fault("undeserved pass");
  });
  if (spoilt === undefined && report.verdict === "fail" && faults.every(({ kind }) => kind !== "accused")) {
    const text = report.findings.map(({ message }) => message).join("; ");
    faults.push({ kind: "accused", text, isChaotic: false });
  }
  return { twin: spoilt?.what ?? "right", spoilt: anySpoilt, report, faults };
}

/** A graph with its right gradient, and then with one that is spoilt. */
export function* tryOut(graph: Graph): Generator<Outcome> {
  const tape = Tape.of(graph);
  const right = tape.backward(graph.outputs, graph.upstream);
  let known: Rounding | undefined;
  const rounding = () => {
    known ??= new Rounding(graph, right);
    return known;
  };
  yield outcomeOf(graph, tape, right, rounding);
  yield outcomeOf(graph, tape, right, rounding, drawSpoilt(graph, rng(graph.seed).fork()));
}
