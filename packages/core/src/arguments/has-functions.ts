/** Whether a value is an object with functions under these names, by which things are told that factories make. */
export const hasFunctions = (value: unknown, ...names: readonly string[]): value is object =>
  typeof value === "object" &&
  value !== null &&
  names.every((name) => typeof (value as { readonly [name: string]: unknown })[name] === "function");
