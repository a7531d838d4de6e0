// Convolutions, windows and Fourier transforms.
import { inRows, ties } from "../../operands.ts";
import type { Trial } from "../../trial.ts";
import type { Complex, Functions, Jax, Rows, Value } from "./jax.ts";

export function windows(jax: Jax, { as, call }: Rows): Trial[] {
  const { numpy: np, lax } = jax;
  const { fft } = np as unknown as Readonly<Record<string, Functions>>;
  return [
    ...["SAME", "VALID"].flatMap((padding) => [
      ...call("lax.conv", { x: [2, 2, 5, 4], filter: [3, 2, 2, 3] }, [1, 1], padding),
      ...call("lax.conv", { x: [1, 1, 5, 5], filter: [1, 1, 2, 2] }, [2, 2], padding),
      ...call("lax.conv", { x: [1, 2, 6], filter: [2, 2, 3] }, [2], padding),
      ...call("lax.convTranspose", { x: [1, 2, 3, 3], filter: [1, 2, 2, 2] }, [2, 2], padding),
    ]),
    ...call(
      "lax.convGeneralDilated",
      { x: [1, 2, 5, 4], filter: [2, 2, 2, 2] },
      [2, 1],
      inRows(2, [1, 0, 0, 2]),
      { rhsDilation: [2, 1] },
    ),
    ...call(
      "lax.convGeneralDilated",
      { x: [1, 1, 3, 4], filter: [1, 1, 3, 2] },
      [2, 2],
      inRows(2, [1, 1, 1, 0]),
      { lhsDilation: [2, 3] },
    ),
    ...call("lax.convGeneralDilated", { x: [1, 4, 3, 3], filter: [4, 2, 2, 2] }, [1, 1], "VALID", {
      featureGroupCount: 2,
    }),
    ...call(
      "lax.convGeneralDilated",
      { x: [1, 1, 2, 2], filter: [1, 1, 2, 2] },
      [1, 1],
      inRows(2, [-1, 1, 0, 0]),
    ),
    ...["max", "mean", "sum", "min"].flatMap((op) => [
      ...as("lax.reduceWindow", `${op}, 2 by 2`, { x: [4, 4] }, (x) =>
        lax.reduceWindow(x, (w: Value) => np[op](w), [2, 2]),
      ),
      ...as("lax.reduceWindow", `${op}, 3 by 2, strides [2, 1]`, { x: [6, 4] }, (x) =>
        lax.reduceWindow(x, (w: Value) => np[op](w), [3, 2], [2, 1]),
      ),
    ]),
    ...as("lax.reduceWindow", "max of ties", { x: ties([4, 4]) }, (x) =>
      lax.reduceWindow(x, (w: Value) => np.max(w), [2, 2]),
    ),
    ...["fft", "ifft"].flatMap((op) =>
      [[4], [2, 3]].flatMap((shape) =>
        as(`numpy.fft.${op}`, "", { real: shape, imag: shape }, (real, imag) => {
          const { real: a, imag: b } = fft[op]({ real, imag }) as unknown as Complex;
          return np.stack([a, b]);
        }),
      ),
    ),
    ...as("numpy.fft.rfft", "", { x: [6] }, (x) => {
      const { real, imag } = fft.rfft(x) as unknown as Complex;
      return np.stack([real, imag]);
    }),
    ...as("numpy.fft.irfft", "", { real: [4], imag: [4] }, (real, imag) => fft.irfft({ real, imag })),
    ...call("numpy.fft.fftshift", { x: [5] }),
  ];
}
