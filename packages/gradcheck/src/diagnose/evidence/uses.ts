// A tensor that forward reads several times (tied weights, the steps of a recurrence, a skip connection) gets a part of
// its gradient from each read. The parts are measured one by one: the tensor shows a perturbed value to one read of its
// data, and the given value to all others.
import type { Slice, Tensor } from "@nudge/core";
import { leavesOf, mapTree, type Tree, viewsInto } from "@nudge/core/internal";
import { CentralDifference } from "../../measure/central-difference.ts";
import { relativeStep, rootMeanSquare, scaleOf } from "../../measure/step.ts";
import { EntryLine } from "../../sandbox/line.ts";
import { Sandbox } from "../../sandbox/sandbox.ts";
import { Theta } from "../../sandbox/theta.ts";
import type { Subject } from "../../subject/subject.ts";
import type { Settings } from "../../words/settings.ts";
import type { TensorEvidence } from "./evidence.ts";

const mostReads = 400;
const mostUses = 12;
const mostEvaluations = 6000;

interface Owner {
  readonly subject: Subject;
  readonly settings: Pick<Settings, "seed" | "modes" | "bounds">;
  readonly sandbox: Sandbox;
}

/** The subject, with a tensor of which one read sees other values. */
class Reader {
  readonly sandbox: Sandbox;
  /** The entries that the read sees. */
  readonly moved: Float64Array;
  /** How often the data were read in the last forward pass. */
  reads = 0;
  #read = -1;

  constructor({ subject, settings, sandbox: { handling } }: Owner, { name, offset, length }: Slice) {
    const forward: Subject["forward"] = (tensors, pass) => subject.forward(this.#watch(tensors, name), pass);
    this.sandbox = new Sandbox({ ...subject, forward }, settings, { ...handling, recycling: false });
    this.moved = this.sandbox.theta.values.slice(offset, offset + length);
  }

  /** Runs forward so that read `read`, counted from 0, sees `moved`; none at -1. */
  run(read: number, into: Float64Array): void {
    this.#read = read;
    this.sandbox.evaluate(into);
  }

  #watch(tensors: Tree<Tensor>, name: string): Tree<Tensor> {
    this.reads = 0;
    const own = leavesOf(tensors).find(([path]) => path === name)?.[1];
    return mapTree(tensors, (x) => {
      if (x !== own) return x;
      const given = x.data.subarray(x.offset, x.offset + x.size);
      const watched = (viewsInto(given, { x }) as { x: Tensor }).x;
      return Object.defineProperty(watched, "data", {
        get: () => (this.reads++ === this.#read ? this.moved : given),
      });
    });
  }
}

export function measureUses(
  owner: Owner,
  slice: Slice,
  tensor: TensorEvidence,
  upstream: Float64Array,
): { uses: readonly Float64Array[] | undefined; evaluations: number } {
  // A read alone would see values outside of the bounds.
  if (owner.sandbox.bounds.of(slice) !== undefined) return { uses: undefined, evaluations: 0 };
  const reader = new Reader(owner, slice);
  const uses = split(reader, tensor, upstream);
  return { uses, evaluations: reader.sandbox.evaluations };
}

/** The reads that change the output when they see another tensor. */
function activeReads(reader: Reader, { theta }: TensorEvidence, rms: number, outputs: number): number[] {
  const [base, other] = [new Float64Array(outputs), new Float64Array(outputs)];
  reader.run(-1, base);
  const { reads } = reader;
  if (reads > mostReads) return [];
  reader.moved.set(theta.map((x) => x + scaleOf(x, rms) * 2 ** -10));
  const active: number[] = [];
  for (let read = 0; read < reads; read++) {
    reader.run(read, other);
    if (other.some((y, o) => y !== base[o])) active.push(read);
  }
  reader.moved.set(theta);
  return active;
}

function split(
  reader: Reader,
  tensor: TensorEvidence,
  upstream: Float64Array,
): readonly Float64Array[] | undefined {
  const { theta } = tensor;
  const { moved } = reader;
  const rms = rootMeanSquare(theta);
  const active = activeReads(reader, tensor, rms, upstream.length);
  if (active.length < 2 || active.length > mostUses) return undefined;
  if (2 * active.length * theta.length > mostEvaluations) return undefined;
  const ends = new CentralDifference(upstream.length);
  return active.map((read) => {
    const shown = { theta: new Theta(moved), evaluate: (into: Float64Array) => reader.run(read, into) };
    return theta.map((x, k) => {
      const scale = scaleOf(x, rms);
      const line = new EntryLine(moved, k, scale);
      return ends.measure(shown, line, scale * relativeStep).slope(upstream);
    });
  });
}
