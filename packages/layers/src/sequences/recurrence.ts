// A cell is run over time, and back: it takes what comes from the input and from the hidden state, and gives new states.
//
//   fromInput_t = x_t Wi + b      fromHidden_t = h_(t-1) Wh + bh      h_t, ... = cell(fromInput_t, fromHidden_t, h_(t-1), ...)
import {
  add,
  concatenate,
  type Dtype,
  expectShape,
  glorotUniform,
  matmul,
  orthogonal,
  reshape,
  sum,
  type Tensor,
  transpose,
  zeros,
} from "@nudge/core";
import { type BiasOptions, checkChoice, checkFlags, checkSizes, hasBias } from "../arguments.ts";
import { expectInputs } from "../inputs.ts";
import type { Cell } from "./cell.ts";

/** The options of recurrent layers. */
export interface RecurrentOptions extends BiasOptions {
  /** Whether the output is the last state, [batch, hidden], or "all" of them, [batch, time, hidden]; "last" unless given. */
  readonly states?: "last" | "all";
  /** Whether the input is a map with the initial states besides x; they are 0 otherwise. False unless given. */
  readonly initialState?: boolean;
}

/** The input of a recurrent layer: x, or a map of x and the initial states. */
export type SequenceInput<S extends string> = Tensor | { readonly [name in "x" | S]: Tensor };

/** What a recurrence works with: one bias or two, or none. */
export interface RecurrentWeights {
  readonly inputWeight: Tensor;
  readonly hiddenWeight: Tensor;
  readonly inputBias?: Tensor;
  readonly hiddenBias?: Tensor;
}

/** Step t of x: [batch, time, ...] -> [batch, ...] */
const at = (x: Tensor, t: number) => x.pick(null, t, null);

/** [batch, ...] for each time -> [batch · time, ...] */
function stack(steps: readonly Tensor[]): Tensor {
  const [n, width] = steps[0].shape;
  const inTime = steps.map((x) => reshape(x, [n, 1, width]));
  return reshape(concatenate(inTime, 1), [n * steps.length, width]);
}

const plus = (x: Tensor, bias: Tensor | undefined) => (bias ? add(x, bias) : x);

/** How the weights of a layer with this cell start, and its two passes over time. */
export function recurrence<C, S extends string>(
  name: string,
  cell: Cell<C, S>,
  [inputs, hidden]: readonly [inputs: number, hidden: number],
  options: RecurrentOptions,
) {
  checkSizes(name, { inputs, hidden });
  const columns = cell.gates * hidden;
  const bias = hasBias(name, options, ["states", "initialState"]) ? zeros([columns]) : undefined;
  const { states: wanted = "last", initialState = false } = options;
  checkChoice(name, "states", wanted, ["last", "all"]);
  checkFlags(name, { initialState });

  function read(input: SequenceInput<S>): { x: Tensor; start: readonly Tensor[] } {
    if (initialState) expectInputs(input, ["x", ...cell.states]);
    const named = input as { readonly [name in "x" | S]: Tensor };
    const x = initialState ? named.x : (input as Tensor);
    expectShape(x, ["batch", "time", inputs], initialState ? "x" : "input");
    const [n, time] = x.shape;
    if (time === 0) throw new Error("expected at least one step of time");
    const start = cell.states.map((name) => {
      if (!initialState) return zeros([n, hidden], x.dtype as Dtype);
      expectShape(named[name], [n, hidden], name);
      return named[name];
    });
    return { x, start };
  }

  return {
    weights: {
      inputWeight: glorotUniform([inputs, columns]),
      hiddenWeight: orthogonal([hidden, columns]),
    },
    bias,

    forward(input: SequenceInput<S>, weights: RecurrentWeights) {
      const { x, start } = read(input);
      const [n, time] = x.shape;
      const rows = reshape(x, [n * time, inputs]);
      const fromInput = plus(matmul(rows, weights.inputWeight), weights.inputBias);
      const byTime = reshape(fromInput, [n, time, columns]);
      const before: Tensor[] = [];
      const caches: C[] = [];
      let states: readonly Tensor[] = start;
      for (let t = 0; t < time; t++) {
        before.push(states[0]);
        const fromHidden = plus(matmul(states[0], weights.hiddenWeight), weights.hiddenBias);
        const step = cell.forward(at(byTime, t), fromHidden, states);
        caches.push(step.cache);
        states = step.states;
      }
      const all = [...before.slice(1), states[0]];
      const y = wanted === "last" ? states[0] : reshape(stack(all), [n, time, hidden]);
      return [y, { rows, before, caches }] as const;
    },

    // Backpropagation through time. A state moves the output at its own time and all that comes later, and
    // h_(t-1) the cell's step t also by way of fromHidden_t:   dh_(t-1) = dy_(t-1) + dfromHidden_t Whᵀ + what the cell adds.
    // The weights serve at every time:   dWi = Σ_t x_tᵀ dfromInput_t,   dWh = Σ_t h_(t-1)ᵀ dfromHidden_t.
    backward(
      dy: Tensor,
      { rows, before, caches }: { rows: Tensor; before: readonly Tensor[]; caches: readonly C[] },
      { inputWeight, hiddenWeight, inputBias, hiddenBias }: RecurrentWeights,
    ) {
      const time = caches.length;
      const none = zeros(before[0].shape, dy.dtype as Dtype);
      const dInputs: Tensor[] = [];
      const dHiddens: Tensor[] = [];
      let dStates = cell.states.map(() => none);
      for (let t = time - 1; t >= 0; t--) {
        if (wanted === "all") dStates[0] = add(dStates[0], at(dy, t));
        else if (t === time - 1) dStates[0] = dy;
        const { fromInput, fromHidden, states } = cell.backward(dStates, caches[t]);
        dInputs[t] = fromInput;
        dHiddens[t] = fromHidden;
        dStates = states.map((d) => d ?? none);
        dStates[0] = add(dStates[0], matmul(fromHidden, transpose(hiddenWeight)));
      }
      const dFromInput = stack(dInputs);
      const dFromHidden = stack(dHiddens);
      const x = reshape(matmul(dFromInput, transpose(inputWeight)), [none.shape[0], time, inputs]);
      const starts = Object.fromEntries(cell.states.map((name, k) => [name, dStates[k]]));
      return {
        input: (initialState ? { x, ...starts } : x) as SequenceInput<S>,
        inputWeight: matmul(transpose(rows), dFromInput),
        hiddenWeight: matmul(transpose(stack(before)), dFromHidden),
        inputBias: inputBias && sum(dFromInput, 0),
        hiddenBias: hiddenBias && sum(dFromHidden, 0),
      };
    },
  };
}
