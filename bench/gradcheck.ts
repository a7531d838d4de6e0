// What a gradient check costs, per entry: the whole public call with probes, error bars and verdicts, beside the plain
// loop that only evaluates the loss twice for every entry, in the same process. Run: npm run bench:gradcheck
import { createModel, rng, zeros } from "../packages/core/src/index.ts";
import { gradcheck } from "../packages/gradcheck/src/index.ts";
import { dense, sequential, softmaxCrossEntropy, tanh } from "../packages/layers/src/index.ts";

/** Inputs, hidden units, outputs, and the goal in µs per entry. */
const nets = [
  [2, 4, 1, 2],
  [4, 32, 3, 3],
  [16, 32, 10, 5],
  [64, 64, 10, 6],
  [784, 32, 10, 11],
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

const columns = [
  "net",
  "entries",
  "plain loop",
  "gradcheck",
  "ratio",
  "goal",
  "no shortcuts",
  "ratio",
  "evaluations",
];
const print = (cells: readonly string[]) =>
  console.log(cells.map((cell, k) => (k === 0 ? cell.padEnd(10) : cell.padStart(13))).join(""));
print(columns);
for (const [inputs, hidden, outputs, goal] of nets) {
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
  const check = (shortcuts: boolean) => () => {
    const report = gradcheck(model, { input, target, loss, shortcuts });
    if (!report.passed && outputs > 1) throw new Error(report.verdict);
    evaluations = report.evaluations;
  };

  const contestants = [plainLoop, check(true), check(false)];
  const times = contestants.map(() => [] as number[]);
  const repeat = Math.max(1, Math.floor(2000 / theta.length));
  for (let round = 0; round < rounds; round++)
    for (const [k, contestant] of contestants.entries())
      times[k].push(
        time(() => {
          for (let again = 0; again < repeat; again++) contestant();
        }),
      );
  const [plain, short, long] = times.map((all) => median(all) / repeat / theta.length);
  print([
    `${inputs}-${hidden}-${outputs}`,
    `${theta.length}`,
    `${plain.toFixed(2)} µs`,
    `${short.toFixed(2)} µs`,
    (short / plain).toFixed(2),
    `${goal} µs`,
    `${long.toFixed(2)} µs`,
    (long / plain).toFixed(2),
    (evaluations / theta.length).toFixed(2),
  ]);
}
