// Random relu nets as they are at their start: biases of zero, and a row of zeros in the data. In that row all units stand
// exactly at their kink, and all weights and inputs meet there. The derivative of relu at 0 is 0 or 1 by choice: with either,
// everywhere, the gradient is what backprop gives in any framework.
import { add, map, matmul, multiply, rng, subtract, sum, type Tensor, tensor, transpose } from "@nudge/core";
import { type GradcheckReport, gradcheckMap } from "../../src/index.ts";

type Named = { readonly [name: string]: Tensor };

/** y = relu(… relu(x W₀ + b₀) …) Wₙ + bₙ, of which the loss, if there is one, is ½ Σ (y − t)². */
export interface ReluNet {
  readonly seed: number;
  /** "x", "W0", "b0", …: x has a row of zeros, and all b are 0. */
  readonly tensors: Named;
  readonly hidden: number;
  /** The derivative of relu at 0. */
  readonly mask: number;
  readonly target?: Tensor;
}

export function drawReluNet(seed: number): ReluNet {
  const stream = rng(seed);
  const whole = stream.uniform() < 0.5;
  const draw = (rows: number, columns: number) =>
    tensor(
      Float64Array.from({ length: rows * columns }, () => (whole ? stream.integer(5) - 2 : stream.normal())),
      [rows, columns],
    );
  const hidden = 1 + stream.integer(2);
  const rows = 1 + stream.integer(4);
  const outputs = stream.uniform() < 0.5 ? 1 : 3;
  const sizes = [...Array.from({ length: hidden + 1 }, () => 2 + stream.integer(3)), outputs];
  const x = draw(rows, sizes[0]);
  const zeros = stream.integer(rows) * sizes[0];
  x.data.fill(0, zeros, zeros + sizes[0]);
  const tensors: { [name: string]: Tensor } = { x };
  for (let k = 0; k <= hidden; k++) {
    tensors[`W${k}`] = draw(sizes[k], sizes[k + 1]);
    tensors[`b${k}`] = tensor(new Float64Array(sizes[k + 1]));
  }
  const target = draw(rows, outputs);
  return { seed, tensors, hidden, mask: stream.integer(2), ...(stream.uniform() < 1 / 3 && { target }) };
}

/** Changes the gradients of a net, in place. */
export type SpoilNet = (gradients: { readonly [name: string]: Tensor }) => void;

/** One entry that is not 0, in the gradient of a matrix of weights, is half as much again. */
export function drawSpoilNet({ seed }: ReluNet): SpoilNet {
  const place = rng(seed).fork().uniform();
  return (gradients) => {
    const weights = Object.entries(gradients).filter(([name]) => name.startsWith("W"));
    const entries = weights.flatMap(([, { data }]) => [...data.keys()].map((i) => ({ data, i })));
    const filled = entries.filter(({ data, i }) => data[i] !== 0);
    if (filled.length === 0) return;
    const { data, i } = filled[Math.floor(place * filled.length)];
    data[i] *= 1.5;
  };
}

export function checkReluNet(net: ReluNet, spoil?: SpoilNet): GradcheckReport {
  const { seed, tensors, hidden, mask, target } = net;
  return gradcheckMap<Named, { inputs: Tensor[]; sums: Tensor[]; y: Tensor }>(
    {
      name: `relu net ${seed}`,
      tensors,
      forward: (t) => {
        const inputs = [t.x];
        const sums: Tensor[] = [];
        for (let k = 0; ; k++) {
          const z = add(matmul(inputs[k], t[`W${k}`]), t[`b${k}`]);
          if (k < hidden) {
            sums.push(z);
            inputs.push(map(z, (v) => Math.max(v, 0)));
            continue;
          }
          const error = target === undefined ? z : subtract(z, target);
          const output = target === undefined ? z : tensor(sum(multiply(error, error)) / 2);
          return [output, { inputs, sums, y: z }];
        }
      },
      backward: (dy, { inputs, sums, y }, t) => {
        const gradients: { [name: string]: Tensor } = {};
        let dz = target === undefined ? dy : multiply(subtract(y, target), dy);
        for (let k = hidden; ; k--) {
          gradients[`W${k}`] = matmul(transpose(inputs[k]), dz);
          gradients[`b${k}`] = sum(dz, 0);
          const dx = matmul(dz, transpose(t[`W${k}`]));
          if (k === 0) {
            gradients.x = dx;
            spoil?.(gradients);
            return gradients;
          }
          dz = map(dx, sums[k - 1], (d, v) => (v === 0 ? d * mask : v > 0 ? d : 0));
        }
      },
    },
    { seed },
  );
}
