// A map whose passes are questions to a subject elsewhere.
import type { Pass, Tensor } from "@nudge/core";
import { describe, positive, type Readers, readOptions } from "@nudge/core/internal";
import type { MapSubject } from "../subject/map.ts";
import { ArgumentError } from "../words/argument-error.ts";
import { Channel, withoutStack } from "./channel.ts";
import { byName, fieldsOf, namedOf, tensorOf, version, wireOf } from "./protocol.ts";
import type { Open } from "./serve.ts";

/** A map whose passes run in a worker, or in a process that a worker owns; both start when the map is first used. */
export interface ForeignMap
  extends MapSubject<
    { readonly [name: string]: Tensor },
    number,
    Tensor | { readonly [name: string]: Tensor }
  > {
  /**
   * Settles when the check may begin. In Node that is at once; in a browser a worker starts only while the one that made it
   * is idle: `await map.ready` there.
   */
  readonly ready: Promise<void>;
  /** Ends the worker, and its process. */
  close(): void;
  [Symbol.dispose](): void;
}

export interface ForeignMapOptions {
  /**
   * How long an answer may take, in milliseconds: a description, or one pass.
   *
   * @defaultValue 30000
   */
  readonly timeout?: number;
}

const readers = { timeout: positive(30_000) } satisfies Readers<ForeignMapOptions>;

/** An error that the subject threw elsewhere, as it would print there. Many languages write null for what is left out. */
const thrownError = ({ error, type, place }: Readonly<Record<string, unknown>>) =>
  withoutStack(`${error}${place ? ` (${place})` : ""}`, String(type ?? "Error"));

/** The seed of a pass: the same wherever its stream is the same. */
const seedOf = ({ rng }: Pass) => rng.clone().integer(2 ** 32);

/** The map of a subject that a worker opens; `name` is what it is called unless it says so itself. */
export function foreignMap(
  caller: string,
  name: string,
  { open, subject, options }: { open: Open; subject: unknown; options: ForeignMapOptions | undefined },
): ForeignMap {
  const { timeout } = readOptions(caller, options, readers);
  const channel = new Channel(open, subject, timeout);

  function ask(question: { readonly call: string; readonly [name: string]: unknown }) {
    const text = channel.ask(JSON.stringify(question));
    const what = `the answer to ${question.call}`;
    let answer: unknown;
    try {
      answer = JSON.parse(text);
    } catch {
      throw new Error(`${what} is no line of JSON: ${JSON.stringify(text.slice(0, 80))}`);
    }
    const fields = fieldsOf(what, answer);
    if (fields.error !== undefined && fields.error !== null) throw thrownError(fields);
    return fields;
  }

  function describeItself() {
    const answer = ask({ nudge: version, call: "describe" });
    if (answer.nudge !== version)
      throw new Error(
        `this package speaks version ${version} of the protocol, the subject ${describe(answer.nudge)}`,
      );
    const tensors = Object.entries(byName("tensors", answer.tensors));
    return {
      name: typeof answer.name === "string" ? answer.name : name,
      tensors: Object.fromEntries(tensors.map(([name, x]) => [name, tensorOf(`tensors.${name}`, x)])),
    };
  }
  /** What `f` gives; what goes wrong before a check is refused in the name of the caller. */
  function inOwnName<T>(f: () => T): T {
    try {
      return f();
    } catch (error) {
      const { name, message } = error as Error;
      throw new ArgumentError(`${caller}: ${name === "Error" ? "" : `${name}: `}${message}`);
    }
  }
  let description: ReturnType<typeof describeItself> | undefined;
  const described = () => {
    description ??= inOwnName(describeItself);
    return description;
  };

  let passes = 0;
  const close = () => channel.close();
  return {
    get name() {
      return described().name;
    },
    get tensors() {
      return described().tensors;
    },
    forward(tensors, pass) {
      const number = passes++;
      const { training } = pass;
      const { output } = ask({
        call: "forward",
        pass: number,
        training,
        seed: seedOf(pass),
        tensors: wireOf(tensors),
      });
      return [namedOf("output", output), number];
    },
    backward(upstream, pass, tensors) {
      const { gradients } = ask({
        call: "backward",
        pass,
        upstream: wireOf(upstream),
        tensors: wireOf(tensors),
      });
      const found = Object.entries(byName("gradients", gradients));
      return Object.fromEntries(
        found.map(([name, x]) => [name, x === null ? null : tensorOf(`the gradient of ${name}`, x)]),
      );
    },
    get ready() {
      return inOwnName(() => channel.ready);
    },
    close,
    [Symbol.dispose]: close,
  };
}
