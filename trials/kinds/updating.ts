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
  step(): void;
  /** Of that step. It is not small: a net that uses weights which the same step has changed already shows it. */
  readonly rate: number;
}

/** The loss as a function of all weights, with the gradient that a step at them shows. */
export function updatingNet({ name, read, write, loss, step, rate }: UpdatingNet): FunctionSubject<Weights> {
  return {
    name,
    theta: read(),
    value(weights) {
      write(weights);
      return loss();
    },
    gradient(weights) {
      write(weights);
      step();
      const after = Object.entries(read());
      return Object.fromEntries(
        after.map(([part, list]) => [part, list.map((w, i) => (weights[part][i] - w) / rate)]),
      );
    },
  };
}
