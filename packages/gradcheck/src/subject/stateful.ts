// Code written elsewhere often keeps its state in an object: arrays of values that `forward` reads, arrays of gradients
// that `backward` fills. Such an object becomes a map of named tensors by writing the values in before every pass,
// reading the gradients out after it, and putting everything back.
import type { Pass, Tensor } from "@nudge/core";
import { flag, kind, optional, type Readers, readOptions } from "@nudge/core/internal";
import {
  describeReturned,
  flattened,
  type InForm,
  inForm,
  isNamed,
  isTensorLike,
  type TensorLike,
  type TensorsByName,
  toTensor,
} from "./form.ts";
import { asTensors, type MapSubject } from "./map.ts";
import {
  arraysOf,
  clear,
  copyOf,
  type MutableArray,
  type MutableArrays,
  remember,
  restore,
  write,
} from "./mutable-arrays.ts";
import { numbersOf } from "./numbers.ts";
import { withRandomFrom } from "./replay-random.ts";

/** An object with passes of its own, described by the arrays it works on. */
export interface StatefulObject<
  I extends TensorLike | TensorsByName | undefined = TensorLike | TensorsByName | undefined,
  O extends TensorLike | TensorsByName = TensorLike,
> {
  /**
   * What the report calls it.
   *
   * @defaultValue "object"
   */
  readonly name?: string;
  /**
   * The input to check at, or several by name; `forward` gets each in the same form, typed arrays as a `Float64Array`.
   *
   * @defaultValue none
   */
  readonly input?: I;
  /** The object's own arrays of parameters, by name; a function gives those of the moment, where the object replaces them. */
  readonly values: MutableArrays | (() => MutableArrays);
  /** Where `backward` leaves the gradients, under the same names; it may make them only then. */
  gradients(): { readonly [name: string]: MutableArrays[string] | undefined };
  /** Gives the output, numbers in any form, or several by name. */
  forward(input: InForm<I>, pass: Pass): O;
  /** Gets the gradient of the output in its form, and returns the gradient of the input, or of several by name. */
  backward(
    outputGradient: InForm<O>,
  ): I extends undefined
    ? unknown
    : I extends TensorLike
      ? TensorLike
      : { readonly [K in keyof I]: TensorLike };
  /**
   * Whether `backward` is meant to add to its gradients: then they are zeroed before it, and it is no finding.
   *
   * @defaultValue false
   */
  readonly accumulates?: boolean;
  /**
   * Whether `Math.random` draws from the seed of the check while a pass runs, the same numbers in every pass: for objects
   * that drop entries at random.
   *
   * @defaultValue false
   */
  readonly replayRandom?: boolean;
}

const aFunction = <F>() => kind<F>("a function", (value) => typeof value === "function");

const members = {
  name: optional(kind<string>("a string", (value) => typeof value === "string")),
  input: optional(
    kind<TensorLike | TensorsByName>("numbers, or several by name", (x) => isTensorLike(x) || isNamed(x)),
  ),
  values: kind<StatefulObject["values"]>(
    "arrays by name, or a function that gives them",
    (value) => (typeof value === "object" && value !== null) || typeof value === "function",
  ),
  gradients: aFunction<StatefulObject["gradients"]>(),
  forward: aFunction<StatefulObject["forward"]>(),
  backward: aFunction<StatefulObject["backward"]>(),
  accumulates: flag(false),
  replayRandom: flag(false),
} satisfies Readers<StatefulObject>;

/** What `f` gives; what it throws is refused in the name of the function that was called. */
function refused<T>(f: () => T, what = ""): T {
  try {
    return f();
  } catch (error) {
    throw new Error(`statefulMap: ${what}${(error as Error).message}`);
  }
}

/** Numbers as tensors. What cannot be read as one is refused by its name. */
const tensorsOf = (values: TensorsByName, nameOf: (name: string) => string) =>
  Object.fromEntries(
    Object.entries(values).map(([name, one]) => [name, refused(() => toTensor(one), `${nameOf(name)}: `)]),
  );

const pick = (values: TensorsByName, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, values[name]]));

/** The output of a pass, in its form and in memory of its own. */
function copied<O>(output: O): O {
  if (isTensorLike(output) || isNamed(output)) return inForm(output, flattened(output)) as O;
  throw new TypeError(`it must return numbers, or several outputs by name, got ${describeReturned(output)}`);
}

