// Backward may be the gradient of another function than forward: rounding with the gradient of the identity. Slopes are
// then taken of that function, the surrogate. Around a point x₀ it is forward(x₀) + surrogate(x) − surrogate(x₀): at the point the
// layers behind it see what forward gives, and beside it what the surrogate makes of a step.
import {
  add,
  copy,
  formatShape,
  full,
  type Input,
  isTensor,
  type Layer,
  type Output,
  type Pass,
  subtract,
  type Tensor,
} from "@nudge/core";
import { formatNames, isSequence, sameShape, type Tree } from "@nudge/core/internal";
import { ArgumentError } from "../words/argument-error.ts";
import { copyOf } from "./copy-of.ts";
import { describeReturned, flattened, isNamed, toTensor } from "./form.ts";
import { type Sequence, stagesOf } from "./sequence.ts";
import type { Subject } from "./subject.ts";

type Give = (tensors: Tree<Tensor>, pass: Pass) => Output;

/** Outputs in one tensor, as all of a check sees them. */
const joined = (output: Output): Tensor => (isTensor(output) ? output : flattened(output));

/** What slopes are taken of in the place of forward. */
export interface Surrogate {
  /** Of what: the subject, or layers of it. */
  readonly names: readonly string[];
  /** The function around a point. */
  around(origin: Tree<Tensor>, pass: Pass): (tensors: Tree<Tensor>, pass: Pass) => Tensor;
}

/** The same pass again, with the same random numbers. */
const again = ({ training, rng }: Pass): Pass => ({ training, rng: rng.clone() });

/** Throws unless a surrogate gave the output alone, in the shape of that of forward. */
function expectOutput(name: string, y: Tensor, s: unknown): asserts s is Tensor {
  if (isTensor(s) && sameShape(s.shape, y.shape)) return;
  const got = isTensor(s) ? formatShape(s.shape) : describeReturned(s);
  throw new ArgumentError(
    `the surrogate of ${name} must return the output alone, in the shape of that of forward, ${formatShape(y.shape)}, got ${got}`,
  );
}

/** y₀ + s − s₀, as a function of s. */
function grown(name: string, y0: Tensor, s0: unknown): (s: Tensor) => Tensor {
  expectOutput(name, y0, s0);
  const [y, base] = [copy(y0), copy(s0)];
  return (s) => add(y, subtract(s, base));
}

/** The same of one output, or of each of several. */
function grownEach(name: string, y0: Output, s0: unknown): (s: Output) => Output {
  if (isTensor(y0)) {
    const grow = grown(name, y0, s0);
    return (s) => grow(s as Tensor);
  }
  const names = Object.keys(y0);
  if (!isNamed(s0) || `${Object.keys(s0).sort()}` !== `${[...names].sort()}`)
    throw new ArgumentError(
      `the surrogate of ${name} must return the outputs of forward, ${formatNames(names)}, got ${describeReturned(s0)}`,
    );
  const each = names.map((one) => [one, grown(`${name}, output ${one},`, y0[one], s0[one])] as const);
  return (s) =>
    Object.fromEntries(each.map(([one, grow]) => [one, grow((s as { [one: string]: Tensor })[one])]));
}

/** Around a point, `forward` there and beside it as much more as `surrogate` grows. */
export const around =
  (name: string, forward: Give, surrogate: Give): Surrogate["around"] =>
  (origin, pass) => {
    const grow = grownEach(name, forward(origin, again(pass)), surrogate(origin, again(pass)));
    return (tensors, pass) => joined(grow(surrogate(tensors, pass)));
  };

/** A subject that is checked against another one, which has the surrogate as its forward. */
export function withSurrogate(subject: Subject, other: Subject): Subject {
  const { name, batch, call } = subject;
  const output =
    ({ forward, outputs }: Subject): Give =>
    (tensors, pass) => {
      const [y] = forward(tensors, pass);
      const named = Object.entries(outputs?.() ?? {});
      return named.length === 0 ? y : Object.fromEntries(named.map(([one, x]) => [one, toTensor(x)]));
    };
  return {
    ...subject,
    surrogate: { names: [name], around: around(name, output(subject), output(other)) },
    sequence: undefined,
    batch: batch && {
      ...batch,
      take: (rows) => withSurrogate(batch.take(rows), other.batch?.take(rows) as Subject),
    },
    call: { ...call, options: { ...call.options, surrogate: "surrogate" } },
  };
}

const layersIn = (layer: Layer): readonly Layer[] =>
  isSequence(layer) ? layer.children.flatMap(layersIn) : [layer];

/** Throws where a layer within another one declares a surrogate that no pass through the outer one would show. */
function expectSeen({ children, surrogate }: Layer, outer: Layer): void {
  if (surrogate !== undefined) return;
  for (const child of children) {
    if (child.surrogate !== undefined)
      throw new ArgumentError(
        `${child} inside ${outer} declares a surrogate: check it alone or in a sequence, or declare one of ${outer}`,
      );
    expectSeen(child, outer);
  }
}

/** What the layers of a sequence declare; undefined where none does. */
export function declaredIn(sequence: Sequence): Surrogate | undefined {
  const layers = layersIn(sequence.layer);
  for (const layer of layers) expectSeen(layer, layer);
  const declaring = layers.filter(({ surrogate }) => surrogate !== undefined);
  if (declaring.length === 0) return undefined;
  const inputOf = (tensors: Tree<Tensor>) =>
    sequence.input === undefined ? (tensors.input as Input) : copyOf(sequence.input);
  return {
    names: [...new Set(declaring.map(String))],
    around(origin, pass) {
      let x: Input = inputOf(origin);
      const growing = stagesOf(sequence, origin, again(pass)).map(({ layer, run, surrogate }) => {
        const input = copyOf(x);
        const [y] = run(x);
        x = y;
        return surrogate && grownEach(`${layer}`, y, surrogate(input));
      });
      return (tensors, pass) => {
        let x: Input = inputOf(tensors);
        for (const [k, { run, surrogate }] of stagesOf(sequence, tensors, pass).entries())
          x = surrogate ? (growing[k]?.(surrogate(x)) as Output) : run(x)[0];
        const { end } = sequence;
        if (end !== undefined) return full([], end.value(x, tensors));
        return joined(x);
      };
    },
  };
}
