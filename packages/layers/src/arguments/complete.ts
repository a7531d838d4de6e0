import type { InitialTree, Input, InputGradient, Layer, Output } from "@nudge/core";

type WithoutLast<A extends readonly unknown[]> =
  Required<A> extends readonly [...infer H, unknown] ? H : never;

/** A factory whose options may turn parameters off: called without options, it makes a layer that has all of them. */
export type Complete<F> = F extends (
  ...args: infer A
) => Layer<
  infer P extends InitialTree,
  infer C,
  infer B extends InitialTree,
  infer I extends Input,
  infer G,
  infer O extends Output
>
  ? ((
      ...args: WithoutLast<A>
    ) => Layer<{ readonly [K in keyof P]: NonNullable<P[K]> }, C, B, I, G & InputGradient<Input>, O>) &
      F
  : never;
