// Reads a value as a schema says: checks it, and gives back the numbers that JSON has no digits for. Knows the keywords
// that our schema uses.

/** The part of JSON Schema that is understood. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: { readonly [name: string]: Schema };
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly minimum?: number;
  readonly items?: Schema;
  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
}

const isObject = (value: unknown): value is { [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const types: { readonly [type: string]: readonly [rule: string, holds: (value: unknown) => boolean] } = {
  string: ["a string", (value) => typeof value === "string"],
  boolean: ["true or false", (value) => typeof value === "boolean"],
  number: ["a number", (value) => typeof value === "number"],
  integer: ["a whole number", Number.isSafeInteger],
  array: ["a list", Array.isArray],
  object: ["an object", isObject],
};

/** A value in an error: short enough to stand in a line. */
function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}

const list = (values: readonly unknown[]) => values.map(show).join(", ");

/** Gives a copy of the value; throws `<place> must be <rule>, got <value>` where it is not as the schema says. */
export function readAs(root: Schema, schema: Schema, value: unknown, place: string): unknown {
  const refuse = (rule: string): never => {
    throw new Error(`${place} must be ${rule}, got ${show(value)}`);
  };
  if (schema.$ref !== undefined) {
    const target = root.$defs?.[schema.$ref.slice("#/$defs/".length)] as Schema;
    return readAs(root, target, value, place);
  }
  // The one choice there is: a number, or the name of one that is not finite.
  if (schema.anyOf !== undefined) {
    const names = schema.anyOf[1].enum as readonly unknown[];
    if (typeof value === "number") return value;
    return names.includes(value) ? Number(value) : refuse(`a number, ${list(names)}`);
  }
  if (schema.const !== undefined && value !== schema.const) refuse(show(schema.const));
  if (schema.enum !== undefined && !schema.enum.includes(value)) refuse(`one of ${list(schema.enum)}`);
  if (schema.type !== undefined) {
    const [rule, holds] = types[schema.type];
    if (!holds(value)) refuse(rule);
  }
  const { minimum, items, properties = {}, required = [] } = schema;
  if (minimum !== undefined && (value as number) < minimum) refuse(`a whole number from ${minimum} on`);
  if (Array.isArray(value) && items !== undefined)
    return value.map((item, k) => readAs(root, items, item, `${place}[${k}]`));
  if (!isObject(value)) return value;

  const missing = required.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) throw new Error(`${place}.${missing} is missing`);
  const entries = Object.entries(value).map(([name, item]) => {
    if (!Object.hasOwn(properties, name)) throw new Error(`${place}.${name} is unknown`);
    return [name, readAs(root, properties[name], item, `${place}.${name}`)] as const;
  });
  return Object.fromEntries(entries);
}
