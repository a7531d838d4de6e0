// A net that keeps no gradient, and only ever updates, shows it in what a step of plain descent changes: -Δw / rate.
import type { FunctionSubject } from "@nudge/gradcheck";

/** Weights by name, each a list. */
export type Weights = Readonly<Record<string, readonly number[]>>;

/** A net that learns by steps, and what its steps minimize. */
export interface UpdatingNet {
  readonly name: string;
  /** Its weights as they stand. */
  read(): Weights;
  write(weights: Weights): void;
  /** The loss at its weights as they stand. */
  loss(): number;
  /** One step of plain descent on that loss, without momentum. */
  step(rate: number): void;
  /**
   * Of a step. One of training shows a net that goes back through weights which the same step has changed; "vanishing" shows what
   * such a net gets right besides: the limit of small steps.
   */
  readonly rate: number | "vanishing";
}

/**
 * How much of the changes at which rates makes the gradient. What changes on the way adds terms in h and h² to -Δw / h, which
 * those at h, 2 h and 4 h take away (Richardson), while h is large enough that w + Δw is not rounded to w.
 */
const sharesOf = (rate: number | "vanishing"): (readonly [rate: number, share: number])[] =>
  rate === "vanishing"
    ? [
        [2 ** -12, 8 / 3],
        [2 ** -11, -2],
        [2 ** -10, 1 / 3],
      ]
    : [[rate, 1]];

/** The loss as a function of all weights, with the gradient that steps at them show. */
export function updatingNet({ name, read, write, loss, step, rate }: UpdatingNet): FunctionSubject<Weights> {
  return {
    name,
    theta: read(),
    value(weights) {
      write(weights);
      return loss();
    },
    gradient(weights) {
      const gradient = Object.entries(weights).map(([part, list]) => [part, list.map(() => 0)] as const);
      for (const [h, share] of sharesOf(rate)) {
        write(weights);
        step(h);
        const after = read();
        for (const [part, list] of gradient)
          for (const i of list.keys()) list[i] += (share * (weights[part][i] - after[part][i])) / h;
      }
      return Object.fromEntries(gradient);
    },
  };
}
