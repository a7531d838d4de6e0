// jax-js, whose passes are compiled to WebAssembly.
import { operations } from "../operations.ts";
import type { Library } from "../trial.ts";
import { arithmetic } from "./jax-js/arithmetic.ts";
import type { Functions, Jax, Value } from "./jax-js/jax.ts";
import { linalg } from "./jax-js/linalg.ts";
import { products } from "./jax-js/products.ts";
import { reductions } from "./jax-js/reductions.ts";
import { shapes } from "./jax-js/shapes.ts";
import { windows } from "./jax-js/windows.ts";

/** Not compiled by `jit`, which takes most of them along the last axis alone. All others are: it is faster. */
const routines = /take|sort|topK|linalg/;

/** All data are asked whether they are of that class, and iterators are mapped. */
function giveWhatNode20Lacks(): void {
  if (!("Float16Array" in globalThis)) Object.assign(globalThis, { Float16Array: class {} });
  const iterators = Object.getPrototypeOf(Object.getPrototypeOf([].values()));
  iterators.map ??= function <T>(this: Iterable<T>, f: (one: T) => unknown) {
    return Array.from(this, (one) => f(one));
  };
}

export const jaxJs: Library = {
  name: "jax-js",
  packages: { "@jax-js/jax": "0.1.25" },
  async open(load) {
    giveWhatNode20Lacks();
    const jax = (await load("@jax-js/jax")) as Jax;
    await jax.init("wasm");
    jax.defaultDevice("wasm");
    const rows = operations<Value>({
      variable: (values) => jax.numpy.array(values),
      numbers: (value) => value.js(),
      passes(f, op) {
        const gradients = (variables: readonly Value[], upstream: Value) =>
          jax.vjp(f, variables)[1](upstream);
        return routines.test(op)
          ? { forward: f, gradients }
          : { forward: jax.jit(f), gradients: jax.jit(gradients) };
      },
      operation: (name) =>
        name.split(".").reduce<unknown>((from, part) => (from as Functions)[part], jax) as Functions[string],
    });
    return [arithmetic, products, linalg, reductions, shapes, windows].flatMap((table) => table(jax, rows));
  },
};
