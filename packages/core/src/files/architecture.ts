// A layer, loss or transform as a file holds it: the call that makes it. Nothing in a file is run; the calls are made of factories that
// the reader gives.
//
//   dense(4, 3, { bias: false })   {"call": "dense", "args": [4, 3, {"options": {"bias": false}}]}
import { describe, quoted } from "../arguments/describe.ts";
import { nearest } from "../arguments/nearest.ts";
import { isTransform } from "../data/transforms/define-transform.ts";
import { isLayer, isLoss } from "../layer/recognize.ts";
import { isPlain } from "../tensor/input.ts";
import { numberFromJson, numberToJson } from "./json-numbers.ts";

/** What makes the layers and losses of a file, by name: `import * as layers from "@nudge/layers"`, and those of your own. */
export interface Factories {
  readonly [name: string]: unknown;
}

/** A name beyond this length was not mistyped. */
const longestName = 100;

interface Made {
  readonly name: string;
  readonly args: readonly unknown[];
}

const isMade = (value: unknown): value is Made =>
  (isLayer(value) || isLoss(value) || isTransform(value)) && Array.isArray((value as Partial<Made>).args);

/** The call of a layer, loss or transform, as JSON. Throws, beginning with `caller`, where an argument of it is a function or the like. */
export function callOf({ name, args }: Made, caller: string): unknown {
  const write = (value: unknown, place: string): unknown => {
    if (isMade(value)) return callOf(value, caller);
    if (typeof value === "number") return numberToJson(value);
    if (value === undefined) return { undefined: true };
    if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
    if (
      Array.isArray(value) ||
      value instanceof Float64Array ||
      value instanceof Float32Array ||
      value instanceof Int32Array
    )
      return Array.from(value, (entry, k) => write(entry, `${place}[${k}]`));
    if (isPlain(value)) {
      const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
      return {
        options: Object.fromEntries(entries.map(([key, entry]) => [key, write(entry, `${place}.${key}`)])),
      };
    }
    throw new Error(
      `${caller}: ${name} was made with ${describe(value)} as ${place}, which no file can hold`,
    );
  };
  return { call: name, args: args.map((arg, k) => write(arg, `argument ${k}`)) };
}

/**
 * Makes what `callOf` wrote. Throws, beginning with `caller`, where it is no such call, or there is no factory of a name among
 * those that errors call `among`.
 */
export function makeFrom(
  written: unknown,
  factories: Factories,
  caller: string,
  among = "layers given",
): unknown {
  const refuse = (rule: string) => new Error(`${caller}: ${rule}`);

  function read(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(read);
    if (!isPlain(value)) return value;
    const { call, args, options } = value as { readonly [key: string]: unknown };
    const keys = Object.keys(value);
    const only = keys.length === 1 ? keys[0] : undefined;
    if (keys.join() === "call,args") return make(call, args);
    if (only === "options" && isPlain(options))
      return Object.fromEntries(Object.entries(options).map(([name, entry]) => [name, read(entry)]));
    const number = numberFromJson(value);
    if (number !== undefined) return number;
    if (only === "undefined") return undefined;
    throw refuse(`expected a call, options or a number, got { ${keys.slice(0, 4).map(quoted).join(", ")} }`);
  }

  function make(name: unknown, args: unknown): unknown {
    if (typeof name !== "string" || !Array.isArray(args))
      throw refuse(`expected a name and arguments, got ${describe(name)} and ${describe(args)}`);
    const factory = Object.hasOwn(factories, name) ? factories[name] : undefined;
    if (typeof factory !== "function") {
      const meant = name.length > longestName ? undefined : nearest(name, Object.keys(factories));
      const hint = meant === undefined ? "" : `; did you mean ${quoted(meant)}?`;
      throw refuse(`the file asks for ${describe(name)}, which is not among the ${among}${hint}`);
    }
    const values = args.map(read);
    let made: unknown;
    try {
      made = factory(...values);
    } catch (error) {
      throw refuse(
        `${quoted(name)} cannot be made: ${error instanceof Error ? error.message : describe(error)}`,
      );
    }
    if (isMade(made) && made.name === name) return made;
    throw refuse(`${quoted(name)} should make a layer or loss of that name, and makes ${describe(made)}`);
  }

  return read(written);
}
