import type { Contestant } from "./contestant.ts";
import { load } from "./load.ts";

/** A jax-js array: each use takes one reference, and `ref` adds one. */
interface Value {
  readonly ref: Value;
  add(other: Value): Value;
  sub(other: Value): Value;
  mul(other: Value | number): Value;
  reshape(shape: number[]): Value;
  mean(): Value;
  sum(axis: number): Value;
  dataSync(): ArrayLike<number>;
}
type Parameters = Value[];

export const jaxJs = (dtype: "float64" | "float32"): Contestant => ({
  name: "jax-js",
  dtype,
  rival: "jax-js",
  kind: "softmax",
  ...(dtype === "float64" && { note: "exp and log to about six digits, as in float32", tolerance: 1e-5 }),
  async build({ sizes, layers, batch, batches, rate }) {
    // Node 20 has no such class, and jax-js asks of all float64 data whether they are of it.
    if (!("Float16Array" in globalThis)) Object.assign(globalThis, { Float16Array: class {} });
    const jax = load("jax-js", "@jax-js/jax");
    await jax.init("wasm");
    jax.defaultDevice("wasm");
    const { numpy: np, nn } = jax;
    const array = (values: Float64Array | number[], shape: number[]): Value => {
      const data = dtype === "float32" ? Float32Array.from(values) : Float64Array.from(values);
      return np.array(data, { dtype }).reshape(shape);
    };
    const classes = sizes[sizes.length - 1];

    let parameters: Parameters = layers.flatMap(({ weight, bias }, l) => [
      array(weight, [sizes[l], bias.length]),
      array(bias, [bias.length]),
    ]);
    const data = batches.map(({ inputs, labels }) => ({
      x: array(inputs, [batch, sizes[0]]),
      y: array(
        Array.from(labels).flatMap((label) => Array.from({ length: classes }, (_, j) => Number(j === label))),
        [batch, classes],
      ),
    }));
    const lossOf = (parameters: Parameters, x: Value, y: Value): Value => {
      let a = x;
      for (let l = 0; l < parameters.length; l += 2) {
        const z = np.matmul(a, parameters[l]).add(parameters[l + 1]);
        a = l < parameters.length - 2 ? nn.relu(z) : z;
      }
      return nn.logSoftmax(a).mul(y).sum(1).mean().mul(-1);
    };
    const gradientOf = jax.grad(lossOf);
    const loss = jax.jit(lossOf);
    const step = jax.jit((parameters: Parameters, x: Value, y: Value): Parameters => {
      const gradient: Parameters = gradientOf(
        parameters.map((p) => p.ref),
        x,
        y,
      );
      return parameters.map((p, i) => p.sub(gradient[i].mul(rate)));
    });
    const refs = () => parameters.map((p) => p.ref);
    return {
      step(k) {
        parameters = step(parameters, data[k].x.ref, data[k].y.ref);
        // Steps are only queued until something is read: the smallest that waits for all of this one.
        parameters[parameters.length - 1].ref.dataSync();
      },
      loss: (k) => loss(refs(), data[k].x.ref, data[k].y.ref).dataSync()[0],
    };
  },
});