/** The gradients of several inputs, as backward returned them. */
function byName(returned: unknown, names: readonly string[]): object {
  if (isNamed(returned)) return returned;
  const expected = `the gradients of its inputs by name, as in { ${names.join(", ")} }`;
  throw new TypeError(`it must return ${expected}, got ${describeReturned(returned)}`);
}

/**
 * A map for `gradcheckMap` from an object that keeps its state. `forward` is called before every `backward`, and after
 * each pass the object's arrays are bitwise what they were. A value that `forward` does not read, such as a copy of the
 * object's own, is a finding. Throws on unknown or wrong members.
 *
 * @example
 * import { gradcheckMap, statefulMap } from "@nudge/gradcheck";
 *
 * class Scale {
 *   gain = [2, 3];
 *   gainGradient = [0, 0];
 *   input: number[] = [];
 *   forward(x: number[]) {
 *     this.input = x;
 *     return x.map((value, i) => value * this.gain[i]);
 *   }
 *   backward(dy: number[]) {
 *     for (const [i, d] of dy.entries()) this.gainGradient[i] += d * this.input[i];
 *     return dy.map((d, i) => d * this.gain[i]);
 *   }
 * }
 *
 * const scale = new Scale();
 * const map = statefulMap({
 *   name: "Scale",
 *   input: [0.5, -1],
 *   values: { gain: scale.gain },
 *   gradients: () => ({ gain: scale.gainGradient }),
 *   forward: (x) => scale.forward(x),
 *   backward: (dy) => scale.backward(dy),
 *   accumulates: true,
 * });
 * console.log(gradcheckMap(map).verdict, scale.gainGradient);
 * // pass [ 0, 0 ]
 */
export function statefulMap<
  I extends TensorLike | TensorsByName | undefined = undefined,
  O extends TensorLike | TensorsByName = TensorLike,
>(object: StatefulObject<I, O>): MapSubject<TensorsByName, Pass, O> {
  const { name, input, values, accumulates, replayRandom } = readOptions(
    "statefulMap",
    object as unknown as StatefulObject,
    members,
  );
  const isOne = isTensorLike(input);
  const inputs: TensorsByName = isOne ? { input } : (input ?? {});
  const inputNames = Object.keys(inputs);
  tensorsOf(inputs, (name) => (isOne ? name : `input.${name}`));
  const valuesNow = () => arraysOf("values", typeof values === "function" ? values() : values);
  const gradientsNow = () => arraysOf("gradients()", object.gradients());
  const start = tensorsOf(refused(valuesNow), (name) => `values.${name}`);
  const twice = inputNames.find((name) => Object.hasOwn(start, name));
  if (twice !== undefined) throw new Error(`statefulMap: an input and a value are both called ${twice}`);

  // What backward left in the gradient arrays: the object finds it there again, as it would outside of a check.
  const left = new Map<string, MutableArray>();

  /** Runs `run` with the object's arrays at a point, and puts them back also when it throws. */
  const at = <T>(point: TensorsByName, { rng }: Pass, run: (input: InForm<I>) => T): T => {
    const putBack = remember(valuesNow, gradientsNow);
    try {
      const own = valuesNow();
      for (const name of Object.keys(start))
        write(`values.${name}`, own[name] ?? [], numbersOf(point[name] as Tensor));
      for (const [name, array] of Object.entries(gradientsNow())) {
        const before = left.get(name);
        if (before === undefined) clear(array);
        else restore(array, before);
      }
      const given = isOne ? point.input : input && pick(point, inputNames);
      const pass = () => run(given as InForm<I>);
      return replayRandom ? withRandomFrom(rng, pass) : pass();
    } finally {
      putBack();
    }
  };
  return {
    name: name ?? "object",
    tensors: { ...inputs, ...start },
    state: Object.keys(start),
    forward(point, pass) {
      // Where the stream stands now: backward draws the same numbers again.
      const again = { training: pass.training, rng: pass.rng.clone() };
      return [at(point, pass, (x) => copied(object.forward(x, pass))), again];
    },
    backward(upstream, { training, rng }, point) {
      const pass = { training, rng: rng.clone() };
      return at(point, pass, (x) => {
        object.forward(x, pass);
        if (accumulates) for (const array of Object.values(gradientsNow())) clear(array);
        const returned = object.backward(upstream);
        const gradients = gradientsNow();
        for (const [name, array] of Object.entries(gradients)) left.set(name, copyOf(array));
        const ofInputs = isOne ? { input: returned } : input && byName(returned, inputNames);
        return asTensors({ ...ofInputs, ...gradients }) as { [name: string]: Tensor };
      });
    },
  };
}
