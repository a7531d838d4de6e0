// A cell is run over time, and back: it takes what comes from the input and from the hidden state, and gives new states.
//
//   fromInput_t = x_t Wi + b      fromHidden_t = h_(t-1) Wh + bh      h_t, ... = cell(fromInput_t, fromHidden_t, h_(t-1), ...)
import {
  add,
  concatenate,
  type Dtype,
  glorotUniform,
  matmul,
  orthogonal,
  sum,
  type Tensor,
  tensors,
  transpose,
  zeros,
} from "@nudge/core";
import { checkArguments, count, readOptions } from "@nudge/core/internal";
import type { Cell } from "./cell.ts";
import {
  type RecurrentOptions,
  readersOfRecurrence,
  readSequence,
  type SequenceInput,
} from "./sequence-input.ts";

/** What a recurrence works with: one bias or two, or none. */
export interface RecurrentWeights {
  readonly inputWeight: Tensor;
  readonly hiddenWeight: Tensor;
  readonly inputBias?: Tensor;
  readonly hiddenBias?: Tensor;
}

/** What the way back needs: x_t and h_(t-1), which the weights were multiplied with, and the cell's caches, for each t. */
interface RecurrentCache<C> {
  readonly inputRows: Tensor;
  readonly before: readonly Tensor[];
  readonly caches: readonly C[];
}

/** Step t of x: [batch, time, width] -> [batch, width] */
const at = (x: Tensor, t: number) => x.pick(null, t, null);

/** Steps of [batch, width], one after another -> [batch, time, width] */
const stack = (steps: readonly Tensor[]) =>
  concatenate(
    steps.map((x) => tensors.reshape(x, [x.shape[0], 1, x.shape[1]])),
    1,
  );

/** Every step of every sequence as a row: [batch, time, width] -> [batch · time, width] */
const rowsOf = (x: Tensor) => tensors.reshape(x, [x.shape[0] * x.shape[1], x.shape[2]]);

/** x W + b, where there is a b. */
function affine(x: Tensor, weight: Tensor, bias: Tensor | undefined): Tensor {
  const product = matmul(x, weight);
  return bias ? add(product, bias) : product;
}

/** How the weights of a layer with this cell start, and its two passes over time. */
export function recurrence<C, S extends string>(
  name: string,
  cell: Cell<C, S>,
  [inputs, hidden]: readonly [inputs: number, hidden: number],
  options: RecurrentOptions | undefined,
) {
  checkArguments(name, count(), { inputs, hidden });
  const { bias, states: wanted, initialState } = readOptions(name, options, readersOfRecurrence());
  const columns = cell.gates * hidden;

  return {
    weights: {
      inputWeight: glorotUniform([inputs, columns]),
      hiddenWeight: orthogonal([hidden, columns]),
    },
    bias: bias ? zeros([columns]) : undefined,

    forward(
      input: SequenceInput<S>,
      { inputWeight, hiddenWeight, inputBias, hiddenBias }: RecurrentWeights,
    ): readonly [y: Tensor, cache: unknown] {
      const { x, start } = readSequence(input, cell.states, [inputs, hidden], initialState);
      const [batch, time] = x.shape;
      const inputRows = rowsOf(x);
      const fromInput = tensors.reshape(affine(inputRows, inputWeight, inputBias), [batch, time, columns]);

      const hiddens = [start[0]];
      const caches: C[] = [];
      let states = start;
      for (let t = 0; t < time; t++) {
        const fromHidden = affine(states[0], hiddenWeight, hiddenBias);
        const step = cell.forward(at(fromInput, t), fromHidden, states);
        states = step.states;
        hiddens.push(states[0]);
        caches.push(step.cache);
      }
      const y = wanted === "all" ? stack(hiddens.slice(1)) : states[0];
      return [y, { inputRows, before: hiddens.slice(0, -1), caches }];
    },

    // Backpropagation through time. A state moves the output at its own time and all that comes later, and
    // h_(t-1) the cell's step t also by way of fromHidden_t:   dh_(t-1) = dy_(t-1) + dfromHidden_t Whᵀ + what the cell adds.
    // The weights serve at every time:   dWi = Σ_t x_tᵀ dfromInput_t,   dWh = Σ_t h_(t-1)ᵀ dfromHidden_t.
    backward(
      dy: Tensor,
      cache: unknown,
      { inputWeight, hiddenWeight, inputBias, hiddenBias }: RecurrentWeights,
    ) {
      const { inputRows, before, caches } = cache as RecurrentCache<C>;
      const [batch, time] = [dy.shape[0], caches.length];
      const none = zeros([batch, hidden], dy.dtype as Dtype);
      const dyAt = (t: number) => (wanted === "all" ? at(dy, t) : t === time - 1 ? dy : none);

      const dFromInputs: Tensor[] = [];
      const dFromHiddens: Tensor[] = [];
      let [dh, ...dOthers]: readonly Tensor[] = cell.states.map(() => none);
      for (let t = time - 1; t >= 0; t--) {
        const { fromInput, fromHidden, states } = cell.backward([add(dh, dyAt(t)), ...dOthers], caches[t]);
        dFromInputs[t] = fromInput;
        dFromHiddens[t] = fromHidden;
        [dh, ...dOthers] = states.map((d) => d ?? none);
        dh = add(dh, matmul(fromHidden, transpose(hiddenWeight)));
      }

      const dFromInput = rowsOf(stack(dFromInputs));
      const dFromHidden = rowsOf(stack(dFromHiddens));
      const x = tensors.reshape(matmul(dFromInput, transpose(inputWeight)), [batch, time, inputs]);
      const dStates = [dh, ...dOthers];
      const starts = Object.fromEntries(cell.states.map((name, k) => [name, dStates[k]]));
      return {
        input: (initialState ? { x, ...starts } : x) as SequenceInput<S>,
        inputWeight: matmul(transpose(inputRows), dFromInput),
        hiddenWeight: matmul(transpose(rowsOf(stack(before))), dFromHidden),
        inputBias: inputBias && sum(dFromInput, 0),
        hiddenBias: hiddenBias && sum(dFromHidden, 0),
      };
    },
  };
}
