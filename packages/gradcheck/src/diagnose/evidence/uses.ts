// A tensor that forward reads several times (tied weights, the steps of a recurrence, a skip connection) gets a part of
// its gradient from each read. The parts are measured one by one: the tensor shows a nudged value to one read of its
// data and the given value to all others.
import { flatten, mapTree, type Slice, type Tensor, type Tree, viewsInto } from "@nudge/core";
import { relativeStep, rootMeanSquare, scaleOf } from "../../numeric/step.ts";
import type { Settings } from "../../options.ts";
import { Sandbox } from "../../subject/sandbox.ts";
import type { Subject } from "../../subject/subject.ts";
import type { TensorEvidence } from "./evidence.ts";

/** For each read on which the output depends, in their order, its part of the gradient. */
export type Uses = readonly Float64Array[];

const mostReads = 400;
const mostUses = 12;
const mostEvaluations = 6000;

/** The subject with a tensor of which read `read` sees other values. */
class Reader {
  readonly sandbox: Sandbox;
  /** Which read, counted from 0, sees `moved`; none at -1. */
  read = -1;
  /** How often the data were read in the last forward pass. */
  reads = 0;
  readonly moved: Float64Array;

  constructor(subject: Subject, settings: Settings, slice: Slice) {
    const forward: Subject["forward"] = (tensors, pass) => subject.forward(this.#watch(tensors, slice), pass);
    this.sandbox = new Sandbox({ ...subject, forward }, settings);
    this.moved = this.sandbox.theta.slice();
  }

  #watch(tensors: Tree<Tensor>, { name }: Slice): Tree<Tensor> {
    this.reads = 0;
    const own = flatten(tensors).find(([path]) => path === name)?.[1];
    return mapTree(tensors, (x) => {
      if (x !== own) return x;
      const { data } = x;
      const watched = (viewsInto(data, { x }) as { x: Tensor }).x;
      const { moved } = this;
      const get = () => (this.reads++ === this.read ? moved : data);
      watched.offset = x.offset;
      return Object.defineProperty(watched, "data", { get });
    });
  }
}

export function measureUses(
  subject: Subject,
  settings: Settings,
  slice: Slice,
  tensor: TensorEvidence,
  upstream: Float64Array,
): { uses: Uses | undefined; evaluations: number } {
  const reader = new Reader(subject, settings, slice);
  const uses = split(reader, slice, tensor, upstream);
  return { uses, evaluations: reader.sandbox.evaluations };
}

function split(
  reader: Reader,
  slice: Slice,
  tensor: TensorEvidence,
  upstream: Float64Array,
): Uses | undefined {
  const { sandbox, moved } = reader;
  const { theta } = sandbox;
  const rms = rootMeanSquare(tensor.theta);
  const [base, plus, minus] = [0, 1, 2].map(() => new Float64Array(upstream.length));
  const run = (read: number, into: Float64Array) => {
    reader.read = read;
    sandbox.evaluate(into);
  };

  run(-1, base);
  const { reads } = reader;
  if (reads > mostReads) return undefined;
  for (let k = 0; k < slice.length; k++) moved[slice.offset + k] += scaleOf(tensor.theta[k], rms) * 2 ** -10;
  const active: number[] = [];
  for (let read = 0; read < reads; read++) {
    run(read, plus);
    if (plus.some((y, o) => y !== base[o])) active.push(read);
  }
  moved.set(theta);
  if (active.length < 2 || active.length > mostUses) return undefined;
  if (2 * active.length * slice.length > mostEvaluations) return undefined;

  return active.map((read) =>
    Float64Array.from({ length: slice.length }, (_, k) => {
      const i = slice.offset + k;
      const step = scaleOf(theta[i], rms) * relativeStep;
      const above = theta[i] + step;
      const below = theta[i] - step;
      moved[i] = above;
      run(read, plus);
      moved[i] = below;
      run(read, minus);
      moved[i] = theta[i];
      return plus.reduce((sum, y, o) => sum + upstream[o] * (y - minus[o]), 0) / (above - below);
    }),
  );
}
