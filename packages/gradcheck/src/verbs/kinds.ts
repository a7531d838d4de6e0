// The table of what can be checked: how a subject of each kind is known, which verb checks it, what options it takes
// besides those of every check, and what becomes of it.
import type { InitialTree, Layer, Loss, Model, Output, Regularization } from "@nudge/core";
import { describe, kind, made, nearest, optional, type Reader, type Readers } from "@nudge/core/internal";
import { isPlainObject, type TensorsByName } from "../subject/form.ts";
import { type FunctionSubject, subjectOfFunction } from "../subject/function.ts";
import { type HessianSubject, subjectOfHessian } from "../subject/hessian.ts";
import { subjectOfLayer } from "../subject/layer.ts";
import { subjectOfLoss } from "../subject/loss.ts";
import { type MapSubject, subjectOfMap } from "../subject/map.ts";
import { subjectOfModel } from "../subject/model.ts";
import type { Subject } from "../subject/subject.ts";
import { withSurrogate } from "../subject/surrogate.ts";
import { ArgumentError } from "../words/argument-error.ts";
import type { Verb } from "../words/report.ts";
import type { GradcheckOptions, Settings } from "../words/settings.ts";
import type {
  GradcheckFunctionOptions,
  GradcheckLayerOptions,
  GradcheckLossOptions,
  GradcheckMapOptions,
  GradcheckModelOptions,
} from "./options.ts";
import { commonOptions } from "./readers.ts";

type OwnOptions<O extends GradcheckOptions> = Omit<O, keyof GradcheckOptions>;

interface KindOfSubject<S = unknown, O extends object = object> {
  /** What it is called in an error. */
  readonly words: string;
  readonly verb: Verb;
  /** The members that tell it from anything else, of some of them one, and those of other kinds with the same. */
  readonly has: readonly string[];
  readonly hasOneOf?: readonly string[];
  readonly lacks?: readonly string[];
  /** All members that an object literal of this kind may have, where it is given as one. */
  readonly members?: readonly string[];
  /** The options of its own that a check needs, as they may be written. */
  readonly needs?: string;
  readonly options: Readers<O>;
  /** The pass in the place of which a surrogate may be declared. */
  readonly pass?: "forward" | "value";
  subjectOf(subject: S, options: O & Settings): Subject;
}

/** Infers the types of a row, and forgets them: `kindOf` decides which row a subject is for. */
const row = <S, O extends GradcheckOptions>(one: KindOfSubject<S, OwnOptions<O>>): KindOfSubject =>
  one as KindOfSubject;

/** Values and shapes are read where tensors are made of them. */
const any = <T>(): Reader<T> => ({ read: (_caller, _what, value) => value as T });

const surrogate = <T>() => optional(kind<T>("a function", (value) => typeof value === "function"));

const loss: Reader<Loss<unknown, Output>> = {
  read(caller, what, value) {
    if (value === undefined)
      throw new Error(`${caller}: ${what} is missing: a model is checked against its loss`);
    expectKind(`${caller}: ${what}`, value, ["loss"]);
    return value as Loss<unknown, Output>;
  },
};

const hasRule = (value: unknown) =>
  typeof value === "object" && value !== null && "value" in value && "gradient" in value;

export const kinds = {
  layer: row<Layer, GradcheckLayerOptions>({
    words: "a layer",
    verb: "gradcheck",
    has: ["forward", "backward", "args", "parameters"],
    lacks: ["tensors"],
    needs: "{ input: [4, 3] }",
    options: { input: any(), upstream: any(), surrogate: surrogate() },
    pass: "forward",
    subjectOf: subjectOfLayer,
  }),
  model: row<Model<InitialTree, Output>, GradcheckModelOptions>({
    words: "a model",
    verb: "gradcheck",
    has: ["theta", "layer"],
    needs: "{ input, target, loss }",
    options: {
      input: any(),
      target: any(),
      loss,
      regularization: optional(made<Regularization>("a regularization such as l2(0.01)", hasRule)),
    },
    subjectOf(model, options) {
      expectKind("layer", model.layer, ["layer"]);
      return subjectOfModel(model, options);
    },
  }),
  loss: row<Loss<unknown, Output>, GradcheckLossOptions>({
    words: "a loss",
    verb: "gradcheckLoss",
    has: ["forward", "backward", "args"],
    lacks: ["parameters", "tensors"],
    needs: "{ prediction: [8, 3], target: [8, 3] }",
    options: { prediction: any(), target: any(), surrogate: surrogate() },
    pass: "forward",
    subjectOf: subjectOfLoss,
  }),
  function: row<FunctionSubject<ArrayLike<number> | TensorsByName>, GradcheckFunctionOptions>({
    words: "a function { theta, value, gradient }",
    verb: "gradcheckFunction",
    has: ["value", "gradient"],
    members: ["name", "theta", "parts", "value", "gradient"],
    options: { surrogate: surrogate() },
    pass: "value",
    subjectOf: subjectOfFunction,
  }),
  hessian: row<HessianSubject<ArrayLike<number> | TensorsByName>, GradcheckOptions>({
    words: "a gradient with its Hessian { theta, gradient, hessianProduct or hessian }",
    verb: "gradcheckHessian",
    has: ["theta", "gradient"],
    hasOneOf: ["hessianProduct", "hessian"],
    members: ["name", "theta", "parts", "value", "gradient", "hessianProduct", "hessian"],
    options: {},
    subjectOf: subjectOfHessian,
  }),
  map: row<MapSubject, GradcheckMapOptions>({
    words: "a map { tensors, forward, backward }",
    verb: "gradcheckMap",
    has: ["tensors"],
    // The last two are those of a worker.
    members: ["name", "tensors", "state", "forward", "backward", "ready", "close"],
    options: { upstream: any(), surrogate: surrogate() },
    pass: "forward",
    subjectOf: subjectOfMap,
  }),
};

