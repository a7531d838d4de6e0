// What a gradient check costs, per entry: the whole public call with probes, error bars and verdicts, beside the plain
// loop that only evaluates the loss twice for every entry, in the same process. Run: npm run bench:gradcheck
import { createModel, rng, zeros } from "../packages/core/src/index.ts";
import { gradcheck } from "../packages/gradcheck/src/index.ts";
import { dense, sequential, softmaxCrossEntropy, tanh } from "../packages/layers/src/index.ts";

const nets = [
  [2, 4, 1],
  [4, 32, 3],
  [16, 32, 10],
  [64, 64, 10],
] as const;
const batch = 8;
const rounds = 5;

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Microseconds that `f` takes. */
function time(f: () => void): number {
  const start = performance.now();
  f();
  return 1000 * (performance.now() - start);
}

console.log("net          entries   plain loop   gradcheck   ratio   evaluations per entry");
for (const [inputs, hidden, outputs] of nets) {
  const model = createModel(sequential(dense(inputs, hidden), tanh(), dense(hidden, outputs)), { seed: 1 });
  const stream = rng(2);
  const input = zeros([batch, inputs]);
  for (let i = 0; i < input.size; i++) input.data[i] = stream.normal();
  const target = Int32Array.from({ length: batch }, (_, row) => row % outputs);
  const loss = softmaxCrossEntropy();
  const pass = { training: true, rng: rng(0) };
  const { theta, layer, parameters, buffers } = model;

  const value = () => loss.forward(layer.forward(input, parameters, pass, buffers)[0], target)[0];
  const plainLoop = () => {
    for (let i = 0; i < theta.length; i++) {
      const x = theta[i];
      theta[i] = x + 1e-5;
      const above = value();
      theta[i] = x - 1e-5;
      const below = value();
      theta[i] = x;
      if (Number.isNaN(above - below)) throw new Error("NaN");
    }
  };
  let evaluations = 0;
  const check = () => {
    const report = gradcheck(model, { input, target, loss });
    if (!report.passed && outputs > 1) throw new Error(report.verdict);
    evaluations = report.evaluations;
  };

  const repeat = Math.max(1, Math.floor(2000 / theta.length));
  const times = { plain: [] as number[], check: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.plain.push(
      time(() => {
        for (let k = 0; k < repeat; k++) plainLoop();
      }),
    );
    times.check.push(
      time(() => {
        for (let k = 0; k < repeat; k++) check();
      }),
    );
  }
  const perEntry = (all: number[]) => median(all) / repeat / theta.length;
  const [plain, whole] = [perEntry(times.plain), perEntry(times.check)];
  console.log(
    `${`${inputs}-${hidden}-${outputs}`.padEnd(10)} ${`${theta.length}`.padStart(9)} ${plain.toFixed(2).padStart(9)} µs ${whole.toFixed(2).padStart(8)} µs ${(whole / plain).toFixed(2).padStart(7)} ${(evaluations / theta.length).toFixed(2).padStart(10)}`,
  );
}
