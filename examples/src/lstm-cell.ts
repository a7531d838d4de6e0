// One step of an LSTM as a layer with three inputs and two outputs, each by its name. It is checked, and then checked again
// with a mistake that is easily made: what comes back to the cell state is forgotten.
import {
  add,
  concatenate,
  defineLayer,
  glorotUniform,
  map,
  matmul,
  multiply,
  slice,
  sum,
  type Tensor,
  tensors,
  transpose,
  zeros,
} from "@nudge/core";
import { gradcheck, toText } from "@nudge/gradcheck";

type Inputs = { readonly x: Tensor; readonly hidden: Tensor; readonly cell: Tensor };

// c = f c' + i g   h = o tanh c      i, f, o = σ, g = tanh of the four blocks of x W + h' U + b
// x: [n, inputs]   h', c', h, c: [n, size]   W: [inputs, 4 size]   U: [size, 4 size]   b: [4 size]
const lstmCell = (name: string, { forgetsCell }: { readonly forgetsCell: boolean }) =>
  defineLayer(name, (inputs: number, size: number) => ({
    parameters: {
      weight: glorotUniform([inputs, 4 * size]),
      recurrent: glorotUniform([size, 4 * size]),
      bias: zeros([4 * size]),
    },

    forward: ({ x, hidden, cell }: Inputs, { weight, recurrent, bias }) => {
      const a = add(add(matmul(x, weight), matmul(hidden, recurrent)), bias);
      const block = (k: number) => slice(a, 1, k * size, (k + 1) * size);
      const [i, f, o] = [0, 1, 3].map((k) => tensors.sigmoid(block(k)));
      const g = tensors.tanh(block(2));
      const after = add(multiply(f, cell), multiply(i, g));
      const t = tensors.tanh(after);
      return [
        { hidden: multiply(o, t), cell: after },
        { x, hidden, cell, i, f, g, o, t },
      ];
    },

    // h = o t and t = tanh c, so that c is moved by way of h too: dc takes dh o (1 - t²) on top of its own.
    // Then di = dc g, df = dc c', dg = dc i, do = dh t, each through its own function, and dc' = dc f.
    backward: ({ hidden: dh, cell: dCell }, { x, hidden, cell, i, f, g, o, t }, { weight, recurrent }) => {
      const throughTanh = (dy: Tensor, y: Tensor) => map(dy, y, (d, v) => d * (1 - v * v));
      const throughSigmoid = (dy: Tensor, y: Tensor) => map(dy, y, (d, v) => d * v * (1 - v));
      const throughHidden = throughTanh(multiply(dh, o), t);
      const dc = forgetsCell ? throughHidden : add(dCell, throughHidden);
      const da = concatenate(
        [
          throughSigmoid(multiply(dc, g), i),
          throughSigmoid(multiply(dc, cell), f),
          throughTanh(multiply(dc, i), g),
          throughSigmoid(multiply(dh, t), o),
        ],
        1,
      );
      return {
        input: {
          x: matmul(da, transpose(weight)),
          hidden: matmul(da, transpose(recurrent)),
          cell: multiply(dc, f),
        },
        weight: matmul(transpose(x), da),
        recurrent: matmul(transpose(hidden), da),
        bias: sum(da, 0),
      };
    },
  }));

const input = { x: [2, 2], hidden: [2, 1], cell: [2, 1] };
const right = lstmCell("lstmCell", { forgetsCell: false });
const wrong = lstmCell("forgetfulCell", { forgetsCell: true });
console.log(`${toText(gradcheck(right(2, 1), { input, seed: 7 }))}\n`);
console.log(
  `With the gradient of the cell state forgotten:\n\n${toText(gradcheck(wrong(2, 1), { input, seed: 7 }))}`,
);