export type Kind = keyof typeof kinds;

export const allKinds = Object.keys(kinds) as readonly Kind[];

/** The kinds of subjects that a verb checks. */
export const kindsOf = (verb: Verb) => allKinds.filter((one) => kinds[one].verb === verb);

/** What a subject is: one thing, or several, as a function with its second derivatives. */
function kindsLike(subject: unknown): readonly Kind[] {
  if (typeof subject !== "object" || subject === null) return [];
  return allKinds.filter((one) => {
    const { has, hasOneOf, lacks = [] } = kinds[one];
    const isIn = (name: string) => name in subject;
    return has.every(isIn) && (hasOneOf?.some(isIn) ?? true) && !lacks.some(isIn);
  });
}

export const kindOf = (subject: unknown): Kind | undefined => kindsLike(subject)[0];

/** What came instead of a subject, and what to do with it. */
function describeOther(value: unknown): string {
  if (typeof value === "function")
    return value.name === ""
      ? "a function: call it with its arguments, so that there is something to check"
      : `the function ${value.name}; call it: ${value.name}(...)`;
  if (typeof value !== "object" || value === null) return describe(value);
  const known = kindsLike(value).map((one) => kinds[one]);
  const list = (texts: readonly string[]) => texts.join(" and ");
  if (known.length > 0)
    return `${list(known.map(({ words }) => words))}: check it with ${list(known.map(({ verb }) => verb))}`;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    return `an object of the class ${prototype.constructor?.name}`;
  const names = Object.keys(value);
  return names.length === 0 ? "{}" : `{ ${names.join(", ")} }`;
}

/** The row of a subject; throws when it is of none of the kinds that are expected. */
export function expectKind(caller: string, subject: unknown, expected: readonly Kind[]): KindOfSubject {
  const known = kindsLike(subject).filter((one) => expected.includes(one));
  if (known.length === 1) return kinds[known[0]];
  const words = expected.map((one) => kinds[one].words);
  const list = [words.slice(0, -1).join(", "), words.at(-1)].filter(Boolean).join(" or ");
  throw new ArgumentError(`${caller}: expected ${list}, got ${describeOther(subject)}`);
}

/** Throws on a member that nobody would read, such as an option among the members. */
function expectMembers({ words, verb, members, options }: KindOfSubject, subject: object): void {
  if (members === undefined || !isPlainObject(subject)) return;
  const unknown = Object.keys(subject).find((name) => !members.includes(name));
  if (unknown === undefined) return;
  const isOption = Object.hasOwn(commonOptions, unknown) || Object.hasOwn(options, unknown);
  const meant = nearest(unknown, members);
  const hint = isOption
    ? `, which is an option: ${verb}(subject, { ${unknown}: ... })`
    : meant === undefined
      ? ""
      : `, did you mean "${meant}"?`;
  throw new ArgumentError(`unknown member "${unknown}" of ${words}${hint}`);
}

/** What becomes of a subject, and of a surrogate that is declared for it. */
export function subjectOfKind(
  known: KindOfSubject,
  subject: object,
  options: Settings & { readonly surrogate?: (...given: unknown[]) => unknown },
): Subject {
  const { pass, subjectOf } = known;
  const { surrogate } = options;
  expectMembers(known, subject);
  const made = subjectOf(subject, options);
  if (surrogate === undefined || pass === undefined) return made;
  const value = pass === "value" ? surrogate : (...given: unknown[]) => [surrogate(...given), undefined];
  return withSurrogate(made, subjectOf(Object.create(subject, { [pass]: { value } }), options));
}
