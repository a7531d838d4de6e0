// Checks a graph with its right gradient, and with a spoilt one, and says what of that must not be.
import { rng, type Tensor, tensor } from "@nudge/core";
import { type GradcheckReport, gradcheckMap } from "../../src/index.ts";
import { type Graph, isSmooth } from "./graph.ts";
import { drawSpoilt, type Spoilt } from "./spoil.ts";
import { Tape } from "./tape.ts";

/**
 * A fault of the checker: a right entry is wrong to it; a spoilt one passes outside its error bar, or at a kink that is
 * none; an error bar does not hold the right gradient, or is 0 of an entry that no step was long enough to see ("silent").
 */
export interface Fault {
  readonly kind: "accused" | "undeserved pass" | "broken error bar" | "silent";
  /** The entry, and the numbers that show it. */
  readonly text: string;
  /** Whether the right gradient itself varies within rounding, so that nobody could measure it. */
  readonly chaotic: boolean;
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
  const run = (tensors: Named) => {
    for (let leaf = 0; leaf < leaves.length; leaf++) tape.write(leaf, tensors[nameOf(leaf)].data);
    tape.forward();
  };
  return gradcheckMap<Named, undefined>(
    {
      name: `graph ${seed}`,
      tensors: Object.fromEntries(
        leaves.map(({ shape, values }, leaf) => [
          nameOf(leaf),
          tensor(Float64Array.from(values), [...shape]),
        ]),
      ),
      forward: (tensors) => {
        run(tensors);
        return [tensor(tape.read(outputs, upstream.length)), undefined];
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
        return Object.fromEntries(leaves.map((leaf, k) => [nameOf(k), slice(leaf)]));
      },
    },
    { seed, upstream: tensor(Float64Array.from(upstream)) },
  );
}

const samples = 24;
/** Rounding errors of several operations may add up where each sample draws them apart. */
const units = 2;

/** How far each entry of the gradient moves when the steps round otherwise: closer than that nobody knows it. */
function spreadOf({ seed, leaves, outputs, upstream }: Graph, tape: Tape, right: Float64Array): Float64Array {
  const stream = rng(seed);
  const spread = right.map((g) => 4 * Number.EPSILON * Math.abs(g));
  leaves.forEach(({ values }, leaf) => {
    tape.write(leaf, values);
  });
  for (let sample = 0; sample < samples; sample++) {
    tape.forward(() => 2 * stream.uniform() - 1, units);
    tape.backward(outputs, upstream).forEach((g, i) => {
      spread[i] = Math.max(spread[i], Math.abs(g - right[i]));
    });
  }
  return spread;
}

/** From this share of an entry on, its spread makes it chaotic. */
const chaos = 1e-3;

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
  spread: () => Float64Array,
  spoilt?: Spoilt,
): Outcome {
  const report = check(graph, tape, spoilt);
  const faults: Fault[] = [];
  let anySpoilt = false;
  entriesOf(report).forEach(({ place, verdict, analytic, numeric, error }, i) => {
    const g = right[i];
    const isSpoilt = analytic !== g;
    anySpoilt ||= isSpoilt;
    const fault = (kind: Fault["kind"]) =>
      faults.push({
        kind,
        text: `${place}: ${verdict}, backprop ${analytic}, numeric ${numeric} ± ${error}, right ${g} ± ${spread()[i]}`,
        chaotic: !(spread()[i] <= chaos * Math.abs(g)),
      });
    if (verdict === "wrong" && !isSpoilt) fault("accused");
    const isOut = (a: number, tolerance: number) => Math.abs(numeric - a) > error + tolerance;
    const tolerance = report.threshold * Math.max(Math.abs(analytic), Math.abs(numeric));
    const silent = numeric === 0 && error === 0;
    const beyond = (verdict === "pass" || verdict === "wrong") && isOut(g, 0) && isOut(g, spread()[i]);
    if (beyond && isSmooth(graph)) fault(silent ? "silent" : "broken error bar");
    const passes = report.verdict === "pass" && isSpoilt;
    if (passes && (verdict === "kink" || isOut(analytic, tolerance) || (beyond && !silent)))
      fault("undeserved pass");
  });
  if (spoilt === undefined && report.verdict === "fail" && faults.every(({ kind }) => kind !== "accused")) {
    const text = report.findings.map(({ message }) => message).join("; ");
    faults.push({ kind: "accused", text, chaotic: false });
  }
  return { twin: spoilt?.what ?? "right", spoilt: anySpoilt, report, faults };
}

/** A graph with its right gradient, and then with one that is spoilt. */
export function* tryOut(graph: Graph): Generator<Outcome> {
  const tape = Tape.of(graph);
  const right = tape.backward(graph.outputs, graph.upstream);
  let spread: Float64Array | undefined;
  const lazily = () => {
    spread ??= spreadOf(graph, Tape.of(graph), right);
    return spread;
  };
  yield outcomeOf(graph, tape, right, lazily);
  yield outcomeOf(graph, tape, right, lazily, drawSpoilt(graph, rng(graph.seed).fork()));
}
