// What backward returned is read as if it came from a stranger: every tensor of the subject must have a gradient of
// its own name and shape, and no other name may occur.
import { copy, formatShape, isTensor, type Tensor } from "@nudge/core";
import { describe, leavesOf, nearest, sameShape, type Tree } from "@nudge/core/internal";
import { adviceOnPromise, isPromise } from "../subject/form.ts";
import type { Finding } from "../words/report.ts";
import { adviceOnShape } from "./gradient-shape.ts";
import { overlap } from "./overlap.ts";

export interface Gradients {
  /** dθ, in the layout of θ; NaN where a gradient is missing or of the wrong shape. */
  readonly values: Float64Array;
  /** The tensors whose gradient is null: integers, that have none. */
  readonly none: ReadonlySet<string>;
  readonly findings: Finding[];
  /** Pairs of tensors whose gradients lie in the same memory. */
  readonly shared: readonly (readonly [string, string])[];
}

/** What stands in the place of a gradient and is none, in a few words. */
function wordsOf(value: unknown): string {
  if (isPromise(value)) return `a Promise${adviceOnPromise}`;
  if (ArrayBuffer.isView(value)) return `a bare ${value.constructor.name}`;
  const { data, shape } = Object(value) as { data?: unknown; shape?: unknown };
  return ArrayBuffer.isView(data) && Array.isArray(shape)
    ? `${formatShape(shape)} over an ${data.constructor.name}, where a Float64Array or a Float32Array is needed`
    : describe(value);
}

/** The leaves of what backward returned, by their paths. Whatever has the name of a tensor is a leaf. */
function leaves(node: unknown, isTensorName: (path: string) => boolean, path = ""): [string, unknown][] {
  const isLeaf =
    isTensorName(path) ||
    isTensor(node) ||
    typeof node !== "object" ||
    node === null ||
    ArrayBuffer.isView(node) ||
    Array.isArray(node);
  if (isLeaf) return [[path, node]];
  return Object.entries(node).flatMap(([key, value]) =>
    leaves(value, isTensorName, path === "" ? key : `${path}.${key}`),
  );
}

/** Of how many names that are no tensor's it is looked which one was meant. */
const mostCompared = 20;

/** For names that are missing those that were probably written for them, each for one. */
function misspellings(missing: readonly string[], strange: readonly string[]): Map<string, string> {
  const left = new Set(strange.slice(0, mostCompared).filter((name) => name !== ""));
  const found = new Map<string, string>();
  for (const name of missing) {
    const other = nearest(name, [...left]);
    if (other === undefined) continue;
    found.set(name, other);
    left.delete(other);
  }
  return found;
}

/** Reads what backward returned. What is wrong with it becomes a finding, and NaN in the values. */
export function readGradients(returned: unknown, tensors: Tree<Tensor>): Gradients {
  const expected = leavesOf(tensors);
  const values = new Float64Array(expected.reduce((sum, [, { size }]) => sum + size, 0)).fill(Number.NaN);
  const findings: Finding[] = [];
  const none = new Set<string>();
  const fail = (kind: Finding["kind"], tensor: string, message: string) =>
    findings.push({ kind, severity: "failure", tensor, message });

  const names = new Set(expected.map(([name]) => name));
  const found = leaves(returned, (path) => names.has(path));
  const given = new Map(found.filter(([, value]) => value !== undefined));
  const strange = [...given.keys()].filter((name) => !names.has(name));
  const missing = expected.map(([name]) => name).filter((name) => !given.has(name));
  const misspelt = misspellings(missing, strange);
  const read: { name: string; gradient: Tensor }[] = [];
  const shared: [string, string][] = [];
  let offset = 0;
  for (const [name, x] of expected) {
    const gradient = given.get(name);
    given.delete(name);
    if (gradient === undefined) {
      const other = misspelt.get(name);
      const meant = other === undefined ? "" : `, but one of ${other}: did you mean ${name}?`;
      fail("missing", name, `backward returns no gradient of ${name} ${formatShape(x.shape)}${meant}`);
    } else if (gradient === null && copy(x).data.every(Number.isInteger)) none.add(name);
    else if (!isTensor(gradient) || !sameShape(gradient.shape, x.shape))
      fail(
        "shape",
        name,
        `the gradient of ${name} must be ${formatShape(x.shape)}, got ${
          isTensor(gradient)
            ? formatShape(gradient.shape) + adviceOnShape(gradient.shape, x.shape)
            : wordsOf(gradient)
        }`,
      );
    else {
      values.set(copy(gradient).data, offset);
      const other = read.find((one) => overlap(one.gradient, gradient));
      if (other !== undefined) shared.push([other.name, name]);
      read.push({ name, gradient });
    }
    offset += x.size;
  }
  const explained = new Set(misspelt.values());
  for (const name of strange.filter((one) => !explained.has(one))) {
    const rule =
      name === ""
        ? `no gradients by name, but ${describe(returned)}`
        : `a gradient of ${name}, which is no tensor of the subject`;
    fail("extra", name, `backward returns ${rule}`);
  }
  return { values, none, findings, shared };
}
